"""Backups are kept in several places: copied there, caught up, found again elsewhere, and let go of in time."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.backup_places import add_place, find_places, place_named, remove_place, settled_places
from app.book import Book
from app.catching_up import catch_up
from app.computer import mounted
from app.errors import NotFound, Refused
from app.features.backups import ChangePlan, Plan, backups, places, standing
from app.features.customers.commands import AddCustomer
from app.features.journal.reading import JournalFilter, journal
from app.keeping import keep
from app.proof import verify
from app.rules.retention import Keep
from app.ticket import Ticket
from tests.backups.manners import damage, kept_in, untold
from ui.cli import main


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


def test_a_place_tells_how_many_of_the_last_backups_it_lacks(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(book, tmp_path / "here")
    add_place(book, tmp_path / "drive")
    keep(book, untold)
    (tmp_path / "drive").rename(tmp_path / "bag")
    for behind, words in ((1, "1 backup"), (2, "2 backups")):
        keep(book, untold, why="before an import")

        assert [(one.name, one.behind) for one in book.ask(places)] == [("here", 0), ("drive", behind)]
        assert main(["places", "--book", place, "--user", "ann"]) == 0
        here, drive = capsys.readouterr().out.splitlines()
        assert "behind" not in here
        assert drive.endswith(f"AWAY, 1 backup, {words} behind")


def test_the_command_line_lists_adds_and_removes_places(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> Any:
        assert main([*words, "--book", file_book.location, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert said("places") == []
    said("places", "add", str(tmp_path / "here"))
    (_, there) = said("places", "add", str(tmp_path / "there"), "--name", "The shelf")
    assert (there["name"], there["there"], there["backups"]) == ("The shelf", True, 0)
    made = said("backup")
    assert made["places"] == [str(tmp_path / "here"), str(tmp_path / "there")]
    assert made["proven"] is True
    (listed,) = said("backups")
    assert listed["places"] == made["places"]
    assert listed["why"] == "by hand"
    assert [one["name"] for one in said("places", "remove", "The shelf")] == ["here"]
    assert main(["backup", "--book", file_book.location]) == 0
    assert "housebook places add DIR" in capsys.readouterr().out
    assert main(["places", "remove", "nowhere", "--book", file_book.location]) == 1
    assert capsys.readouterr().err.startswith("There is no place of backups nowhere.")


def test_a_second_place_is_urged_by_how_many_there_are_and_not_by_what_was_told(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["backup", "--book", place, "--user", "ann"]
    urged = "Add a second one: housebook places add DIR"
    add_place(book, tmp_path / "here")
    keep(book, untold).made.file.unlink()
    assert main(asked) == 0
    said = capsys.readouterr().out
    assert "1 backup not in here any more" in said and urged in said
    add_place(book, tmp_path / "there")

    assert main([*asked, "--to", str(tmp_path / "elsewhere")]) == 0

    assert urged not in capsys.readouterr().out, "two places were added"


def test_damage_on_a_drive_that_is_mounted_elsewhere_now_is_noted_as_with_any_other_copy(
    book: Book, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mounted, "PATTERNS", ((str(tmp_path / "media"), "*"),))
    (tmp_path / "media" / "BLUE").mkdir(parents=True)
    add_place(book, tmp_path / "media" / "BLUE" / "house")
    add_place(book, tmp_path / "there")
    file = keep(book, untold).made.file
    (tmp_path / "media" / "BLUE").rename(tmp_path / "media" / "RED")
    moved = tmp_path / "media" / "RED" / "house" / file.name
    damage(moved)

    assert main(["prove", str(moved), "--book", place, "--user", "ann"]) == 1

    (line,) = book.ask(backups)
    assert ([one.name for one in line.copies], line.fault) == (["there"], ""), "the other copy holds"
    assert not moved.exists() and moved.with_name(f"{file.name}.damaged").exists()
    damage(tmp_path / "there" / file.name)
    (tmp_path / "there").rename(tmp_path / "media" / "there")
    monkeypatch.setattr(mounted, "PATTERNS", ((str(tmp_path), "*"),))

    assert main(["prove", str(tmp_path / "media" / "there" / file.name), "--book", place, "--user", "ann"]) == 1

    assert "damaged" in book.ask(backups)[0].fault


def test_prove_and_restore_take_the_name_that_the_list_tells(
    book: Book, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("here", "there"):
        add_place(book, tmp_path / name)
    customer = book.do(AddCustomer(name="Talleres Ibáñez")).answer
    file = keep(book, untold).made.file
    (tmp_path / "here").rename(tmp_path / "bag")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOUSEBOOK_BOOK", place)
    monkeypatch.setenv("HOUSEBOOK_USER", "ann")

    assert main(["prove", file.name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"]
    assert main(["restore", file.name, "--to", str(tmp_path / "new.book"), "--json"]) == 0
    assert (tmp_path / "new.book").is_file()
    capsys.readouterr()
    assert main(["restore", file.name, "--to", place, "--over", "--json"]) == 1, "told, and not done"
    assert json.loads(capsys.readouterr().out)["lost"] == 0
    assert main(["restore-customer", file.name, str(customer)]) == 1
    assert "Nothing was taken back: Talleres Ibáñez is as it was then." in capsys.readouterr().err, "it was opened"

    (tmp_path / "there").rename(tmp_path / "other bag")
    assert main(["prove", file.name]) != 0
    said = " ".join(capsys.readouterr().err.split())
    assert f"The backup {file.name} is not at hand. It was looked for in: here, which is away" in said
    assert str(tmp_path / "there") in said
    assert main(["prove", "nothing.hbk"]) != 0
    assert "nothing.hbk" in capsys.readouterr().err


def test_the_list_tells_what_is_not_at_hand_and_a_place_that_is_away_is_not_asked_for_once_more(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(command: str) -> str:
        assert main([command, "--book", file_book.location]) == 0
        return capsys.readouterr().out

    add_place(file_book, tmp_path / "here")
    assert "housebook places add" in said("backup")
    add_place(file_book, tmp_path / "drive")
    assert "It stands in 2 places" in said("backup")
    assert "not at hand" not in said("backups")

    (tmp_path / "drive").rename(tmp_path / "in a bag")

    away = said("backup")
    assert "drive is away" in away and "housebook places add" not in away
    (tmp_path / "here").rename(tmp_path / "in another bag")
    assert all("(not at hand)" in line for line in said("backups").splitlines())
