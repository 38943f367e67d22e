"""What a person sees and feels of a window: the end of a paint, and how long the event loop kept still."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

PATIENCE: Final = 30_000


class Paints(QObject):
    """Calls `seen` with the time at the end of every paint of a widget, by delivering the event itself."""

    def __init__(self, widget: QWidget, seen: Callable[[float], object]) -> None:
        super().__init__(widget)
        self._seen = seen
        scrolled = isinstance(widget, QAbstractScrollArea)
        self._deliver: Callable[[QEvent], bool] = widget.viewportEvent if scrolled else widget.event  # type: ignore[attr-defined]
        (widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget).installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint:
            return False
        self._deliver(event)
        self._seen(time.perf_counter())
        return True


class Gaps(QObject):
    """A beat each millisecond; the longest silences between two beats, and how long this process itself ran in them."""

    def __init__(self) -> None:
        super().__init__()
        self.longest, self.own = 0.0, 0.0
        self._beat = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._tick)

    def start(self) -> None:
        """From now on."""
        self._at, self._cpu = time.perf_counter(), time.process_time()
        self._beat.start()

    def stop(self) -> None:
        """Until now."""
        self._tick()
        self._beat.stop()

    def _tick(self) -> None:
        now, cpu = time.perf_counter(), time.process_time()
        self.longest = max(self.longest, (now - self._at) * 1000)
        self.own = max(self.own, (cpu - self._cpu) * 1000)
        self._at, self._cpu = now, cpu


def wait_until(holds: Callable[[], bool], milliseconds: int = PATIENCE) -> bool:
    """Let the event loop run until this holds; looked at every 5 ms."""
    loop, end = QEventLoop(), time.monotonic() + milliseconds / 1000
    look = QTimer(interval=5)
    look.timeout.connect(lambda: loop.quit() if holds() or time.monotonic() > end else None)
    look.start()
    loop.exec()
    return holds()


def rest(milliseconds: int) -> None:
    """Let the event loop run for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Awaited:
    """One thing that is waited for in the event loop, and when it came."""

    def __init__(self) -> None:
        self.at = 0.0
        self._loop = QEventLoop()

    def come(self, at: float) -> None:
        """It is there; what comes later is not counted."""
        if not self.at:
            self.at = at
            self._loop.quit()

    def milliseconds_from(self, began: float) -> float:
        """Wait for it; how long it took from then on."""
        if not self.at:
            QTimer.singleShot(PATIENCE, self._loop.quit)
            self._loop.exec()
        return (self.at - began) * 1000 if self.at else float(PATIENCE)
