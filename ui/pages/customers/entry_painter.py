"""Painting one entry of the time line: kind with whom and when, words, then who of ours, mood, length, promise."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QStaticText

from ui.pages.customers.entry_look import EntryLook, two_lines
from ui.parts.avatar import paint_face
from ui.parts.row_painter import RowPainter, RowState, elided
from ui.parts.touches import Told
from ui.theme.fonts import font, metrics
from ui.theme.tokens import Size, Space, Weight

LEFT, TEXT = Space.PANE, 48
RIGHT: Final = Space.PANE - 10
"""The scroll bar stands in the margin, always."""
_ABOVE, _BELOW = Space.XS + 2, Space.XS + 2
_FACE: Final = 16
_LEADING: Final = 3


def line_height() -> int:
    """How far the lines of an entry stand apart."""
    return max(19, round(metrics(Size.VALUE).height()) + _LEADING)


def entry_height(look: EntryLook, width: int, whole: QStaticText | None) -> int:
    """How high an entry is, closed or opened with its whole text."""
    step = line_height()
    if whole is None:
        return _ABOVE + step * (2 + look.lines(room(width))) + _BELOW
    words = round(whole.size().height()) + Space.XS if look.glance else 0
    return _ABOVE + step * (2 + len(look.more)) + words + _BELOW


def room(width: int) -> int:
    """How wide the words of an entry can be."""
    return max(40, width - TEXT - RIGHT)


class EntryPainter(RowPainter):
    """Paints entries and the headings between them."""

    def entry(self, look: EntryLook, top: float, height: float, state: RowState, whole: QStaticText | None) -> None:
        """The whole entry on its ground."""
        self.ground(top, height, state)
        step = line_height()
        y = top + _ABOVE
        self._head(look, y, step)
        y += step
        y += self._whole(whole, look, y) if whole is not None else self._glance(look, y, step)
        self._details(look, y, step)
        if whole is not None:
            for place, words in enumerate(look.more, 1):
                self._line(words, y + place * step, step, Size.DETAIL, "text3")

    def span(self, title: str, top: float, height: float) -> None:
        """The heading of a stretch of time, with a hairline to the edge."""
        width = metrics(Size.DETAIL, Weight.BOLD).horizontalAdvance(title)
        self._words(title, QRectF(LEFT, top, width + 2, height), Size.DETAIL, Weight.BOLD, "text2")
        left = LEFT + width + Space.S
        self._fill(left, round(top + height / 2), max(0, self._width - RIGHT - left), 1, self._tokens.line)

    def _head(self, look: EntryLook, y: float, step: int) -> None:
        box = QRectF(TEXT, y, room(int(self._width)), step)
        tone = "text3" if look.withdrawn else "text"
        self._icon(look.kind.icon, 16, "text3" if look.withdrawn else look.kind.tone, LEFT, box)
        _, when = elided(look.when, Size.DETAIL, Weight.PLAIN, int(box.width()))
        self._words(look.when, box, Size.DETAIL, Weight.PLAIN, "text3", "right")
        free = int(box.width() - when - Space.S)
        kind, used = elided(look.kind.words, Size.VALUE, Weight.BOLD, free)
        self._words(kind, QRectF(TEXT, y, used + 2, step), Size.VALUE, Weight.BOLD, tone)
        left = used + Space.XS + 2
        if look.whom and free - left > Space.XXL:
            whom, more = elided(look.whom, Size.VALUE, Weight.PLAIN, int(free - left))
            self._words(whom, QRectF(TEXT + left, y, more + 2, step), Size.VALUE, Weight.PLAIN, tone)
            used = left + more
        self._strike(look, used, y, step)

    def _glance(self, look: EntryLook, y: float, step: int) -> float:
        """At most two lines; gives back how high they are."""
        width, count = room(int(self._width)), look.lines(room(int(self._width)))
        lines = two_lines(look.glance, width) if count == 2 else (look.glance,)[:count]
        for place, words in enumerate(lines):
            self._line(words, y + place * step, step, Size.VALUE, "text3" if look.withdrawn else "text2")
            if look.withdrawn:
                self._strike(look, metrics(Size.VALUE).horizontalAdvance(words), y + place * step, step)
        return count * step

    def _whole(self, whole: QStaticText, look: EntryLook, y: float) -> float:
        if not look.glance:
            return 0
        box = self._seen(QRectF(TEXT, y, whole.textWidth(), 1))
        self._painter.setFont(font(Size.VALUE))
        self._painter.setPen(QColor(self._tokens.text3 if look.withdrawn else self._tokens.text))
        self._painter.drawStaticText(QPointF(box.left(), box.top() + 1), whole)
        return round(whole.size().height()) + Space.XS

    def _details(self, look: EntryLook, y: float, step: int) -> None:
        """Who of ours with their face, then as much of the rest as there is room for."""
        face = self._seen(QRectF(TEXT, y + (step - _FACE) / 2, _FACE, _FACE))
        paint_face(self._painter, face.left(), face.top(), look.face, _FACE)
        x, end = TEXT + _FACE + Space.XS + 2.0, self._width - RIGHT
        for told in look.details:
            x = self._detail(told, x, end, y, step)
            if x > end - Space.XXL:
                break

    def _detail(self, told: Told, x: float, end: float, y: float, step: int) -> float:
        weight = Weight.BOLD if told.tone == "bad" else Weight.PLAIN
        sign = 14 + Space.XS if told.icon else 0
        words, used = elided(told.words, Size.DETAIL, weight, int(end - x - sign))
        box = QRectF(x + sign, y, used + 2, step)
        if told.icon:
            self._icon(told.icon, 14, told.tone, x, box)
        self._words(words, box, Size.DETAIL, weight, told.tone)
        return x + sign + used + Space.M

    def _line(self, words: str, y: float, step: int, size: int, tone: str) -> None:
        width = room(int(self._width))
        shown, _ = elided(words, size, Weight.PLAIN, width + 1)
        self._words(shown, QRectF(TEXT, y, width + 2, step), size, Weight.PLAIN, tone)

    def _strike(self, look: EntryLook, width: float, y: float, step: int) -> None:
        if look.withdrawn:
            self._fill(TEXT, round(y + step / 2), width, 1, self._tokens.text3)
