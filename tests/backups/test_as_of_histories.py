"""After any history the book as it was at several of its minutes is what it had been, row for row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from app import clock
from app.archive.form import Counted
from app.as_of import as_of
from app.book import Book, open_book
from app.errors import HousebookError
from app.features.assignments import Assign
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers
from app.features.importing import read_files
from app.features.importing.bring_in import ImportCards
from app.features.journal.reading import JournalFilter, journal
from app.features.lists import AddTag
from app.features.team import AddUser
from app.features.touchpoints import LogTouchPoint, WithdrawTouchPoint
from app.features.undo import UndoOperation
from app.proof import verify
from app.ticket import Ticket
from tests.backups.test_as_of import CARDS, differing, digests

ACTS, EACH = 40, 10


class Staff:
    """Somebody who does by luck what comes to their mind; what is refused is not done."""

    def __init__(self, book: Book, luck: Random) -> None:
        self._book, self._luck = book, luck
        self._customers = [
            book.do(AddCustomer(name=f"Customer {number}", tags=("fair",))).answer for number in range(4)
        ]
        self._touches = [book.do(LogTouchPoint(one, "call", "first")).answer for one in self._customers]
        self._acts: Sequence[Callable[[], object]] = (
            self._add, self._edit, self._log, self._withdraw, self._assign, self._retire, self._bring_in, self._tag,
            self._undo, self._undo, self._undo,
        )  # fmt: skip

    def act(self) -> None:
        with suppress(HousebookError):
            self._luck.choice(self._acts)()

    def _one(self) -> int:
        return self._luck.choice(self._customers)

    def _some_words(self) -> str:
        return f"words {self._luck.randrange(1000)}"

    def _add(self) -> None:
        self._customers.append(self._book.do(AddCustomer(name=self._some_words(), tags=("fair", "new"))).answer)

    def _edit(self) -> None:
        self._book.do(EditCustomer(self._one(), {"notes": ("", self._some_words())}))

    def _log(self) -> None:
        self._touches.append(self._book.do(LogTouchPoint(self._one(), "visit", self._some_words())).answer)

    def _withdraw(self) -> None:
        self._book.do(WithdrawTouchPoint(self._luck.choice(self._touches)))

    def _assign(self) -> None:
        self._book.do(Assign((self._one(),), self._luck.choice(("ann", "ben"))))

    def _retire(self) -> None:
        self._book.do(RetireCustomers((self._one(),)))

    def _bring_in(self) -> None:
        number = self._luck.randrange(1000)
        self._book.do(ImportCards(read_files([("fair.vcf", CARDS % (number, number))])))

    def _tag(self) -> None:
        self._book.do(AddTag(self._some_words()))

    def _undo(self) -> None:
        newest = self._book.ask(journal, JournalFilter())
        self._book.do(UndoOperation(self._luck.choice(newest[:12]).id))


@pytest.mark.parametrize("seed", range(3))
def test_each_of_its_minutes_comes_back(book: Book, tmp_path: Path, seed: int) -> None:
    luck = Random(seed)
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    staff = Staff(book, luck)
    minutes: list[tuple[datetime, dict[str, Counted]]] = []
    for number in range(1, ACTS + 1):
        staff.act()
        if number % EACH == 0:
            minutes.append((clock.now(), book.ask(digests)))
    done = [tables["operations"].rows for _, tables in minutes]
    assert all(later - earlier > EACH // 3 for earlier, later in pairwise(done)), "most of it was refused"

    for number, (at, tables) in enumerate(minutes):
        made = as_of(book, at, str(tmp_path / f"{number}.book"), Ticket())
        with closing(open_book(made.location, "ann")) as then:
            assert differing(tables, then.ask(digests)) == []
            assert then.ask(verify).ok
