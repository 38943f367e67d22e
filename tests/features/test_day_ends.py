"""The first and the last day that a date can be are days like others in every filter."""

from __future__ import annotations

from datetime import date

import pytest

from app.book import Book
from app.features.customers.commands import AddCustomer
from app.features.customers.lists import ListFilter, count_customers
from app.features.journal.reading import JournalFilter, journal
from app.features.touchpoints import LogTouchPoint, TouchFilter, count_touch_points, firm_time_line


@pytest.fixture
def touched(book: Book) -> Book:
    book.do(LogTouchPoint(book.do(AddCustomer(name="Zoe Ltd")).answer, "note", "Here"))
    return book


@pytest.mark.parametrize(
    ("chosen", "number"),
    [
        (ListFilter(touched_before=date.max), 1),
        (ListFilter(touched_before=date.min), 0),
        (ListFilter(touched_after=date.min), 1),
        (ListFilter(touched_after=date.max), 0),
        (ListFilter(mine=True, quiet_days=0).seen_by(1, date.max), 0),
    ],
)
def test_a_list(touched: Book, chosen: ListFilter, number: int) -> None:
    assert touched.ask(count_customers, chosen) == number


@pytest.mark.parametrize(
    ("since", "until", "number"),
    [(date.min, date.max, 3), (date.max, None, 0), (None, date.min, 0), (date.max, date.max, 0)],
)
def test_the_journal(touched: Book, since: date | None, until: date | None, number: int) -> None:
    assert len(touched.ask(journal, JournalFilter(since=since, until=until))) == number


@pytest.mark.parametrize(
    ("since", "until", "number"),
    [(date.min, date.max, 1), (date.max, None, 0), (None, date.min, 0), (date.max, date.max, 0)],
)
def test_touch_points(touched: Book, since: date | None, until: date | None, number: int) -> None:
    chosen = TouchFilter(since=since, until=until)
    assert len(touched.ask(firm_time_line, chosen)) == touched.ask(count_touch_points, chosen).number == number
