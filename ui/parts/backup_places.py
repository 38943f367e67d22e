"""Where the places of backups are now, looked for beside all other work; and what one that is away lacks, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ui.desk import Desk, Running
from ui.parts.numbers import counted

if TYPE_CHECKING:
    from app.backup_places import Found


class PlaceFinder(QObject):
    """One look at a time, without the book: a drive that takes its time holds up neither others nor the lock."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asking: Running | None = None
        self._seeking: Running | None = None
        self._again = False

    @property
    def looking(self) -> bool:
        """Whether an answer is to come. A book that was put away answers no question, though drives go on answering."""
        return self._seeking is not None or (self._asking is not None and self._asking.wanted)

    def look(self) -> None:
        """`found` tells the places; what changes while drives are looked through is looked at after that."""
        if self.looking:
            self._again = True
            return
        from app.features.backups import known_places

        self._asking = self._desk.ask(self, known_places, then=self._seek, otherwise=self._fail)

    def _seek(self, known: tuple[str, Any]) -> None:
        from app.backup_places import sought

        self._asking = None
        self._seeking = self._desk.errand(self, sought, *known, then=self._take, otherwise=self._fail)

    def _take(self, places: Sequence[Found]) -> None:
        self.found.emit(places)
        self._end()

    def _fail(self, error: object) -> None:
        self.failed.emit(error)
        self._end()

    def _end(self) -> None:
        again, self._again = self._again, False
        self._asking = self._seeking = None
        if again:
            self.look()


def lacking_words(one: Found) -> str:
    """What is not in a place that is away, though it is kept elsewhere; or why one that is there takes nothing."""
    if one.folder is not None or not one.place.behind:
        return one.refusal
    return f"It is away and {counted(one.place.behind, 'backup')} behind."
