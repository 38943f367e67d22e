"""When nobody has used the window for a while: no key, no mouse."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

from app import clock

_LOOKS: Final = 5_000
_USED: Final = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.InputMethod, QEvent.Type.TabletPress,
    }
)  # fmt: skip


class Idleness(QObject):
    """Listens at the system's window, where each movement of a hand comes by once."""

    long = Signal()

    def __init__(self, window: QWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._minutes = 0
        self._used()
        self._beat = QTimer(self, interval=_LOOKS)
        self._beat.timeout.connect(self.look)
        window.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """After so many it is long; 0: never."""
        self._minutes = minutes
        if minutes:
            self._beat.start()
        else:
            self._beat.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USED:
            self._used()
        return False

    def look(self) -> None:
        """By both clocks: one stands still while the computer sleeps, the other may be set back."""
        since = max(time.monotonic() - self._at, (clock.milliseconds() - self._clock_at) / 1000)
        if self._minutes and since >= 60 * self._minutes:
            self._used()
            self.long.emit()

    def _used(self) -> None:
        self._at, self._clock_at = time.monotonic(), clock.milliseconds()
