"""Where a book stands with its backups, whatever the clock says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app import clock
from app.backing_up import back_up
from app.book import Book
from app.features.backups import standing
from app.features.customers.commands import AddCustomer

_DAY = timedelta(days=1)


def test_before_the_first_backup_nothing_is_fresh(book: Book) -> None:
    found = book.ask(standing)
    assert (found.newest, found.made, found.places, found.second_missing) == (None, 0, (), True)
    assert found.age(clock.now()) is None
    assert not found.fresh(clock.now())


def test_the_newest_proven_one_ages_and_changes_come_after_it(book: Book, tmp_path: Path) -> None:
    made = back_up(book, tmp_path / "kept", lambda _words: None)
    book.do(AddCustomer(name="Talleres Ibáñez"))

    found, at = book.ask(standing), made.proven_at or clock.now()

    assert found.newest is not None
    assert (found.newest.file, found.made, found.bytes) == (made.file.name, 1, made.bytes)
    assert found.since == 1
    assert found.places == (str(tmp_path / "kept"),)
    assert found.fresh(at + 2 * _DAY - timedelta(minutes=5))
    assert not found.fresh(at + 2 * _DAY)


def test_a_clock_that_was_set_back_makes_nothing_fresh(file_book: Book, tmp_path: Path) -> None:
    made = back_up(file_book, tmp_path / "kept", lambda _words: None)
    found, at = file_book.ask(standing), made.proven_at or clock.now()
    assert found.fresh(at - timedelta(hours=2)), "two desks' clocks may differ"
    assert found.age(at - timedelta(hours=2)) == timedelta()
    assert found.age(at - 2 * _DAY) is None
    assert not found.fresh(at - 2 * _DAY)
