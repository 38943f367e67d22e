"""Wrong passwords are counted at the computer, and the book learns of them when somebody comes in there."""

from __future__ import annotations

import socket
from contextlib import closing
from datetime import date, timedelta

import pytest

from app import clock
from app.book import Book
from app.computer.failures import Failure, forget_failures, note_failure, noted_failures
from app.computer.places import failures_file
from app.errors import NotAllowed
from app.features.failures import NoteFailures, failed_sign_ins
from app.features.undo import UndoOperation
from app.keys.recovery import to_words
from app.sign_in import sign_in, sign_in_with_recovery_key
from tests.locked import ANNS, BENS, Locked

NEW = "two new red hats"
LONG_AGO = date(2000, 1, 1)
HERE = socket.gethostname()


def wrong(locked: Locked, login: str, password: str = "not at all mine") -> None:
    with pytest.raises(NotAllowed):
        sign_in(locked.place, login, password)


def told(locked: Locked) -> list[tuple[str, int, str]]:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        return sorted((row.login, row.times, row.desk) for row in book.ask(failed_sign_ins, LONG_AGO))


def test_the_book_learns_of_them_at_the_next_sign_in_by_whomever(locked: Locked) -> None:
    for _ in range(3):
        wrong(locked, "ann")
    wrong(locked, "ben", ANNS)
    wrong(locked, "my password by mistake")
    with pytest.raises(NotAllowed):
        sign_in_with_recovery_key(locked.place, "ann", to_words(bytes(32)), NEW)
    assert "mistake" not in failures_file().read_text()
    sign_in(locked.place, "ben", BENS).close()
    once = [("", 1, HERE), ("ann", 3, HERE), ("ben", 1, HERE), ("the recovery key", 1, HERE)]
    assert told(locked) == once and told(locked) == once


def test_only_who_may_change_the_team_is_told(locked: Locked) -> None:
    with closing(sign_in(locked.place, "ben", BENS)) as book, pytest.raises(NotAllowed):
        book.ask(failed_sign_ins, LONG_AGO)


def test_older_ones_are_left_out(locked: Locked) -> None:
    wrong(locked, "ann")
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        (row,) = book.ask(failed_sign_ins, clock.today())
        assert (row.on, row.times) == (clock.today(), 1)
        assert book.ask(failed_sign_ins, clock.today() + timedelta(days=1)) == []


def test_on_each_engine_they_are_kept_and_journalled(book: Book) -> None:
    day = date(2026, 11, 21)
    done = book.do(NoteFailures(((day, "ann", 3), (day, "", 1))))
    assert done.summary == f"Noted 4 wrong passwords at {HERE}"
    assert [(row.on, row.login, row.times) for row in book.ask(failed_sign_ins, LONG_AGO)] == [
        (day, "ann", 3),
        (day, "", 1),
    ]
    book.do(UndoOperation(done.operation or 0))
    assert book.ask(failed_sign_ins, LONG_AGO) == []


def test_what_came_meanwhile_is_not_forgotten() -> None:
    for _ in range(3):
        note_failure("book", "ann")
    before = noted_failures("book")
    note_failure("book", "ann")
    note_failure("other", "ann")
    forget_failures("book", before)
    assert noted_failures("book") == [Failure(clock.today(), "ann", 1)] and len(noted_failures("other")) == 1


def test_a_flood_and_a_damaged_file_are_no_harm() -> None:
    for number in range(300):
        note_failure("book", f"user{number}")
    assert len(noted_failures("book")) == 200
    for content in ("[]", "nonsense", '{"book": {"no day": 1, "2026-01-01 ann": "x", "2026-01-02 ann": 2}}'):
        failures_file().write_text(content)
    assert noted_failures("book") == [Failure(date(2026, 1, 2), "ann", 2)]
