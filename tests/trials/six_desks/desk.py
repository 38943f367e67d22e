"""One desk at work: appends unique elements in two ways, reads all lists, asks what changed; notes when and what."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing.synchronize import Barrier
from random import Random
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book import Book, open_book
from app.carrying_out import Done
from app.errors import BookUnreachable, Conflict
from app.features.customers.card import card
from app.features.customers.commands import EditCustomer
from app.features.touchpoints import LogTouchPoint
from app.models import Customer, Operation, TouchPoint
from app.rules.permissions import Permission
from app.work import Command, Work

ListKey = tuple[str, int]
"""A list is what was said to a customer, or the lines of the customer's notes."""
Lists = dict[ListKey, tuple[str, ...]]

_SAID = (
    select(TouchPoint.customer_id, TouchPoint.words)
    .join(Operation, Operation.id == TouchPoint.version)
    .order_by(Operation.revision)
)
_NOTED = select(Customer.id, Customer.notes)
_STALE_READS = 12
_FEWEST_ACTS = 15
_SECONDS_TO_OPEN = 120


@dataclass(frozen=True)
class Orders:
    """What one desk shall do. `manner` is how: as everybody, or broken on purpose."""

    location: str
    number: int
    customers: tuple[int, ...]
    seconds: float
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Append:
    """An element that was acknowledged, by the revision that the book named for it."""

    where: ListKey
    element: str
    begun: float
    ended: float
    revision: int


@dataclass(frozen=True, slots=True)
class Read:
    """What all lists were at one moment: of each its length and the digest of all its elements."""

    begun: float
    ended: float
    lists: dict[ListKey, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Poll:
    """What changed after a revision, as the desk was told."""

    begun: float
    since: int
    revision: int
    topics: frozenset[str]


@dataclass
class Log:
    """All that one desk did and saw, in its order."""

    acts: list[Append | Read | Poll] = field(default_factory=list)
    conflicts: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Overwrite(Command[None]):
    """Broken on purpose: an edit that does not look whether somebody else wrote meanwhile."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    customer_id: int
    notes: str

    def carry_out(self, work: Work) -> None:
        now = work.get(Customer, self.customer_id).notes
        EditCustomer(self.customer_id, {"notes": (now, self.notes)}).carry_out(work)


def digest(elements: tuple[str, ...]) -> str:
    """Equal for equal lists."""
    return sha256("\n".join(elements).encode()).hexdigest()


def all_lists(session: Session) -> Lists:
    """Every list in the order of its elements' revisions."""
    lists: dict[ListKey, list[str]] = defaultdict(list)
    for customer, words in session.execute(_SAID):
        lists["said", customer].append(words)
    for customer, notes in session.execute(_NOTED):
        lists["noted", customer] = notes.splitlines()
    return {where: tuple(elements) for where, elements in lists.items()}


_meeting: list[Barrier] = []
"""Where the desks wait for each other; given to each process once."""


def meet_at(barrier: Barrier) -> None:
    """Say where to wait for the other desks."""
    _meeting.append(barrier)


def work_at(orders: Orders) -> Log:
    """Open the book, wait until all have, and work."""
    book = open_book(orders.location, "ann")
    try:
        _meeting[0].wait(_SECONDS_TO_OPEN)
        return _Desk(book, orders).work()
    finally:
        book.close()


class _Desk:
    def __init__(self, book: Book, orders: Orders) -> None:
        self._book, self._orders = book, orders
        self._log, self._chance = Log(), Random(orders.number)
        self._polled = book.revision()
        self._count = 0

    def work(self) -> Log:
        acts: list[Callable[[], None]] = [self._say, self._say, self._note, self._note, self._read, self._read]
        end = time.monotonic() + self._orders.seconds
        with self._reader() as read:
            self._ask = read
            while time.monotonic() < end or len(self._log.acts) + len(self._log.failures) < _FEWEST_ACTS:
                self._try(self._chance.choice([*acts, self._poll]))
            self._poll()
        return self._log

    def _try(self, act: Callable[[], None]) -> None:
        """A save whose end nobody knows is no acknowledged one."""
        try:
            act()
        except BookUnreachable as failure:
            self._log.failures.append(failure.words)

    def _next(self) -> tuple[int, str]:
        self._count += 1
        return self._chance.choice(self._orders.customers), f"{self._orders.number}x{self._count}"

    def _say(self) -> None:
        customer, element = self._next()
        due = datetime.now(UTC).astimezone().date() if self._count % 5 == 0 else None
        begun = time.monotonic()
        done = self._book.do(LogTouchPoint(customer, "call", element, follow_up_on=due))
        self._acknowledged(("said", customer), element, begun, done)

    def _note(self) -> None:
        customer, element = self._next()
        was = str(self._book.ask(card, customer).values["notes"])
        begun = time.monotonic()
        while True:
            notes = f"{was}\n{element}".strip()
            try:
                done = self._book.do(self._edit(customer, was, notes))
            except Conflict as conflict:
                self._log.conflicts += 1
                was = str(conflict.fields[0].theirs)
                continue
            self._acknowledged(("noted", customer), element, begun, done)
            return

    def _edit(self, customer: int, was: str, notes: str) -> Command[None]:
        if self._orders.manner == "overwrites":
            return Overwrite(customer, notes)
        return EditCustomer(customer, {"notes": (was, notes)})

    def _acknowledged(self, where: ListKey, element: str, begun: float, done: Done[Any]) -> None:
        revision = done.changes.revision if done.changes else 0
        self._log.acts.append(Append(where, element, begun, time.monotonic(), revision))

    def _read(self) -> None:
        begun = time.monotonic()
        lists = self._ask()
        ended = time.monotonic()
        seen = {where: (len(elements), digest(elements)) for where, elements in lists.items()}
        self._log.acts.append(Read(begun, ended, seen))

    def _poll(self) -> None:
        begun = time.monotonic()
        changes = self._book.changes_since(self._polled)
        topics = frozenset(str(topic) for topic in changes.topics)
        self._log.acts.append(Poll(begun, self._polled, changes.revision, topics))
        self._polled = changes.revision

    @contextmanager
    def _reader(self) -> Iterator[Callable[[], Lists]]:
        """How this desk reads: through the book's door, or, broken on purpose, in one transaction kept open."""
        if self._orders.manner != "reads what was":
            yield lambda: self._book.ask(all_lists)
            return
        reads = self._stale_reads()
        try:
            yield lambda: next(reads)
        finally:
            reads.close()

    def _stale_reads(self) -> Generator[Lists]:
        while True:
            with self._book._store.reading() as session:
                for _ in range(_STALE_READS):
                    yield all_lists(session)
