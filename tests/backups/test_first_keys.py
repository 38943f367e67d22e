"""A recovery key counts once a backup that it opens is noted; it counts on when the files of that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.backing_up import back_up
from app.backup_places import add_place
from app.book import Book, open_book
from app.errors import Refused, Stopped
from app.features.backups import backups, lacks_words, opening_keys
from app.features.customers.commands import AddCustomer
from app.keeping import keep
from app.opened_backup import keys_of_words
from app.proof import verify
from app.proving import prove
from app.recovery_key import new_sheet, renewal
from app.restoring import restore
from app.tending import tend
from app.ticket import Ticket
from tests.backups.manners import kept_in
from ui.cli import main


@pytest.fixture
def other(book: Book, place: str) -> Iterator[Book]:
    """The same book at another desk."""
    with closing(open_book(place, "ann")) as opened:
        yield opened


def _none(_words: str) -> None:
    pytest.fail("another recovery key was made")


def test_another_first_backup_that_is_stopped_leaves_the_words_of_this_one(
    book: Book, other: Book, tmp_path: Path
) -> None:
    words = list[str]()

    def begin_another(_what: str, _done: int, _total: int) -> None:
        if len(words) == 1:
            ticket = Ticket(lambda _what, _done, _total: ticket.stop())
            with pytest.raises(Stopped):
                back_up(other, tmp_path / "stopped", words.append, ticket)

    first = back_up(book, tmp_path / "kept", words.append, Ticket(begin_another))
    assert len(words) == 2
    later = back_up(other, tmp_path / "kept", _none)

    assert prove(first.file, keys_of_words(words[0])).ok
    assert prove(later.file, keys_of_words(words[0])).ok


def test_of_two_first_backups_the_one_that_is_noted_last_is_made_once_more(
    book: Book, other: Book, tmp_path: Path
) -> None:
    words = list[str]()

    def make_another(_what: str, _done: int, _total: int) -> None:
        if len(words) == 1:
            back_up(other, tmp_path / "theirs", words.append)

    with pytest.raises(Refused, match="Somebody else has just made the first keys"):
        back_up(book, tmp_path / "ours", words.append, Ticket(make_another))

    assert kept_in(tmp_path / "ours") == []
    assert [one.place for one in book.ask(backups)] == [str(tmp_path / "theirs")]
    again = back_up(book, tmp_path / "ours", _none)
    assert prove(again.file, keys_of_words(words[1])).ok


def test_words_of_a_first_backup_that_was_stopped_are_made_anew(book: Book, tmp_path: Path) -> None:
    words = list[str]()
    ticket = Ticket(lambda _what, _done, _total: ticket.stop())
    with pytest.raises(Stopped):
        back_up(book, tmp_path / "kept", words.append, ticket)
    assert book.ask(lacks_words)

    made = back_up(book, tmp_path / "kept", words.append)

    assert len(words) == 2
    assert prove(made.file, keys_of_words(words[1])).ok


def test_a_book_restored_by_the_words_of_its_very_first_backup_goes_on_with_them(
    book: Book, location: str, tmp_path: Path
) -> None:
    words = list[str]()
    made = back_up(book, tmp_path / "kept", words.append)
    there = location.replace("firm.book", "back.book")

    restore(made.file, there, keys_of_words(words[0]), Ticket())

    with closing(open_book(there, "ann")) as back:
        assert not back.ask(lacks_words)
        again = back_up(back, tmp_path / "again", _none)
        assert back.ask(verify).ok
    assert prove(again.file, keys_of_words(words[0])).ok


def test_a_book_restored_by_its_own_keys_goes_on_with_the_words_that_opened_the_backup_only(
    book: Book, tmp_path: Path
) -> None:
    words = list[str]()
    made = back_up(book, tmp_path / "kept", words.append)
    restore(made.file, str(tmp_path / "back.book"), book.ask(opening_keys), Ticket())
    with closing(open_book(str(tmp_path / "back.book"), "ann")) as back:
        again = back_up(back, tmp_path / "again", _none)
    assert prove(again.file, keys_of_words(words[0])).ok
    book.do(renewal(new_sheet(book)))

    restore(made.file, str(tmp_path / "other.book"), book.ask(opening_keys), Ticket())

    with closing(open_book(str(tmp_path / "other.book"), "ann")) as other:
        assert other.ask(lacks_words), "the backup does not open by the words of the new sheet"


def test_files_that_were_taken_away_are_told_and_the_next_backup_opens_by_the_same_words(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = list[str]()
    add_place(book, tmp_path / "here")
    keep(book, words.append)
    book.do(AddCustomer(name="Talleres Ibáñez"))
    for file in (tmp_path / "here").glob("*.hbk"):
        file.unlink()
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    told = tend(book, Ticket())

    assert "1 backup not in here any more: somebody moved or deleted what stood there." in told
    (made,) = book.ask(backups)
    assert prove(tmp_path / "here" / made.file, keys_of_words(words[0])).ok


def test_after_all_were_taken_away_and_noted_as_gone_one_is_due(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(file_book, tmp_path / "here")
    keep(file_book, lambda _words: None)
    for file in (tmp_path / "here").glob("*.hbk"):
        file.unlink()
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    ticket = Ticket(lambda _what, _done, _total: ticket.stop())
    with pytest.raises(Stopped):
        keep(file_book, _none, ticket)
    assert file_book.ask(backups) == []
    assert main(["backups", "--check", "--book", file_book.location]) == 1
    assert "no backup was proven yet" in capsys.readouterr().out

    tend(file_book, Ticket())

    assert len(file_book.ask(backups)) == 1


def test_where_nobody_sees_the_words_no_first_key_is_made(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(book, tmp_path / "kept")

    assert main(["backup", "--book", place, "--user", "ann", "--why", "scheduled"]) == 1

    assert capsys.readouterr().out == ""
    assert book.ask(lacks_words)
    assert kept_in(tmp_path / "kept") == []


def test_a_folder_without_a_name_is_none(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(book, tmp_path / "kept")

    assert main(["backup", "--book", place, "--user", "ann", "--to", ""]) == 1

    assert "After --to there is no folder. Nothing was backed up" in " ".join(capsys.readouterr().err.split())
    assert kept_in(tmp_path / "kept") == []
