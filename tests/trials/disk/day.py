"""A day at a book with real commands, recorded: every step on the disk, and between them what the person was told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Pool, event, select
from sqlalchemy.orm import Session

from app.book import Book, create_book, open_book
from app.carrying_out import Done
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.customers.reaches import EmailInput, PhoneInput
from app.features.importing import ImportCards, read_files
from app.features.touchpoints import LogTouchPoint
from app.features.undo import UndoOperation
from app.models import BookState
from app.work import Command
from tests.store.old_books import old_book
from tests.trials.disk.remains import Files
from tests.trials.disk.watched import OK, Step, WatchedDisk, names_watched

BOOK, LOGIN = "firm.book", "ann"


@dataclass(frozen=True, slots=True)
class Manner:
    """How the book is kept: encrypted or not, on a share or not, and what is unusual or broken about it."""

    name: str
    key: bytes | None = None
    share: bool = False
    pragma: str = ""
    """What is said to the engine behind the program's back while the day is worked."""
    old: bool = False
    """Whether an earlier program made the book, so that the day begins with bringing it up."""


@dataclass(frozen=True, slots=True)
class Told:
    """Here a person was told that their work is saved."""

    revision: int


@dataclass(frozen=True, slots=True)
class Recording:
    """What happened in a folder, and what the book held at each of its revisions."""

    before: Files
    """The files that stood there already, by their paths."""
    happened: list[Step | Told]
    states: dict[int, str]


@contextmanager
def kept(manner: Manner) -> Iterator[None]:
    """Books that are opened within are kept in this manner."""

    def say(raw: Any, _record: Any) -> None:
        raw.execute(f"PRAGMA {manner.pragma}")

    if manner.pragma:
        event.listen(Pool, "connect", say)
    try:
        with patch("app.store.file.is_shared", lambda _path: manner.share):
            yield
    finally:
        if manner.pragma:
            event.remove(Pool, "connect", say)


def state(session: Session) -> tuple[int, str]:
    """The book's revision, and a digest of all rows there are, those that the search index is made of among them."""
    connection, digest = session.connection(), hashlib.sha256()
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name <> 'book' ORDER BY name"
    for (name,) in connection.exec_driver_sql(tables).all():
        for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
            digest.update(repr(tuple(row)).encode())
    return session.execute(select(BookState.revision)).scalar_one(), digest.hexdigest()


def recorded(folder: Path, manner: Manner, saves: int) -> Recording:
    """What happens in a folder where a book is made, or an old one brought up, and a day is worked on it."""
    day = _Day(str(folder / BOOK), manner)
    before = {str(path): path.read_bytes() for path in [old_book(folder, key=manner.key)]} if manner.old else {}
    with WatchedDisk(day.note), names_watched(day.note):
        with kept(replace(manner, pragma="")):
            day.begin()
        with kept(manner):
            day.pass_by(saves)
    return Recording(before, day.happened, day.states)


@dataclass(slots=True)
class _Day:
    """Work on one book, with notes."""

    location: str
    manner: Manner
    happened: list[Step | Told] = field(default_factory=list)
    states: dict[int, str] = field(default_factory=dict)

    def note(self, step: Step) -> int:
        self.happened.append(step)
        return OK

    def begin(self) -> None:
        """Make the book, or bring it up. What an earlier program saved, it told."""
        if self.manner.old:
            self.tell(1)
        else:
            create_book(self.location, "Nordlicht Handel", LOGIN, key=self.manner.key).close()
        with self.open() as book:
            self.tell(book.revision())

    def tell(self, revision: int) -> None:
        self.happened.append(Told(revision))

    def pass_by(self, saves: int) -> None:
        """Two desks' saves, an import, its undo, more saves, the end of work; the next morning some saves of one."""
        with self.open() as desk, self.open() as other:
            self._save(desk, other, saves // 2)
            imported = self._do(desk, _import(saves)).operation
            self._do(other, UndoOperation(imported or 0))
            self._save(other, desk, saves // 2)
        with self.open() as desk:
            self._save(desk, desk, saves // 4)

    @contextmanager
    def open(self) -> Iterator[Book]:
        with closing(open_book(self.location, LOGIN, self.manner.key)) as book:
            self._look(book)
            yield book

    def _look(self, book: Book) -> int:
        revision, digest = book.ask(state)
        self.states[revision] = digest
        return revision

    def _do(self, book: Book, command: Command[Any]) -> Done[Any]:
        done = book.do(command)
        self.tell(self._look(book))
        return done

    def _save(self, desk: Book, other: Book, saves: int) -> None:
        """A customer is added, somebody else speaks with it, the first one notes something about it; and again."""
        for number in range(0, saves, 3):
            phones, emails = [PhoneInput(raw=f"+49 431 {number:06}")], [EmailInput(address="a@b.example")]
            add = AddCustomer(name=f"Customer {number}", phones=phones, emails=emails)
            customer = self._do(desk, add).answer
            self._do(other, LogTouchPoint(customer, "call", f"Spoke of {number} pallets"))
            self._do(desk, EditCustomer(customer, {"notes": ("", f"Wants {number} pallets")}))


def _import(cards: int) -> ImportCards:
    lines = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Imported {0}\r\nTEL:+49 30 {0:06}\r\nEND:VCARD\r\n"
    text = "".join(lines.format(number) for number in range(cards))
    return ImportCards(read_files([("fair.vcf", text.encode())]))
