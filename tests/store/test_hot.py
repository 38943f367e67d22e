"""Statements by the driver itself: the same on both engines, and of very many rows a few at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.errors import DivisionByZero
from sqlalchemy.orm import Session, object_session
from sqlcipher3 import dbapi2

from app.book import Book
from app.models import BookState
from app.store import hot
from app.store.hot import batches, rows_of

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


PIECES = {
    ":name": "%(name)s",
    ":x1": "%(x1)s",
    "':no'": "':no'",
    "'it''s :no, 50%'": "'it''s :no, 50%%'",
    "''": "''",
    '":no"': '":no"',
    "12::bigint": "12::bigint",
    "CAST(:day AS date)::text": "CAST(%(day)s AS date)::text",
    "list[1:2]": "list[1:2]",
    "a % 2": "a %% 2",
    "name LIKE 'a%'": "name LIKE 'a%%'",
}


@pytest.mark.parametrize(("written", "turned"), PIECES.items())
def test_names_are_turned_and_nothing_else(written: str, turned: str) -> None:
    assert hot._for_psycopg(f"SELECT {written} AS it") == f"SELECT {turned} AS it"


@given(st.lists(st.sampled_from(sorted(PIECES)), max_size=12))
def test_in_any_order(pieces: list[str]) -> None:
    assert hot._for_psycopg(", ".join(pieces)) == ", ".join(PIECES[piece] for piece in pieces)


def answered(session: Session) -> Sequence[Any]:
    asked = "SELECT ':no', 'it''s 50%', CAST(:words AS text) || ':words', 'a%b' LIKE 'a%%', :number * 7 % 4"
    (row,) = rows_of(session, asked, {"words": "':x' 100 % ::", "number": 3})
    return tuple(row)


def test_both_engines_answer_such_a_statement_alike(book: Book) -> None:
    assert answered_as_text(book) == [":no", "it's 50%", "':x' 100 % :::words", "1", "1"]


def answered_as_text(book: Book) -> list[str]:
    return [str(int(value)) if isinstance(value, bool) else str(value) for value in book.ask(answered)]


def test_what_a_question_read_through_its_session_is_let_go_of(book: Book) -> None:
    read: list[BookState | None] = []

    def look(session: Session) -> None:
        read.append(session.get(BookState, 1))

    book.ask(look)

    assert read[0] is not None
    assert object_session(read[0]) is None
