"""Backups while three desks save: each holds one state of the book, whole, as the book itself was at that revision.

Each backup is restored: its journal has to hold up to its revision, the book to be sound, and every table to be, row
for row, what the live book's journal says it was after the operation of that revision.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.archive.form import Counted
from app.as_of import fill_as_of
from app.backing_up import back_up
from app.book import Book, open_book
from app.entrance import check_book
from app.errors import HousebookError
from app.features.backups import opening_keys
from app.features.customers.commands import AddCustomer
from app.features.touchpoints import LogTouchPoint
from app.features.undo import UndoOperation
from app.models import Operation
from app.new_place import new_place
from app.opened_backup import checked
from app.proof import verify
from app.proving import counted
from app.restoring import restore
from app.rules.permissions import for_everybody
from app.store.dumping import lines_of
from app.store.lines import SHAPES
from app.ticket import Ticket
from tests.trials import Outcome
from tests.trials.two_people.desks import place

ENGINES = ("sqlite", "postgresql")
_DESKS, _LONG, _SHORT = 3, 2_000, 60
_FEWEST = 2


class _Seen:
    """What came of one book's backups."""

    def __init__(self) -> None:
        self.saves = self.backups = self.compared = 0
        self.flaws: list[str] = []

    @property
    def line(self) -> str:
        told = f"{self.backups} backups beside {self.saves:,} saves, {self.compared} compared: {len(self.flaws)} wrong"
        return told + "".join(f"; {flaw}" for flaw in self.flaws[:2])

    @property
    def ok(self) -> bool:
        return self.compared > 0 and not self.flaws


def trial(*, long: bool) -> Outcome:
    """The same on both engines."""
    seen = {engine: _seen(engine, _LONG if long else _SHORT) for engine in ENGINES}
    return Outcome("; ".join(f"{name} {one.line}" for name, one in seen.items()), all(one.ok for one in seen.values()))


def control_without_a_snapshot(engine: str = "sqlite") -> Outcome:
    """Tables that are read one after the other, each as it is by then, while somebody saves."""
    with place(engine) as location, TemporaryDirectory(prefix="housebook-trial-") as made, _no_snapshot(location):
        seen = _Seen()
        with closing(open_book(location, "ann")) as book:
            _backed_up(book, Path(made), seen)
        return Outcome(seen.line, not seen.flaws)


def _seen(engine: str, saves: int) -> _Seen:
    seen = _Seen()
    with place(engine) as location, TemporaryDirectory(prefix="housebook-trial-") as made:
        folder = Path(made)
        with closing(open_book(location, "ann")) as book:
            back_up(book, folder / "first", lambda _words: None)
            with ThreadPoolExecutor(_DESKS) as desks:
                at_work = [desks.submit(_save, location, number, saves // _DESKS) for number in range(_DESKS)]
                files = list(_backups_meanwhile(book, folder / "kept", at_work, seen))
            seen.saves = sum(one.result() for one in at_work)
            for number, file in enumerate(files):
                seen.flaws += _flaws(book, file, folder / str(number), seen)
    return seen


def _save(location: str, number: int, saves: int) -> int:
    """So many operations: customers, what was said to them, and some taken back."""
    with closing(open_book(location, "ann")) as book:
        for one in range(0, saves, 4):
            customer = book.do(AddCustomer(name=f"Customer {number} {one}", tags=(f"tag {number}",))).answer
            book.do(LogTouchPoint(customer, "call", f"Wants {one} pallets"))
            book.do(UndoOperation(book.do(AddCustomer(name=f"Not {number} {one}")).operation or 0))
    return saves // 4 * 4


def _backups_meanwhile(book: Book, folder: Path, at_work: list[Future[int]], seen: _Seen) -> Iterator[Path]:
    while any(not one.done() for one in at_work) or seen.backups < _FEWEST:
        file = _backed_up(book, folder, seen)
        if file is None:
            return
        yield file


def _backed_up(book: Book, folder: Path, seen: _Seen) -> Path | None:
    seen.backups += 1
    try:
        return back_up(book, folder, lambda _words: None).file
    except HousebookError as fault:
        seen.flaws.append(f"it was said: {fault.words}")
        return None


def _flaws(book: Book, file: Path, folder: Path, seen: _Seen) -> Iterator[str]:
    folder.mkdir()
    keys, back = book.ask(opening_keys), str(folder / "back.book")
    found = checked(file, keys, Ticket())
    revision = restore(file, back, keys, Ticket()).header.revision
    yield from check_book(back)
    with closing(open_book(back, "ann")) as restored:
        journal = restored.ask(verify)
        if not journal.ok or journal.operations != revision + 1:  # the last one leaves the backups to the first book
            yield f"revision {revision} has {journal.operations} operations, or its journal does not hold"
    was = _as_of(book, revision, str(folder / "then.book"))
    if was is None:
        return
    seen.compared += 1
    yield from (f"{table} is not as it was" for table in was if was[table] != found.manifest.tables[table])


def _as_of(book: Book, revision: int, to: str) -> dict[str, Counted] | None:
    """All tables as they were after that operation; nothing if several have its instant."""
    store = new_place(to, None)
    try:
        past = fill_as_of(store, book, book.ask(_instant, revision), Ticket())
        with store.reading() as session:
            return counted(session.connection(), SHAPES, Ticket()) if past.revision == revision else None
    finally:
        store.discard()


@for_everybody
def _instant(session: Session, revision: int) -> datetime:
    return session.execute(select(Operation.at).where(Operation.revision == revision)).scalar_one()


@contextmanager
def _no_snapshot(location: str) -> Iterator[None]:
    @for_everybody
    def present(session: Session, table: str, shape: Any) -> list[bytes]:
        return list(lines_of(session.connection(), table, shape))

    def later(_connection: Any, table: str, shape: Any) -> Iterator[bytes]:
        with closing(open_book(location, "ann")) as other:
            other.do(AddCustomer(name=f"Beside {table}"))
            yield from other.ask(present, table, shape)

    with patch("app.store.archiving.lines_of", later):
        yield
