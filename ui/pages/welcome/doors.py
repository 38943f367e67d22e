"""What the welcome page asks of the program; each answers later, `otherwise` with what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject

from app.computer.desk_file import KnownBook
from app.errors import HousebookError
from app.ticket import Report

Otherwise = Callable[[HousebookError], object]


class Entrance(NamedTuple):
    """Login and name of those who may open a book, and whether they need a password.

    Who of them needs none on this computer, why nobody can, if so, and whose keys are kept, though one may have locked.
    """

    users: list[tuple[str, str]]
    locked: bool
    staying: Sequence[str] = ()
    why_not_stay: str = ""
    kept: Sequence[str] = ()


class SeenBackup(NamedTuple):
    """What stands in a backup that was looked through whole; `now` is when that was.

    `erased` is how many customers a book made of it left out, as they were erased since.
    """

    firm: str
    revision: int
    at: datetime
    now: datetime
    program: str
    rows: int
    bytes: int
    encrypted: bool
    signed_by: str
    erased: int = 0


class BackupSaid(NamedTuple):
    """A backup's file, and what opens it: the words of the recovery key, or a book here with the keys of its own."""

    file: str
    words: str = ""
    book: str = ""
    login: str = ""
    password: str = ""


class Doors(Protocol):
    """The ways into a book."""

    def books(self) -> Sequence[KnownBook]:
        """The books last open here."""

    def suggested_file(self, firm: str) -> str:
        """Where a new book of this firm may be put."""

    def look(self, asker: QObject, location: str, then: Callable[[Entrance], object], otherwise: Otherwise) -> None:
        """Who may open the book, and how; an asker that is gone gets no answer."""

    def pause(self, location: str) -> int:
        """So many seconds until another password may be tried."""

    def enter(
        self, location: str, login: str, password: str | None, otherwise: Otherwise, stay: bool | None = None
    ) -> None:
        """Open the book, and stay signed in from then on, or no longer; when that is done, this page is gone."""

    def recover(self, location: str, login: str, words: str, password: str, otherwise: Otherwise) -> None:
        """Open the book by its recovery key; the user has this password from then on."""

    def create(
        self, location: str, firm: str, login: str, name: str, password: str | None, otherwise: Otherwise
    ) -> None:
        """Make a new book and open it; without a password one that is not encrypted."""

    def sample(self, progress: Callable[[str, int, int], None], otherwise: Otherwise) -> None:
        """Make the sample company if it is not there yet, and open it."""

    def look_into(
        self,
        asker: QObject,
        said: BackupSaid,
        then: Callable[[SeenBackup], object],
        otherwise: Otherwise,
        report: Report,
    ) -> Callable[[], object]:
        """Look a backup through whole. Answers what stops it."""

    def restore(
        self,
        asker: QObject,
        said: BackupSaid,
        to: str,
        then: Callable[[SeenBackup], object],
        otherwise: Otherwise,
        report: Report,
    ) -> Callable[[], object]:
        """Make a book of it in a new place. Answers what stops it."""

    def forget(self, location: str) -> None:
        """Take a book off the list."""
