"""A line that tells how long the next password has to wait, after a wrong one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.labels import text_label
from ui.theme.tokens import Size

_SECOND = 1000


class PauseLine(QWidget):
    """Counts the seconds down while there are any; `changed` says whether one has to wait."""

    changed = Signal(bool)

    def __init__(self, left: Callable[[], int], name: str) -> None:
        super().__init__()
        self._left = left
        self.words = text_label("", Size.DETAIL, tone="text2")
        self.words.setObjectName(name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.words)
        self._second = QTimer(self, interval=_SECOND)
        self._second.timeout.connect(self.look)

    def look(self) -> None:
        """Look how long it is, until it is over."""
        left = self._left()
        self.words.setText(f"Try again in {left} s" if left else "")
        if left:
            self._second.start()
        else:
            self._second.stop()
        self.changed.emit(bool(left))
