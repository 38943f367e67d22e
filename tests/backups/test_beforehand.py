"""Before what is large a backup is made by itself: once somebody began with that, and not twice within minutes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.backup_places import add_place
from app.beforehand import back_up_before
from app.book import Book, open_book
from app.errors import Refused
from app.features.backups import backups
from app.features.customers.commands import AddCustomer
from app.features.team import AddUser
from app.keeping import keep
from app.rules.beforehand import IMPORT
from app.ticket import Ticket
from tests.backups.manners import untold


def pass_minutes(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    now = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: now)


def test_none_is_made_before_somebody_began_with_backups(book: Book) -> None:
    assert back_up_before(book, IMPORT, Ticket()) == ""
    assert not book.ask(backups)


def test_it_is_made_and_proven_where_there_is_something_new(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_place(book, tmp_path / "here")
    keep(book, untold)
    (before,) = book.ask(backups)
    book.do(AddCustomer(name="Adler"))
    pass_minutes(monkeypatch, 11)

    back_up_before(book, IMPORT, Ticket())

    (newest,) = book.ask(backups)
    assert newest.why == "before a large import"
    assert newest.proven_at is not None
    assert newest.revision > before.revision, "of a day the newest stays"
    back_up_before(book, IMPORT, Ticket())
    pass_minutes(monkeypatch, 60)
    back_up_before(book, IMPORT, Ticket())
    assert book.ask(backups) == [newest], "nothing came since"


def test_one_of_the_last_minutes_is_enough(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_place(book, tmp_path / "here")
    keep(book, untold)
    book.do(AddCustomer(name="Adler"))
    pass_minutes(monkeypatch, 9)

    back_up_before(book, IMPORT, Ticket())

    assert len(book.ask(backups)) == 1


def test_a_clock_that_was_set_back_since_keeps_none_from_being_made(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_place(book, tmp_path / "here")
    keep(book, untold)
    book.do(AddCustomer(name="Adler"))
    pass_minutes(monkeypatch, -300)

    back_up_before(book, IMPORT, Ticket())

    assert "before a large import" in [one.why for one in book.ask(backups)]


def test_who_may_not_back_up_goes_on_without(file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_place(file_book, tmp_path / "here")
    keep(file_book, untold)
    file_book.do(AddUser("mia", "Mia Lund", "manager"))
    pass_minutes(monkeypatch, 60)
    mias = open_book(file_book.location, "mia")
    assert back_up_before(mias, IMPORT, Ticket()) == ""
    mias.close()
    assert len(file_book.ask(backups)) == 1


def test_what_cannot_be_made_is_said(file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_place(file_book, tmp_path / "here")
    keep(file_book, untold)
    file_book.do(AddCustomer(name="Adler"))
    (tmp_path / "here").rename(tmp_path / "away")
    pass_minutes(monkeypatch, 60)
    with pytest.raises(Refused, match="no place of backups can be reached now"):
        back_up_before(file_book, IMPORT, Ticket())
