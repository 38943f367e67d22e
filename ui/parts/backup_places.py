"""Where the places of backups are now, looked for beside all other work; and what one that is away lacks, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ui.desk import Desk
from ui.parts.numbers import counted

if TYPE_CHECKING:
    from app.backup_places import Found


class PlaceFinder(QObject):
    """One look at a time, without the book: a drive that does not answer holds up neither others nor the lock."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.looking = self._again = False
        desk.put_away.connect(self._forget)

    def look(self) -> None:
        """`found` tells the places; what changes while drives are looked through is looked at after that."""
        if self.looking:
            self._again = True
            return
        from app.features.backups import known_places

        self.looking = True
        self._desk.ask(self, known_places, then=self._seek, otherwise=self._fail)

    def _seek(self, known: tuple[str, Any]) -> None:
        from app.backup_places import sought

        self._desk.errand(self, sought, *known, then=self._take, otherwise=self._fail)

    def _take(self, places: Sequence[Found]) -> None:
        again, self.looking, self._again = self._again, False, False
        if again:
            self.look()
        else:
            self.found.emit(places)

    def _fail(self, error: object) -> None:
        self._forget()
        self.failed.emit(error)

    def _forget(self) -> None:
        """Nothing of a book that was put away is answered any more."""
        self.looking = self._again = False


def lacking_words(one: Found) -> str:
    """What is not in a place that is away, though it is kept elsewhere; one that is there gets it by itself."""
    if one.folder is not None or not one.place.behind:
        return ""
    return f"It is away and {counted(one.place.behind, 'backup')} behind."
