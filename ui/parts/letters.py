"""The strip of letters beside a long list: those that the list has, the one in sight marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import font
from ui.theme.style import filled
from ui.theme.tokens import Radius, Size, Weight, current_tokens

WIDTH: Final = 22
_APART: Final = 22


class LetterStrip(QWidget):
    """Click or drag goes to a letter; Up and Down do so by key."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters: tuple[str, ...] = ()
        self._present: frozenset[str] = frozenset()
        self._current = ""
        self.setObjectName("letters")
        self.setAccessibleName("Go to letter")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(WIDTH)

    def set_letters(self, letters: Sequence[str], present: Sequence[str] | None = None) -> None:
        """The letters, and those of them that something begins with (by default all)."""
        self._letters = tuple(letters)
        self._present = frozenset(letters if present is None else present)
        self.update()

    def set_current(self, letter: str) -> None:
        """Mark the letter in sight."""
        if letter != self._current:
            self._current = letter
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, 40)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        there = [letter for letter in self._letters if letter in self._present]
        if not step or not there:
            super().keyPressEvent(event)
            return
        place = there.index(self._current) + step if self._current in there else 0
        self._choose(there[max(0, min(len(there) - 1, place))])

    def _go_to(self, y: float) -> None:
        place = int(y // self._step()) if self._letters else -1
        if 0 <= place < len(self._letters) and self._letters[place] in self._present:
            self._choose(self._letters[place])

    def _choose(self, letter: str) -> None:
        if letter != self._current:
            self.set_current(letter)
            self.chosen.emit(letter)

    def _step(self) -> float:
        return min(float(_APART), self.height() / max(1, len(self._letters)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, step = QPainter(self), current_tokens(), self._step()
        # Where there is little room every other letter would touch its neighbour: they are drawn smaller.
        every = 1 if step >= 11 else 2 if step >= 6 else 3
        for place, letter in enumerate(self._letters):
            here = letter == self._current
            if place % every and not here:
                continue
            box = QRectF(0, place * step, self.width(), step)
            if here:
                mark = QRectF(box.center().x() - 8, box.center().y() - 8, 16, 16)
                filled(painter, mark, tokens.accent, Radius.KEY)
            tone = "on_accent" if here else "text2" if letter in self._present else "off"
            painter.setFont(font(Size.TINY, Weight.BOLD if here else Weight.MEDIUM))
            painter.setPen(QColor(tokens.colour(tone)))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), letter)
