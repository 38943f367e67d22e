"""The one way out of the book: whatever takes many customers along goes through `let_out`.

It has the ledger written before anything is opened, hands the customers out a batch at a time, and has the ledger say
how it ended. What receives them takes their cards whole (files: `app.leaving_files`), or one line of each (paper and
clipboard, which are drawn and filled by the screens).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Protocol, runtime_checkable

from app.book import Book
from app.errors import HousebookError
from app.features.leaving import CustomerLine, LetOut, NoteEnd, Permit, leaving_cards, leaving_lines, leaving_width
from app.features.leaving.held import Held, all_we_hold, exports_with
from app.formats.card import Card
from app.formats.table_writing import Width
from app.mixing import Mixing
from app.rules.chunks import chunks
from app.rules.permissions import Permission
from app.rules.ways_out import mark
from app.ticket import Ticket

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody wants to take along: which customers, in which form, where to and why."""

    customer_ids: Sequence[int]
    way: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Left:
    """What left: how many customers, the line of the ledger, the mark that they bear, and whether the end was noted."""

    customers: int
    ledger: int
    fingerprint: str
    noted: bool = True

    @property
    def in_ledger(self) -> str:
        """What the ledger says of it, as a sentence."""
        return "It stands in the ledger." if self.noted else "The ledger has it, but could not note how it ended."


class Outlet(Protocol):
    """What receives the customers. Nothing of it may be opened before `begin`."""

    def begin(self, permit: Permit, width: Width) -> None:
        """The ledger is written: now it may open."""

    def finish(self) -> str:
        """All are there. Answers SHA-256 of what was written, where that is a file."""

    def drop(self) -> None:
        """It was not finished: leave nothing behind."""


class CardOutlet(Outlet, Protocol):
    """Takes customers whole."""

    @property
    def pictures(self) -> bool:
        """Whether it takes pictures too."""

    @property
    def tables(self) -> bool:
        """Whether it has to know before how many columns there will be."""

    def take(self, cards: Sequence[Card], marks: Sequence[str]) -> None:
        """Some more customers, each with its mark."""


@runtime_checkable
class ListOutlet(Outlet, Protocol):
    """Takes one line of each customer."""

    def take_lines(self, lines: Sequence[CustomerLine], marks: Sequence[str]) -> None:
        """Some more customers, each with its mark."""


@runtime_checkable
class HeldOutlet(Outlet, Protocol):
    """Takes all that is held on each customer."""

    def take_held(self, held: Held) -> None:
        """One more customer."""


AnyOutlet = CardOutlet | ListOutlet | HeldOutlet


def let_out(book: Book, leaving: Leaving, outlet: AnyOutlet, ticket: Ticket | None = None) -> Left:
    """Let customers leave the book. Raises what `app.errors` has; the ledger says of all that has left."""
    ticket = ticket or Ticket()
    permit = book.do(LetOut(leaving.customer_ids, leaving.way, leaving.to, leaving.reason)).answer
    try:
        digest = _hand_out(book, permit, outlet, ticket)
    except BaseException:
        try:
            outlet.drop()
        finally:
            _note_end(book, NoteEnd(permit.id, finished=False))
        raise
    noted = _note_end(book, NoteEnd(permit.id, finished=True, digest=digest))
    return Left(len(permit.customer_ids), permit.id, permit.fingerprint, noted)


def _note_end(book: Book, end: NoteEnd) -> bool:
    """Whether the ledger could take it: what has left has left, also where the book is away by then."""
    with suppress(HousebookError):
        book.do(end)
        return True
    return False


def _hand_out(book: Book, permit: Permit, outlet: AnyOutlet, ticket: Ticket) -> str:
    ids = permit.customer_ids
    in_columns = not isinstance(outlet, ListOutlet | HeldOutlet) and outlet.tables
    outlet.begin(permit, _width(book, permit) if in_columns else Width())
    handing = _Handing(book, permit, outlet, ticket)
    for done in range(0, len(ids), _BATCH):
        ticket.report("Exporting", done, len(ids))
        handing.hand_on(ids[done : done + _BATCH], last=done + _BATCH >= len(ids))
    ticket.report("Exporting", len(ids), len(ids))
    return outlet.finish()


class _Handing:
    """Hands customers on, some at a time, with the canaries among them; each gets the next mark."""

    def __init__(self, book: Book, permit: Permit, outlet: AnyOutlet, ticket: Ticket) -> None:
        self._book, self._permit, self._outlet, self._ticket = book, permit, outlet, ticket
        self._mixing = Mixing(permit.canaries, len(permit.customer_ids))
        self._number = 0

    def hand_on(self, some: Sequence[int], *, last: bool) -> None:
        """Those of some customers that are still there."""
        outlet, permit = self._outlet, self._permit
        if isinstance(outlet, ListOutlet):
            lines = self._book.ask_for(self._ticket, leaving_lines, permit.id, some)
            mixed = self._mixing.lines(lines, last=last)
            outlet.take_lines(mixed, self._marks(len(mixed)))
        elif isinstance(outlet, HeldOutlet):
            for key in some:
                outlet.take_held(_held(self._book, permit, self._ticket, key))
        else:
            cards = self._book.ask_for(self._ticket, leaving_cards, permit.id, some, pictures=outlet.pictures)
            with_canaries = self._mixing.cards(cards, last=last)
            outlet.take(with_canaries, self._marks(len(with_canaries)))

    def _marks(self, count: int) -> Sequence[str]:
        begun, self._number = self._number, self._number + count
        return [mark(self._permit.fingerprint, begun + place) for place in range(1, count + 1)]


def _held(book: Book, permit: Permit, ticket: Ticket, customer: int) -> Held:
    """All of a customer; who took it along besides, for those who read the ledger."""
    held = book.ask_for(ticket, all_we_hold, permit.id, customer)
    exports = book.ask_for(ticket, exports_with, customer) if book.user.may(Permission.SEE_LEDGER) else ()
    tables = {**held.tables, "exports": exports} if exports else held.tables
    return replace(held, tables=tables, mark=permit.fingerprint)


def _width(book: Book, permit: Permit) -> Width:
    found = [book.ask(leaving_width, permit.id, some) for some in chunks(permit.customer_ids)]
    found += [Width(len(one.emails), len(one.phones), 0, len(one.addresses)) for one in permit.canaries]
    most = zip(*((one.emails, one.phones, one.links, one.addresses, one.longest) for one in found), strict=True)
    emails, phones, links, addresses, longest = map(max, most)
    return Width(emails, phones, links, addresses, longest)
