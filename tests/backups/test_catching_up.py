"""A place that comes back after a while gets all kept backups that it lacks, one by one, whatever stops it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.backup_places import add_place, find_places
from app.book import Book
from app.catching_up import fill_up, lacking
from app.errors import Stopped
from app.features.backups import ChangePlan, Plan, backups
from app.keeping import keep
from app.rules.retention import Keep
from app.tending import tend
from app.ticket import Ticket
from tests.backups.manners import kept_in, untold


def made_on(book: Book, monkeypatch: pytest.MonkeyPatch, days: int) -> list[str]:
    """A backup on each of so many days; the newest first."""
    began, made = clock.now(), list[str]()
    for day in range(days):
        monkeypatch.setattr(clock, "now", lambda day=day: began + timedelta(days=day))
        made.append(keep(book, untold).made.file.name)
    return made[::-1]


@pytest.fixture
def weeks(file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three backups are kept of four days; the second place was away from before the first."""
    file_book.do(ChangePlan(Plan(None, Keep(daily=3, weekly=0, monthly=0, yearly=0))))
    add_place(file_book, tmp_path / "here")
    add_place(file_book, tmp_path / "drive")
    (tmp_path / "drive").rename(tmp_path / "in a bag")
    made = made_on(file_book, monkeypatch, 4)[:3]
    (tmp_path / "in a bag").rename(tmp_path / "drive")
    return made


def test_all_that_is_kept_comes_there_with_the_next_look(file_book: Book, tmp_path: Path, weeks: list[str]) -> None:
    assert kept_in(tmp_path / "drive") == []

    assert tend(file_book, Ticket()) == ""

    assert kept_in(tmp_path / "drive") == kept_in(tmp_path / "here") == sorted(weeks)
    assert all(len(one.copies) == 2 for one in file_book.ask(backups))
    before = file_book.revision()
    assert tend(file_book, Ticket()) == ""
    assert file_book.revision() == before, "there is nothing more to do"


def test_a_backup_alone_copies_the_newest_only_so_that_it_is_soon_done(
    file_book: Book, tmp_path: Path, weeks: list[str]
) -> None:
    newest = keep(file_book, untold).made.file.name
    assert kept_in(tmp_path / "drive") == [newest]


def test_the_newest_comes_first_and_a_stop_loses_nothing_of_it(
    file_book: Book, tmp_path: Path, weeks: list[str]
) -> None:
    found = find_places(file_book)
    assert [one.backup.file for one in lacking(file_book, found)] == weeks

    def stop_in_the_second(_what: str, _done: int, _total: int) -> None:
        if any((tmp_path / "drive").glob("*.hbk")):
            ticket.stop()

    ticket = Ticket(stop_in_the_second)
    with pytest.raises(Stopped):
        fill_up(file_book, found, ticket)
    assert kept_in(tmp_path / "drive") == [weeks[0]], "and nothing half written"

    assert [one.backup.file for one in lacking(file_book, found)] == weeks[1:]
    assert fill_up(file_book, found, Ticket()) == []
    assert kept_in(tmp_path / "drive") == sorted(weeks)


def test_what_is_kept_no_longer_is_not_copied(file_book: Book, tmp_path: Path, weeks: list[str]) -> None:
    file_book.do(ChangePlan(Plan(None, Keep(daily=2, weekly=0, monthly=0, yearly=0))))
    assert fill_up(file_book, find_places(file_book), Ticket()) == []
    assert kept_in(tmp_path / "drive") == sorted(weeks[:2])


def test_a_source_that_was_changed_is_passed_over_for_another_one(
    file_book: Book, tmp_path: Path, weeks: list[str]
) -> None:
    fill_up(file_book, find_places(file_book), Ticket())
    add_place(file_book, tmp_path / "third")
    for name in weeks:
        (tmp_path / "here" / name).write_bytes(b"rotten")

    assert fill_up(file_book, find_places(file_book), Ticket()) == []

    assert [(tmp_path / "third" / name).read_bytes() for name in weeks] == [
        (tmp_path / "drive" / name).read_bytes() for name in weeks
    ]


def test_a_place_that_takes_nothing_is_told_once(file_book: Book, tmp_path: Path, weeks: list[str]) -> None:
    for name in weeks:
        file = tmp_path / "here" / name
        file.write_bytes(bytes(file.stat().st_size))
    (told,) = fill_up(file_book, find_places(file_book), Ticket())
    assert told.startswith("The backup was not copied to drive: what was written there is not what was copied.")
    assert kept_in(tmp_path / "drive") == []
