"""Backups are kept in several places: copied there, caught up, found again elsewhere, and let go of in time."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app import clock
from app.backing_up import back_up
from app.backup_places import add_place, find_places, place_named, remove_place, settled_places
from app.book import Book
from app.catching_up import catch_up
from app.computer import mounted
from app.errors import NotFound, Refused
from app.features.backups import ChangePlan, Plan, backups, places, standing
from app.features.journal.reading import JournalFilter, journal
from app.keeping import keep
from app.proof import verify
from app.rules.retention import Keep
from app.ticket import Ticket
from tests.backups.manners import kept_in, untold


def test_a_backup_stands_in_every_place_and_the_list_tells_so(book: Book, tmp_path: Path) -> None:
    for name in ("here", "there"):
        add_place(book, tmp_path / name)

    made = keep(book, untold, why="before something")

    assert made.told == ()
    assert made.places == (str(tmp_path / "here"), str(tmp_path / "there"))
    (line,) = book.ask(backups)
    assert (line.why, line.folders, line.fault) == ("before something", made.places, "")
    for folder in made.places:
        assert sha256((Path(folder) / line.file).read_bytes()).hexdigest() == line.digest
        assert kept_in(Path(folder)) == [line.file], "and nothing half written"
    assert not book.ask(standing).second_missing
    assert [one.copies for one in book.ask(places)] == [1, 1]
    assert book.ask(verify).ok


def test_without_any_the_folder_beside_the_book_becomes_the_first_place(file_book: Book) -> None:
    made = keep(file_book, untold)
    (place,) = file_book.ask(places)
    assert made.places == (place.folder,) == (f"{file_book.location}.backups",)
    assert file_book.ask(standing).second_missing


def test_a_drive_that_is_away_is_told_and_caught_up_where_it_turns_up(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mounted, "PATTERNS", ((str(tmp_path / "media"), "*"),))
    blue = tmp_path / "media" / "BLUE"
    (blue / "house").mkdir(parents=True)
    add_place(file_book, tmp_path / "here")
    add_place(file_book, blue / "house" / "backups", "The blue drive")
    out = tmp_path / "in a bag"
    blue.rename(out)
    away = keep(file_book, untold)
    assert away.told == (
        f"The blue drive is away: it was seen last at {blue / 'house' / 'backups'}. It is caught up when it is there"
        " again.",
    )
    (tmp_path / "media" / "BLUE" / "house" / "backups").mkdir(parents=True)  # another drive with the same path
    (tmp_path / "media" / "E").mkdir()
    out.rename(tmp_path / "media" / "E" / "stick")
    (tmp_path / "media" / "E" / "stick").rename(tmp_path / "media" / "F")

    back = keep(file_book, untold)

    assert back.told == ()
    now = tmp_path / "media" / "F" / "house" / "backups"
    assert [one.folder for one in find_places(file_book)] == [tmp_path / "here", now]
    assert kept_in(now) == [back.made.file.name]
    assert kept_in(blue / "house" / "backups") == []
    assert file_book.ask(backups)[0].folders == (str(tmp_path / "here"), str(now))


def test_only_the_last_folder_of_a_place_is_made_and_what_is_missing_above_it_is_named(
    book: Book, tmp_path: Path
) -> None:
    blue = tmp_path / "media" / "BLUE"
    (tmp_path / "media").mkdir()
    for folder in (blue / "backups", blue / "house" / "backups"):
        with pytest.raises(Refused) as refused:
            add_place(book, folder)
        assert refused.value.words == (
            f"No backups can be kept in {folder}: {blue} is not there. Is the drive in? Nothing was changed."
        )
    assert list((tmp_path / "media").iterdir()) == [], "nothing was made on this computer"
    assert book.ask(places) == []
    blue.mkdir()

    add_place(book, blue / "backups")

    assert [one.folder for one in find_places(book)] == [blue / "backups"]


def test_a_folder_above_that_is_missing_is_told_alike_of_a_backup_and_of_a_place(book: Book, tmp_path: Path) -> None:
    blue = tmp_path / "media" / "BLUE"
    for keeping in (lambda folder: add_place(book, folder), lambda folder: back_up(book, folder, untold)):
        with pytest.raises(Refused) as refused:
            keeping(blue / "backups")
        assert refused.value.words == (
            f"No backups can be kept in {blue / 'backups'}: {tmp_path / 'media'} is not there. Is the drive in?"
            " Nothing was changed."
        )
    assert not (tmp_path / "media").exists()
    assert (book.ask(places), book.ask(backups)) == ([], [])


def test_no_place_in_reach_is_told_and_nothing_is_made(file_book: Book, tmp_path: Path) -> None:
    add_place(file_book, tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "away")
    with pytest.raises(Refused, match="no place of backups can be reached now"):
        keep(file_book, untold)
    assert not (tmp_path / "here").exists()
    assert file_book.ask(backups) == []


def test_another_file_of_that_name_is_left_and_told(file_book: Book, tmp_path: Path) -> None:
    add_place(file_book, tmp_path / "here")
    first = keep(file_book, untold)
    add_place(file_book, tmp_path / "there")
    (tmp_path / "there" / first.made.file.name).write_text("somebody's")

    (told,) = catch_up(file_book, settled_places(file_book), Ticket())

    assert told.startswith("The backup was not copied to there: there is another file of this name.")
    assert (tmp_path / "there" / first.made.file.name).read_text() == "somebody's"


def test_what_is_kept_no_longer_goes_from_each_place_and_from_the_list(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.do(ChangePlan(Plan(None, Keep(daily=2, weekly=0, monthly=0, yearly=0))))
    for name in ("here", "there"):
        add_place(book, tmp_path / name)
    (tmp_path / "here" / "letter.hbk").write_text("not ours")
    began, made = clock.now(), []
    for days in (0, 1, -400):  # on the third night the clock was set back
        monkeypatch.setattr(clock, "now", lambda days=days: began + timedelta(days=days))
        made.append(keep(book, untold).made.file.name)

    assert kept_in(tmp_path / "here") == sorted([*made[1:], "letter.hbk"])
    assert kept_in(tmp_path / "there") == sorted(made[1:])
    assert [line.file for line in book.ask(backups)] == made[:0:-1]
    assert book.ask(journal, JournalFilter())[0].summary == "1 backup no longer in there: their time was over"
    assert book.ask(verify).ok


def test_a_file_that_is_not_ours_is_never_deleted(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_book.do(ChangePlan(Plan(None, Keep(daily=1, weekly=0, monthly=0, yearly=0))))
    add_place(file_book, tmp_path / "here")
    first = keep(file_book, untold).made.file
    first.write_text("put there by somebody")
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    (told,) = keep(file_book, untold).told
    assert told.startswith(f"{first.name} in here is not the file that was made, so it was left there.")
    assert first.read_text() == "put there by somebody"


def test_a_damaged_file_whose_time_is_over_is_told_once_and_leaves_the_list(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.do(ChangePlan(Plan(None, Keep(daily=1, weekly=0, monthly=0, yearly=0))))
    add_place(book, tmp_path / "here")
    first = keep(book, untold).made.file
    whole = first.read_bytes()
    damaged = whole[:-1] + bytes([whole[-1] ^ 1])
    first.write_bytes(damaged)
    began, told = clock.now(), list[tuple[str, ...]]()
    for days in (1, 2):
        monkeypatch.setattr(clock, "now", lambda days=days: began + timedelta(days=days))
        told.append(keep(book, untold).told)

    assert [len(one) for one in told] == [1, 0]
    assert "it leaves the list" in told[0][0]
    assert first.read_bytes() == damaged
    assert first.name not in [line.file for line in book.ask(backups)]


def test_what_somebody_deleted_is_not_counted_on(file_book: Book, tmp_path: Path) -> None:
    add_place(file_book, tmp_path / "here")
    first = keep(file_book, untold).made.file
    first.unlink()
    second = keep(file_book, untold).made.file
    assert [line.file for line in file_book.ask(backups)] == [second.name]


def test_a_place_is_taken_away_and_its_backups_stay(file_book: Book, tmp_path: Path) -> None:
    add_place(file_book, tmp_path / "here", "The shelf")
    with pytest.raises(Refused, match="place of backups already: The shelf"):
        add_place(file_book, tmp_path / "here")
    made = keep(file_book, untold).made.file
    remove_place(file_book, place_named(file_book, "The shelf"))
    assert [one.name for one in (tmp_path / "here").iterdir()] == [made.name]
    with pytest.raises(NotFound, match="There are: none"):
        place_named(file_book, "The shelf")
    assert file_book.ask(backups)[0].folders == (str(tmp_path / "here"),)


def test_one_folder_is_one_place_by_whatever_path_it_is_named(book: Book, tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "shelf")
    add_place(book, link, "The shelf")
    add_place(book, tmp_path / "second", "shelf")  # the folder is told, and not that its name is taken
    there, second = book.ask(places)
    assert there.folder == str(tmp_path / "shelf"), "as it is, not as it was named"
    again = tmp_path / "other link"
    again.symlink_to(link)
    marks = set((tmp_path / "shelf").iterdir())

    for named in (link, again, tmp_path / "shelf", tmp_path / "no" / ".." / "shelf"):
        with pytest.raises(Refused, match="This folder is a place of backups already: The shelf"):
            add_place(book, named)

    assert book.ask(places) == [there, second]
    assert set((tmp_path / "shelf").iterdir()) == marks
    assert place_named(book, str(again)) == there
    (tmp_path / "shelf").rename(tmp_path / "moved")  # as a drive that is mounted elsewhere
    with pytest.raises(Refused, match="already: The shelf"):
        add_place(book, tmp_path / "moved")
    assert place_named(book, str(tmp_path / "moved")) == there
