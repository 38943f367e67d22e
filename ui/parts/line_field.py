"""A line to type into that takes a very long value whole, but lays it out only when someone comes to change it."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.rules.text import begun
from ui.theme.fonts import LONGEST_LINE


class LineField(QLineEdit):
    """A QLineEdit; of a value that no line could show only the beginning stands in it until it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole: str | None = None
        # Whatever else puts words into it (a screen reader) replaces what waits.
        self.textChanged.connect(self._replaced)

    def text(self) -> str:
        return super().text() if self._whole is None else self._whole

    def setText(self, text: str | None) -> None:
        if text is None or len(text) <= LONGEST_LINE or self.hasFocus():
            super().setText(text)
            return
        super().setText(begun(text, LONGEST_LINE))
        self._whole = text

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._bring_whole()
        super().focusInEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._bring_whole()
        super().dragEnterEvent(event)

    def _bring_whole(self) -> None:
        if self._whole is not None:
            place = self.cursorPosition()
            super().setText(self._whole)
            self.setCursorPosition(place)

    def _replaced(self) -> None:
        self._whole = None
