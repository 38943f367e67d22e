"""What belongs to a span of the ledger: all of it however much it is, and whatever a clock said that was wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from app import clock
from app.book import Book
from app.errors import Refused
from app.features.customers.commands import AddCustomer
from app.features.leaving import LedgerFilter, LetOut, ledger, ledger_counts, ledger_lines
from app.features.openings import NoteOpenings, openings
from app.features.settings import ChangeSetting
from app.rules.days import Span
from tests.exports import WriteLedger

YEAR = timedelta(days=365)


@contextmanager
def clock_off(by: timedelta) -> Iterator[None]:
    """A desk whose clock is wrong."""
    now = clock.now
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: now() + by)
        yield


def add(book: Book, count: int) -> list[int]:
    return [book.do(AddCustomer("company", f"Firm {number}")).answer for number in range(count)]


def take(book: Book, *ids: int, reason: str = "Letters to all") -> None:
    book.do(LetOut(ids, "csv", "there", reason))


def last(days: int) -> LedgerFilter:
    return LedgerFilter(span=Span(clock.now() - timedelta(days=days), clock.now()))


def reasons(book: Book, chosen: LedgerFilter) -> list[str]:
    told = [one.reason for one in book.ask(ledger, chosen)]
    ids = [one.id for one in book.ask(ledger_counts, chosen)]
    assert [one.reason for one in book.ask(ledger_lines, LedgerFilter(), ids)] == told
    return told


def test_however_many_there_are_all_of_them_are_told(book: Book) -> None:
    book.do(WriteLedger((4_000, *([1] * 1_005))))
    counts = book.ask(ledger_counts, LedgerFilter())
    assert (len(counts), sum(one.customers for one in counts)) == (1_006, 5_005)
    assert book.ask(ledger, LedgerFilter())[-1].customers == 4_000


def test_an_export_at_a_clock_that_was_set_back_stands_where_it_was_done(book: Book) -> None:
    (acme,) = add(book, 1)
    take(book, acme, reason="Really long ago")
    with clock_off(2 * YEAR - timedelta(days=30)):
        take(book, acme, reason="Lately")
    with clock_off(YEAR):
        take(book, acme, reason="Set back")
        take(book, acme, reason="Set back again")
    with clock_off(2 * YEAR):
        assert reasons(book, last(90)) == ["Set back again", "Set back", "Lately"]
        assert reasons(book, last(7)) == []


def test_a_clock_that_was_once_ahead_draws_nothing_old_into_a_span(book: Book) -> None:
    (acme,) = add(book, 1)
    with clock_off(10 * YEAR):
        take(book, acme, reason="Years ahead")
    take(book, acme, reason="Really long ago")
    with clock_off(2 * YEAR):
        assert reasons(book, last(90)) == ["Years ahead"]


def test_a_clock_that_is_set_back_saves_nobody_from_asking(book: Book) -> None:
    *few, more = add(book, 6)
    book.do(ChangeSetting("export_limit", 5))
    with clock_off(-YEAR):
        take(book, *few)
    with pytest.raises(Refused, match="with the 5 customers that you took in the last 7 days"):
        take(book, more)


def test_cards_opened_at_a_clock_that_was_set_back_are_told(book: Book) -> None:
    with clock_off(-YEAR):
        book.do(NoteOpenings(300))
    span = Span(clock.now() - timedelta(days=7), clock.now())
    assert [one.cards for one in book.ask(openings, span)] == [300]
