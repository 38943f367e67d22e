"""Painting one row from its ready values; words and measures are cached, for this runs at every keystroke."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.rules.text import begun
from ui.parts.avatar import paint_face
from ui.parts.cells import Cell, Group, Row
from ui.theme.direction import unturned
from ui.theme.fonts import LONGEST_LINE, font, metrics, words_width
from ui.theme.icons import pixmap
from ui.theme.style import filled, outline
from ui.theme.tokens import Radius, Size, Space, Tokens, Weight, current_tokens

_BAR_HEIGHT: Final = 8
_SELECTION_BAR: Final = 3
_SKELETON: Final = 8
_LEAST_NOTE: Final = 28


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a column stands in this view: its number, left edge, width, and to which side it keeps."""

    column: int
    left: float
    width: float
    align: str


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row is shown."""

    selected: bool = False
    hovered: bool = False
    active: bool = True


def elided(text: str, size: int, weight: int, width: int) -> tuple[str, float]:
    """The words as they fit into a width, and how wide they are then."""
    # Where the rest is missing, what is left has to say so even if there is room for it.
    return _cut(begun(text, LONGEST_LINE), size, weight, width)


@lru_cache(maxsize=4096)
def _cut(text: str, size: int, weight: int, width: int) -> tuple[str, float]:
    measure = metrics(size, weight)
    line = unturned(text if "\n" not in text else " ".join(text.split()))
    full = measure.horizontalAdvance(line)
    if full <= width:
        return line, full
    cut = measure.elidedText(line, Qt.TextElideMode.ElideRight, width)
    return cut, measure.horizontalAdvance(cut)


class RowPainter:
    """Paints rows of one list into a painter; mirrored where one reads from the right."""

    def __init__(self, painter: QPainter, width: float, mirrored: bool, face_size: int = 20) -> None:
        self._painter = painter
        self._width = width
        self._mirrored = mirrored
        self._face = face_size
        self._tokens: Tokens = current_tokens()
        self._ratio = painter.device().devicePixelRatioF()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    def ground(self, top: float, height: float, state: RowState) -> None:
        """The ground behind a row, with the bar at the side of a selected one."""
        tokens = self._tokens
        if state.selected:
            self._fill(0, top, self._width, height, tokens.selected if state.active else tokens.selected_off)
            self._fill(0, top, _SELECTION_BAR, height, tokens.accent if state.active else tokens.edge)
        elif state.hovered:
            self._fill(0, top, self._width, height, tokens.hover)

    def row(self, row: Row, slots: list[Slot], top: float, height: float, state: RowState) -> None:
        """All the cells of a row."""
        for slot in slots:
            cell = row.cell(slot.column)
            box = QRectF(slot.left, top, slot.width, height)
            if cell.bar is not None:
                self._bar_cell(cell, box)
            else:
                self._cell(cell, box, slot.align, row.dim, state.selected)

    def heading(self, group: Group, left: float, top: float, height: float) -> None:
        """The heading of a group."""
        width = int(self._width - 2 * left)
        text, used = elided(group.title, Size.DETAIL, Weight.BOLD, width)
        box = QRectF(left, top, width, height)
        self._words(text, box, Size.DETAIL, Weight.BOLD, group.tone)
        if group.count:
            self._words(group.count, box.adjusted(used + Space.S, 0, 0, 0), Size.DETAIL, Weight.PLAIN, "text3")

    def skeleton(self, slots: list[Slot], line: int, top: float, height: float) -> None:
        """A row that is still to come, in grey; its length differs from row to row."""
        for place, slot in enumerate(slots):
            share = (0.82, 0.55, 0.68, 0.74)[(line + place) % 4] if slot.width > 60 else 0.8
            length = min(slot.width, max(_SKELETON, slot.width * share))
            left = slot.left + slot.width - length if slot.align == "right" else slot.left
            bar = QRectF(left, top + (height - _SKELETON) / 2, length, _SKELETON)
            filled(self._painter, self._seen(bar), self._tokens.line, Radius.CHIP)

    # One cell

    def _cell(self, cell: Cell, box: QRectF, align: str, dim: bool, selected: bool) -> None:
        size = Size.VALUE if cell.tone == "text" or cell.weight != Weight.PLAIN else Size.DETAIL
        tone = "text2" if dim and cell.tone == "text" else cell.tone
        named = cell.name or cell.weight == Weight.MEDIUM
        weight = Weight.BOLD if selected and named else cell.weight
        if dim and not selected:
            weight = Weight.PLAIN
        if cell.sign:
            self._icon(cell.sign, 14, cell.sign_tone, box.right() - 14, box)
            box = box.adjusted(0, 0, -(14 + Space.S), 0)
        lead = self._lead_width(cell)
        note_room = self._note_width(cell)
        least = 14 + Space.S if cell.note_icon else 0
        text, used = elided(cell.text, size, weight, int(max(0, box.width() - lead - least)))
        x = box.left() + _shift(align, box.width(), lead + used + note_room)
        x = self._lead(cell, x, box)
        if text:
            self._words(text, QRectF(x, box.top(), box.right() - x + 1, box.height()), size, weight, tone, align)
        if cell.note or cell.note_icon:
            self._note(cell, x + used + (Space.S + 2 if text else 0), box)

    def _lead_width(self, cell: Cell) -> float:
        faces = len(cell.faces) * (self._face + Space.XS)
        spread = Space.XS if cell.faces and cell.text else -Space.XS if cell.faces else 0
        icon = (_icon_room(cell) + (Space.S if cell.text else 0)) if cell.icon else 0
        return faces + spread + icon

    def _lead(self, cell: Cell, x: float, box: QRectF) -> float:
        """Faces and icon before the words; gives back where the words begin."""
        for face in cell.faces:
            seen = self._seen(QRectF(x, box.top() + (box.height() - self._face) / 2, self._face, self._face))
            paint_face(self._painter, seen.left(), seen.top(), face, self._face)
            x += self._face + Space.XS
        if cell.faces:
            x += Space.XS
        if cell.icon:
            size, room = _icon_size(cell), _icon_room(cell)
            self._icon(cell.icon, size, cell.icon_tone, x + (room - size) / 2, box)
            x += room + Space.S
        return x

    def _note_width(self, cell: Cell) -> float:
        words = words_width(cell.note, Size.DETAIL) if cell.note else 0
        sign = 14 + (Space.XS + 2 if cell.note else 0) if cell.note_icon else 0
        return words + sign + (Space.S + 2 if words or sign else 0)

    def _note(self, cell: Cell, x: float, box: QRectF) -> None:
        """The note after the words, as much of it as there is room for: a name is cut last."""
        weight = Weight.MEDIUM if cell.note_tone in ("bad", "warn", "accent") else Weight.PLAIN
        if cell.note_icon:
            self._icon(cell.note_icon, 14, cell.note_tone, x, box)
            x += 14 + Space.XS + 2
        if box.right() - x < _LEAST_NOTE:
            return
        text, used = elided(cell.note, Size.DETAIL, weight, int(box.right() - x + 2))
        self._words(text, QRectF(x, box.top(), used + 2, box.height()), Size.DETAIL, weight, cell.note_tone)

    def _bar_cell(self, cell: Cell, box: QRectF) -> None:
        """A number, then a bar of that length; the average as a dotted line through all rows."""
        number = metrics(Size.VALUE, cell.weight).horizontalAdvance("0000")
        words = QRectF(box.left(), box.top(), number, box.height())
        self._words(cell.text, words, Size.VALUE, cell.weight, cell.tone, "right")
        left, room = box.left() + number + Space.S, max(0.0, box.width() - number - Space.S)
        length = room * min(1.0, max(0.0, cell.bar or 0.0))
        bar = self._seen(QRectF(left, box.center().y() - _BAR_HEIGHT / 2, length, _BAR_HEIGHT))
        if length >= 1:
            self._bar(bar, cell.hatched)
        if cell.note:
            self._note(cell, left, box)
        if cell.mark is not None:
            self._average(left + room * cell.mark, box)

    def _bar(self, bar: QRectF, hatched: bool) -> None:
        if not hatched:
            filled(self._painter, bar, self._tokens.bar, 2)
            return
        self._painter.fillRect(bar, QBrush(QColor(self._tokens.warn), Qt.BrushStyle.BDiagPattern))
        outline(self._painter, bar, self._tokens.warn, 1, 2)

    def _average(self, x: float, box: QRectF) -> None:
        self._painter.setPen(QPen(QColor(self._tokens.text3), 1, Qt.PenStyle.DotLine))
        seen = self._seen(QRectF(x, box.top(), 1, box.height()))
        self._painter.drawLine(seen.topLeft(), seen.bottomLeft())

    # Ink

    def _words(self, text: str, box: QRectF, size: int, weight: int, tone: str, align: str = "left") -> None:
        self._painter.setFont(font(size, weight, align == "right"))
        self._painter.setPen(QColor(self._tokens.colour(tone)))
        self._painter.drawText(self._seen(box), self._flags(align), text)

    def _flags(self, align: str) -> int:
        at_right = (align == "right") != self._mirrored
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        # Figures of one width may be wider than they were measured: they are cut by words, never by the box.
        manner = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        return int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter) | int(manner)

    def _icon(self, name: str, size: int, tone: str, x: float, box: QRectF) -> None:
        seen = self._seen(QRectF(x, round(box.top() + (box.height() - size) / 2), size, size))
        self._painter.drawPixmap(QPointF(seen.left(), seen.top()), pixmap(name, size, tone, self._ratio))

    def _fill(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        self._painter.fillRect(self._seen(QRectF(left, top, width, height)), QColor(colour))

    def _seen(self, box: QRectF) -> QRectF:
        """Where a box that was reckoned from the left stands on the screen."""
        if not self._mirrored:
            return box
        return QRectF(self._width - box.right(), box.top(), box.width(), box.height())


def _icon_size(cell: Cell) -> int:
    return 14 if cell.tone in ("bad", "warn", "text3") else _icon_room(cell)


def _icon_room(cell: Cell) -> int:
    """The same for all icons before words, so that the words of a column stand below each other."""
    return 16 if cell.text else 14


def _shift(align: str, room: float, used: float) -> float:
    if align == "right":
        return max(0.0, room - used)
    return max(0.0, (room - used) / 2) if align == "center" else 0.0
