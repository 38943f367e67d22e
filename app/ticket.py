"""Slow work that can be watched and stopped: what a question or a command carries with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from app.errors import Stopped

Report = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, how many there are (0: not known)."""


class Ticket:
    """Handed along with a question or a command; `stop` may be called from any thread."""

    def __init__(self, report: Report | None = None) -> None:
        self._report = report
        self._lock = Lock()
        self._stopped = False
        self._interrupt: Callable[[], None] | None = None

    @property
    def stopped(self) -> bool:
        """Whether somebody asked for an end."""
        return self._stopped

    def stop(self) -> None:
        """Ask for an end, and interrupt the database if it is at work for this ticket."""
        with self._lock:
            self._stopped = True
            if self._interrupt is not None:
                self._interrupt()

    def report(self, what: str, done: int, total: int = 0) -> None:
        """Say how far the work is. Raises Stopped if an end was asked for."""
        if self._stopped:
            raise Stopped
        if self._report is not None:
            self._report(what, done, total)

    @contextmanager
    def interruptible(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """While inside, `stop` also calls `interrupt`. Raises Stopped if an end was asked for before."""
        with self._lock:
            if self._stopped:
                raise Stopped
            self._interrupt = interrupt
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None
