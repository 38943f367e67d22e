"""Statements by the driver itself: the same on both engines, and of very many rows a few at a time."""

from __future__ import annotations

import pytest
from psycopg.errors import DivisionByZero
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.book import Book
from app.store.hot import batches

COUNTED = """
WITH RECURSIVE counted(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < :last) SELECT i{more} FROM counted
"""
BREAKS_LATE = {
    "sqlite": ", CASE WHEN i = 100000 THEN abs(-9223372036854775807 - 1) END",
    "postgresql": ", CASE WHEN i = 100000 THEN 1 / (i - 100000) END",
}


def sizes(session: Session, last: int, size: int) -> list[int]:
    return [len(some) for some in batches(session.connection(), COUNTED.format(more=""), {"last": last}, size)]


def first_of_a_broken_one(session: Session, more: str) -> int:
    for some in batches(session.connection(), COUNTED.format(more=more), {"last": 100_000}, 10):
        return len(some)
    return 0


def all_of_a_broken_one(session: Session, more: str) -> int:
    return sum(1 for _ in batches(session.connection(), COUNTED.format(more=more), {"last": 100_000}, 1_000))


def test_rows_come_so_many_at_a_time(book: Book) -> None:
    assert book.ask(sizes, 25, 10) == [10, 10, 5]
    assert book.ask(sizes, 20, 10) == [10, 10]


def test_the_first_rows_are_here_before_the_last_are_made(book: Book) -> None:
    more = BREAKS_LATE[book.kind]
    assert book.ask(first_of_a_broken_one, more) == 10
    with pytest.raises((DivisionByZero, dbapi2.Error)):
        book.ask(all_of_a_broken_one, more)
