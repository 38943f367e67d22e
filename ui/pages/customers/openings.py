"""Counts the cards that are opened, and brings the number into the book now and then, off the screen's thread."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.computer.memory import Memory
from app.features.openings import NoteOpenings
from app.rules.ways_out import MOST_OPENED
from ui.desk import Desk

BATCH: Final = 50
_PAUSE: Final = 10 * 60 * 1000


class Openings(QObject):
    """The same card again counts once. What is not in the book yet is kept on the computer, for the next start."""

    def __init__(self, desk: Desk, memory: Memory, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._memory, self._name = desk, memory, f"openings.{desk.user.id}"
        kept = memory.recall_here(self._name, 0)
        self._count = kept if isinstance(kept, int) and kept > 0 else 0
        self._last: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self.write)

    def note(self, customer: int) -> None:
        """A card is seen."""
        if customer == self._last:
            return
        self._last = customer
        self._set(self._count + 1)
        if self._count % BATCH == 0:
            self.write()
        elif not self._soon.isActive():
            self._soon.start()

    def write(self) -> None:
        """Bring the number into the book; one that cannot be written gets it later."""
        cards = min(self._count, MOST_OPENED)
        if not cards:
            return
        self._soon.stop()
        self._set(self._count - cards)
        self._desk.do(self, NoteOpenings(cards), otherwise=lambda _error: self._set(self._count + cards), quiet=True)

    def _set(self, count: int) -> None:
        self._count = count
        self._memory.keep_here(self._name, count)
