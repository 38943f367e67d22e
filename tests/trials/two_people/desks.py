"""Two desks with a book each on one place, and the rows that the book must hold after all that they did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from app.book import Book, create_book, open_book
from app.carrying_out import Done as Answered
from app.entrance import check_book
from app.errors import Conflict, NotFound, Refused
from app.features.journal.reading import JournalFilter, journal
from app.features.lists import AddTag, DeclareField
from app.features.team import AddUser
from app.features.undo import Undone, UndoOperation
from app.models import JOURNALLED
from app.work import Command
from tests.postgres import drop_database, fresh_database, run_folder
from tests.trials.two_people.drawn import wrong_answers, wrong_lines
from tests.trials.two_people.editing import NotDone
from tests.trials.two_people.rows import Expected, Rows, all_rows, carried_out, changes, differences
from tests.trials.two_people.undoing import Done, Undoing, twins

LOGINS = ("ann", "ben")


class Lost(AssertionError):
    """A value is gone, or there, that nobody chose so."""


@dataclass
class Tally:
    """What was met on the way."""

    steps: int = 0
    conflicts: int = 0
    undone: int = 0
    lost: int = 0
    tables: set[str] = field(default_factory=set)
    """Of which something was changed."""


@dataclass
class Desks:
    """Ann's and Ben's desk at one book; `rows` is what it must hold, told without asking it."""

    location: str
    tally: Tally
    written: Callable[[Command[Any]], Command[Any]]
    """How a command reaches the book: as it is, or broken on purpose."""
    books: list[Book] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    revision: int = 0
    failed: bool = False

    def __post_init__(self) -> None:
        self.books = [open_book(self.location, login) for login in LOGINS]
        self.rows = self.books[0].ask(all_rows)
        self.revision = self.books[0].revision()

    def act(self, desk: int, command: Command[Any], foreseen: Callable[[], Expected]) -> Mapping[str, Any]:
        """Carry out a command and compare; answers what is in conflict."""
        try:
            expected = foreseen()
        except NotDone as refusal:
            self._refused(desk, command, refusal)
            return refusal.clashes
        answered = self.books[desk].do(self.written(command))
        actual = self._looked(1 - desk)
        self._compare(carried_out(expected, self.rows, actual, answered.operation), actual)
        if bool(expected) != (answered.operation is not None):
            raise Lost(f"{command} is in the journal as {answered.operation}")
        self._remember(answered, actual)
        return {}

    def _refused(self, desk: int, command: Command[Any], refusal: NotDone) -> None:
        """The book must say no, and for the same reason; nothing may be written."""
        try:
            self.books[desk].do(self.written(command))
        except Conflict as conflict:
            theirs = {one.field: one.theirs for one in conflict.fields}
            if theirs != refusal.clashes:
                raise Lost(f"{command} conflicts with {theirs} instead of {refusal.clashes}") from conflict
            self.tally.conflicts += 1
        except (Refused, NotFound) as fault:
            if refusal.clashes:
                raise Lost(f"{command}: {fault.words} Instead of a conflict with {refusal.clashes}") from fault
        else:
            self._lose([f"{name}: {theirs!r}, which its author never saw" for name, theirs in refusal.clashes.items()])
            raise Lost(f"{command} should have been refused")
        self._compare(self.rows, self._looked(1 - desk))

    def undo(self, desk: int, operation: Done) -> None:
        """Take an operation back, and look at every row."""
        undoing = Undoing(operation, self.rows)
        try:
            answered = self.books[desk].do(self.written(UndoOperation(operation.number)))
        except Refused as fault:
            if not operation.undone and (rows := undoing.refusable()):
                raise Lost(f"Not undone although nobody touched {rows}: {fault.words}") from fault
            self._compare(self.rows, self._looked(1 - desk))
            return
        self.tally.undone += 1
        if operation.undone:
            raise Lost(f"{operation.number} was undone twice")
        actual = self._looked(1 - desk)
        self._lose([*undoing.faults(actual, _kept(answered))])
        new = self._remember(answered, actual)
        new.undo(operation, complete=not _kept(answered))

    def check(self, words: tuple[str, ...] = ()) -> None:
        """The line of every customer, and the answers to these words, are as the rows have them."""
        self._lose([*wrong_lines(self.books[0], self.rows), *twins(self.rows)])
        for word in words:
            self._lose([*wrong_answers(self.books[1], self.rows, word)])

    def check_journal(self) -> None:
        """The proof holds, nothing is astray, and each operation says whether it was undone."""
        self._lose(check_book(self.location))
        lines = {
            line.id: line.undone_by is not None for line in self.books[0].ask(journal, JournalFilter(), None, 9999)
        }
        self._lose([f"{one.number} undone: {one.undone}" for one in self.done if lines[one.number] != one.undone])

    def _looked(self, desk: int) -> Rows:
        return self.books[desk].ask(all_rows)

    def _compare(self, expected: Rows, actual: Rows) -> None:
        self._lose(differences(expected, actual))

    def _lose(self, faults: list[str]) -> None:
        self.tally.lost += len(faults)
        if faults:
            self.failed = True
            raise Lost("; ".join(faults))

    def _remember(self, answered: Answered[Any], actual: Rows) -> Done:
        new = Done(answered.operation or 0, changes(self.rows, actual))
        self.rows = actual
        if answered.operation is not None and answered.changes is not None:
            self.done.append(new)
            self.revision += 1
            self.tally.tables |= {table for table, _ in new.changed}
            topics = {JOURNALLED[table].topic for table, _ in new.changed}
            if answered.changes.revision != self.revision or not topics <= answered.changes.topics:
                raise Lost(f"Told {answered.changes} after revision {self.revision - 1} with {topics}")
        return new

    def close(self) -> None:
        """Close both books."""
        for book in self.books:
            book.close()


def _kept(answered: Answered[Undone]) -> tuple[Any, ...]:
    return answered.answer.kept


@contextmanager
def place(engine: str) -> Iterator[str]:
    """Where a book of its first day stands."""
    if engine == "sqlite":
        with TemporaryDirectory(dir=run_folder()) as folder:
            path = Path(folder) / "firm.book"
            copyfile(_first_day(engine), path)
            yield str(path)
        return
    url = fresh_database(template=_first_day(engine))
    try:
        yield url
    finally:
        with suppress(OSError):
            drop_database(url)


@cache
def _first_day(engine: str) -> str:
    """A book with two people, some tags and fields, closed; to be copied."""
    file = Path(mkdtemp(dir=run_folder())) / "new.book"
    location = str(file) if engine == "sqlite" else fresh_database()
    book = create_book(location, "Nordlicht Handel", "ann", "Ann Becker")
    book.do(AddUser("ben", "Ben Okafor", "manager"))
    for name in ("Terms", "Car"):
        book.do(DeclareField(name))
    book.do(AddTag("amber"))
    book.close()
    return location
