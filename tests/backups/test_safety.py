"""The backup before the book goes back goes where every other one does: into its places, as far as they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import putting_back
from app.backing_up import NotTaken, Reason, back_up
from app.backup_places import add_place, find_places
from app.book import Book
from app.catching_up import catch_up
from app.earlier import Earlier, of_backup
from app.errors import Refused
from app.features.backups import backups, opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.keeping import keep
from app.putting_back import put_back
from app.ticket import Ticket
from tests.backups.manners import kept_in, untold


@pytest.fixture
def drives(book: Book, tmp_path: Path) -> tuple[Path, Path]:
    """Two drives, each with a place of backups; the first is the one that backups are made in."""
    found = tmp_path / "one", tmp_path / "two"
    for drive in found:
        drive.mkdir()
        add_place(book, drive / "backups", drive.name)
    return found


@pytest.fixture
def earlier(book: Book, drives: tuple[Path, Path]) -> Earlier:
    """A backup in both, before another customer came."""
    made = keep(book, untold).made
    book.do(AddCustomer(name="Quarkwerk Zyx"))
    return of_backup(book, made.file, book.ask(opening_keys), Ticket())


def test_it_stands_in_all_places_and_the_list_knows_them(
    book: Book, earlier: Earlier, drives: tuple[Path, Path]
) -> None:
    done = put_back(book, earlier, untold, Ticket())

    newest = book.ask(backups)[0]
    assert (newest.file, newest.why) == (done.safety.name, "before a restore")
    assert [copy.name for copy in newest.copies] == ["one", "two"]
    assert all(done.safety.name in kept_in(drive / "backups") for drive in drives)
    assert done.told == ()


def test_of_a_drive_that_was_taken_out_no_folder_is_made(
    book: Book, earlier: Earlier, drives: tuple[Path, Path], tmp_path: Path
) -> None:
    one, two = drives
    one.rename(tmp_path / "drawer")
    made = sorted((tmp_path / "drawer" / "backups").glob("*.hbk"))
    again = of_backup(book, two / "backups" / made[0].name, book.ask(opening_keys), Ticket())

    done = put_back(book, again, untold, Ticket())

    assert not one.exists()
    assert done.safety.parent == two / "backups"
    assert [words.split(":")[0] for words in done.told] == ["one is away"]
    assert [copy.name for copy in book.ask(backups)[0].copies] == ["two"]
    assert book.ask(find, "quarkwerk") == []


def test_with_no_place_at_hand_the_book_stays_as_it_was(
    book: Book, earlier: Earlier, drives: tuple[Path, Path], tmp_path: Path
) -> None:
    file = next((drives[0] / "backups").glob("*.hbk")).rename(tmp_path / "kept.hbk")
    for drive in drives:
        drive.rename(tmp_path / f"{drive.name} in a drawer")
    again = of_backup(book, file, book.ask(opening_keys), Ticket())
    stood = book.revision()

    with pytest.raises(Refused, match=r"No backup was made: no place of backups can be reached now\. one is away"):
        put_back(book, again, untold, Ticket())

    assert book.revision() == stood
    assert [line.name for line in book.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]
    assert not any(drive.exists() for drive in drives)


def test_one_that_somebody_saved_beside_leaves_nothing_in_any_place(
    book: Book, earlier: Earlier, drives: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    original, saved = catch_up, iter(["Saved while it was copied"])

    def caught_up(*args: object) -> list[str]:
        told = original(*args)  # type: ignore[arg-type]
        for name in saved:
            book.do(AddCustomer(name=name))
        return told

    monkeypatch.setattr(putting_back, "catch_up", caught_up)
    done = put_back(book, earlier, untold, Ticket())

    listed = book.ask(backups)
    assert [line.why for line in listed] == ["before a restore", "by hand"]
    assert (done.lost, listed[0].file) == (2, done.safety.name)
    for drive in drives:
        assert kept_in(drive / "backups") == sorted(line.file for line in listed)
    assert all(len(line.copies) == 2 for line in listed)


def test_a_folder_named_by_hand_is_made_but_none_above_it(file_book: Book, tmp_path: Path) -> None:
    assert back_up(file_book, tmp_path / "new", untold).file.exists()
    with pytest.raises(Refused, match="away is not there"):
        back_up(file_book, tmp_path / "away" / "backups", untold)
    assert not (tmp_path / "away").exists()


def test_a_place_that_vanishes_just_then_is_not_made_anew(file_book: Book, tmp_path: Path) -> None:
    add_place(file_book, tmp_path / "drive")
    (one,) = find_places(file_book)
    (tmp_path / "drive").rename(tmp_path / "drawer")
    with pytest.raises(NotTaken):
        back_up(file_book, tmp_path / "drive", untold, reason=Reason("by hand", one.place.id))
    assert not (tmp_path / "drive").exists()
