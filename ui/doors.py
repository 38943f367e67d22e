"""The ways into a book, as the welcome page offers them: each is an errand, and ends in a window or in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.computer.desk_file import DeskFile, KnownBook
from app.computer.pauses import RECOVERY_WORDS, Pauses
from app.errors import HousebookError
from app.ticket import Report
from ui import entering
from ui.desk import Lanes
from ui.entering import Entered

if TYPE_CHECKING:
    from app.recovery_key import Sheet
    from ui.pages.welcome import BackupSaid, Entrance, SeenBackup

_LONGEST_NAME = 60
Otherwise = Callable[[HousebookError], object]
Opened = Callable[[str | None, Entered], object]
"""Takes a book that was opened: where it was asked for, unless it is the sample."""
Made = Callable[[str, tuple[Entered, "Sheet | None"]], object]


class Doors(QObject):
    """What the welcome page may ask for."""

    def __init__(self, lanes: Lanes, file: DeskFile, opened: Opened, made: Made, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._file, self._opened, self._made = lanes, file, opened, made
        self.pauses, self._words_pauses = Pauses(file), Pauses(file, RECOVERY_WORDS)

    def books(self) -> Sequence[KnownBook]:
        return self._file.books()

    def suggested_file(self, firm: str) -> str:
        return suggested_file(firm)

    def look(self, asker: QObject, location: str, then: Callable[[Entrance], object], otherwise: Otherwise) -> None:
        self._lanes.errand(asker, entering.entrance, location, then=then, otherwise=otherwise)

    def pause(self, location: str) -> int:
        return self.pauses.left(location)

    def enter(
        self,
        location: str,
        login: str | None,
        password: str | None,
        otherwise: Otherwise,
        stay: bool | None = None,
    ) -> None:
        if password is None:
            self._go_in(location, otherwise, entering.opened, location, login, password, stay)
        else:
            self._try(self.pauses, location, otherwise, entering.opened, login, password, stay)

    def recover(self, location: str, login: str, words: str, password: str, otherwise: Otherwise) -> None:
        self._try(self._words_pauses, location, otherwise, entering.recovered, login, words, password)

    def create(
        self, location: str, firm: str, login: str, name: str, password: str | None, otherwise: Otherwise
    ) -> None:
        then = partial(self._made, location)
        asked = (location, firm, login, name, password)
        left = entering.left_new
        self._lanes.errand(self, entering.made, *asked, then=then, otherwise=otherwise, unwanted=left)

    def sample(self, progress: Callable[[str, int, int], None], otherwise: Otherwise) -> None:
        then = partial(self._opened, None)
        left = entering.left
        self._lanes.errand(self, entering.sample, then=then, otherwise=otherwise, report=progress, unwanted=left)

    def look_into(
        self,
        asker: QObject,
        said: BackupSaid,
        then: Callable[[SeenBackup], object],
        otherwise: Otherwise,
        report: Report,
    ) -> Callable[[], object]:
        return self._lanes.errand(
            asker, entering.backup_in, self.pauses, said, then=then, otherwise=otherwise, report=report
        ).stop

    def restore(
        self,
        asker: QObject,
        said: BackupSaid,
        to: str,
        then: Callable[[SeenBackup], object],
        otherwise: Otherwise,
        report: Report,
    ) -> Callable[[], object]:
        asked = (asker, entering.restored, self.pauses, said, to)
        return self._lanes.errand(*asked, then=then, otherwise=otherwise, report=report).stop

    def forget(self, location: str) -> None:
        self._file.forget_book(location)

    def _try(
        self, pauses: Pauses, location: str, otherwise: Otherwise, way: Callable[..., Entered], *said: object
    ) -> None:
        """Open a book; a wrong password or key is counted, and the next one has to wait."""
        self._go_in(location, otherwise, pauses.tried, location, way, location, *said)

    def _go_in(self, location: str, otherwise: Otherwise, way: Callable[..., Entered], *said: object) -> None:
        then = partial(self._opened, location)
        self._lanes.errand(self, way, *said, then=then, otherwise=otherwise, unwanted=entering.left)


def suggested_file(firm: str) -> str:
    """Where a new book of this firm may be put."""
    name = re.sub(r"[\W_]+", "-", firm[:_LONGEST_NAME]).strip("-").lower() or "customers"
    documents = Path.home() / "Documents"
    return str((documents if documents.is_dir() else Path.home()) / f"{name}.book")
