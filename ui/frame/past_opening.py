"""While a past of the book is put together: how far that is, above the page, and Stop. Everything else goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.labels import text_label
from ui.parts.progress import Progress
from ui.theme.tokens import Size, Space, Weight

_WORDS: Final = "The past of the book is put together in a scratch place; it opens in a window of its own."
_BEGUN: Final = "Opening"


class PastOpening(QWidget):
    """One a window that is being opened."""

    def __init__(self, stop: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("past.opening")
        self.progress = Progress("past.progress")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE, Space.S, Space.PAGE, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(text_label(_WORDS, Size.VALUE, Weight.MEDIUM, wrap=True))
        column.addWidget(self.progress)
        self.progress.begin(_BEGUN, stop)

    def end(self) -> None:
        """It is open, or was stopped."""
        self.progress.end()
        self.hide()
        self.deleteLater()
