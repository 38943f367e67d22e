"""One card changed twice: the person chooses, field by field, which value stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QStyle, QStyleOption, QWidget

from ui.parts.dialog import Dialog
from ui.parts.labels import text_label
from ui.parts.section import Hairline
from ui.theme.direction import unturned
from ui.theme.fonts import font
from ui.theme.style import filled, outline
from ui.theme.tokens import Radius, Size, Space, Weight, current_tokens

MINE, THEIRS, ORIGINAL = 0, 1, 2
_WIDTH: Final = 760
_LABEL: Final = 106
_TEXT_LEFT: Final = 30
_MOST_HIGH: Final = 180
_LONGEST: Final = 2_000
# Measured and painted alike, or the last line of a long value would be cut.
_WRAPPED: Final = (
    Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
)


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field: its values as they are (chosen from), with the words to show if they are not text."""

    field: str
    label: str
    mine: object
    theirs: object
    original: object
    words: tuple[str, str, str] | None = None

    def value(self, side: int) -> object:
        """The value of one side."""
        return (self.mine, self.theirs, self.original)[side]

    def text(self, side: int) -> str:
        """The words of one side; an empty value is said to be empty."""
        if self.words is not None:
            return self.words[side] or "(empty)"
        value = self.value(side)
        return str(value) if value not in (None, "", ()) else "(empty)"


class ValueCell(QAbstractButton):
    """One value as a radio cell; arrows go sideways within the field and up and down between fields."""

    moved = Signal(int, int)

    def __init__(self, text: str, faint: bool) -> None:
        super().__init__()
        self._faint = faint
        self.setText(unturned(text[:_LONGEST]))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRectF(0, 0, max(40, width - _TEXT_LEFT - Space.S), 10_000).toRect()
        used = QFontMetrics(font(Size.VALUE, Weight.MEDIUM)).boundingRect(room, int(_WRAPPED), self.text())
        return min(used.height(), _MOST_HIGH) + 2 * Space.S

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(*step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        box = QRectF(self.rect())
        if self.isChecked():
            filled(painter, box, tokens.accent_tint, Radius.BUTTON)
            outline(painter, box, tokens.accent, 2 if self.hasFocus() else 1.5, Radius.BUTTON)
        elif self.hasFocus():
            outline(painter, box, tokens.accent, 2, Radius.BUTTON)
        self._paint_mark(painter)
        painter.setFont(font(Size.VALUE, Weight.MEDIUM if self.isChecked() else Weight.PLAIN))
        painter.setPen(QColor(tokens.text2 if self._faint and not self.isChecked() else tokens.text))
        room = self._seen(self.rect().adjusted(_TEXT_LEFT, Space.S, -Space.S, -Space.S))
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawText(room, int(_WRAPPED), self.text())

    def _paint_mark(self, painter: QPainter) -> None:
        mark = QStyleOption()
        mark.initFrom(self)
        mark.rect = self._seen(QRect(Space.S - 2, Space.S, 16, 16))
        mark.state |= QStyle.StateFlag.State_On if self.isChecked() else QStyle.StateFlag.State_Off
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorRadioButton, mark, painter, self)

    def _seen(self, place: QRect) -> QRect:
        """Mirrored where the window reads from the right."""
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)


class ConflictDialog(Dialog):
    """Mine, Theirs and Original side by side; `chosen` brings the value that stays for each field."""

    chosen = Signal(dict)
    put_off = Signal()

    def __init__(self, window: QWidget, who: str, rows: Sequence[ConflictRow], along: str = "", when: str = "") -> None:
        words = (
            "Nothing is lost. You both changed one field"
            if len(rows) == 1
            else (f"Nothing is lost. You both changed {len(rows)} fields")
        )
        super().__init__(
            window,
            f"{who} changed this card while you did",
            f"{words}: choose which value stays.",
            "changed twice",
            _WIDTH,
            "conflict",
        )
        self._rows = tuple(rows)
        self._cells: list[list[ValueCell]] = []
        self._add_values(f"{who}, {when}" if when else who)
        if along:
            self.body.addWidget(text_label("Saved together with your choice", Size.DETAIL, Weight.BOLD, "text2"))
            self.body.addWidget(text_label(along, Size.DETAIL, Weight.PLAIN, "text2", wrap=True))
        draft = "Not now keeps your changes as a draft on this computer."
        self.body.addWidget(text_label(draft, Size.DETAIL, Weight.PLAIN, "text3", wrap=True))
        self.add_button("All mine", "quiet", lambda: self.take_all(MINE), "conflict.all_mine", left=True)
        self.add_button("All theirs", "quiet", lambda: self.take_all(THEIRS), "conflict.all_theirs", left=True)
        self.add_button("Not now", run=self.leave, name="conflict.not_now")
        self.add_button("Save these", "primary", self._save, "conflict.save")
        self._saved = False
        self.closed.connect(self._tell_put_off)

    def choice(self) -> dict[str, object]:
        """The value that stays, for each field."""
        return {
            row.field: row.value(next(side for side, cell in enumerate(cells) if cell.isChecked()))
            for row, cells in zip(self._rows, self._cells, strict=True)
        }

    def take_all(self, side: int) -> None:
        """All mine, or all theirs."""
        for cells in self._cells:
            cells[side].setChecked(True)

    def _save(self) -> None:
        self._saved = True
        choice = self.choice()
        self.leave()
        self.chosen.emit(choice)

    def _tell_put_off(self) -> None:
        if not self._saved:
            self.put_off.emit()

    def _add_values(self, theirs: str) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XS)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnMinimumWidth(0, _LABEL)
        for side, (title, note) in enumerate((("Mine", "just now"), ("Theirs", theirs), ("Original", "before both"))):
            grid.addWidget(_head(title, note), 0, side + 1)
            grid.setColumnStretch(side + 1, 1)
        for place, row in enumerate(self._rows):
            grid.addWidget(Hairline(), 2 * place + 1, 0, 1, 4)
            self._add_row(grid, place, row)
        grid.addWidget(Hairline(), 2 * len(self._rows) + 1, 0, 1, 4)
        self.body.addLayout(grid)

    def _add_row(self, grid: QGridLayout, place: int, row: ConflictRow) -> None:
        label = text_label(row.label, Size.DETAIL, Weight.BOLD, "text2", wrap=True)
        label.setContentsMargins(0, Space.S, 0, 0)
        grid.addWidget(label, 2 * place + 2, 0, Qt.AlignmentFlag.AlignTop)
        cells = []
        for side, title in enumerate(("Mine", "Theirs", "Original")):
            cell = ValueCell(row.text(side), side == ORIGINAL)
            cell.setObjectName(f"conflict.{row.field}.{title.lower()}")
            cell.setAccessibleName(f"{row.label}, {title}: {row.text(side)}")
            cell.setChecked(side == MINE)
            cell.toggled.connect(lambda on, place=place, side=side: self._check(place, side, on))
            cell.moved.connect(lambda down, right, place=place, side=side: self._go(place + down, side + right))
            grid.addWidget(cell, 2 * place + 2, side + 1)
            cells.append(cell)
        self._cells.append(cells)

    def _check(self, place: int, side: int, on: bool) -> None:
        """Exactly one value of a field is chosen."""
        cells = self._cells[place]
        if on:
            for other, cell in enumerate(cells):
                if other != side:
                    cell.setChecked(False)
        elif not any(cell.isChecked() for cell in cells):
            cells[side].setChecked(True)

    def _go(self, place: int, side: int) -> None:
        """An arrow: sideways chooses the neighbour, up and down only goes there."""
        if not (0 <= place < len(self._cells) and 0 <= side <= ORIGINAL):
            return
        cell = self._cells[place][side]
        sideways = any(other.hasFocus() for other in self._cells[place])
        cell.setFocus(Qt.FocusReason.TabFocusReason)
        if sideways:
            cell.setChecked(True)


def _head(title: str, note: str) -> QWidget:
    head = QWidget()
    line = QHBoxLayout(head)
    line.setContentsMargins(0, 0, 0, Space.XS)
    line.setSpacing(Space.XS + 2)
    line.addSpacing(_TEXT_LEFT - line.spacing())
    line.addWidget(text_label(title, Size.DETAIL, Weight.BOLD))
    line.addWidget(text_label(note, Size.DETAIL, Weight.PLAIN, "text3", elide=True), 1)
    return head
