"""What the right side is made of: a title, words, and room for what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget

from app.errors import HousebookError
from app.rules.text import begun
from ui.pages.welcome.doors import Doors
from ui.parts.labels import text_label
from ui.parts.strip import Strip
from ui.theme.tokens import Size, Space, Weight

_LONGEST_TITLE = 120


class Panel(QWidget):
    """A title, words, a form, and room for what went wrong."""

    def __init__(self, doors: Doors, title: str, words: str) -> None:
        super().__init__()
        self.doors = doors
        self.error = Strip("error", name="welcome.error")
        self.error.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.S)
        self.column.addWidget(text_label(begun(title, _LONGEST_TITLE), Size.GREETING, Weight.BOLD, wrap=True))
        if words:
            self.column.addWidget(text_label(words, Size.DETAIL, Weight.PLAIN, "text2", wrap=True))
        self.column.addSpacing(Space.M)
        self.column.addWidget(self.error)

    def begin(self) -> None:
        """The keyboard comes here."""

    def submit(self) -> None:
        """Enter was pressed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton | QToolButton):
                focused.click()
            else:
                self.submit()
        else:
            super().keyPressEvent(event)

    def say(self, error: HousebookError) -> None:
        """Say what went wrong, where the person looks."""
        self.error.set_words(error.words)
        self.error.show()
