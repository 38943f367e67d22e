"""What is told of places: what each lacks, what is not at hand; and backups called by the name that the list has."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.backup_places import add_place
from app.book import Book
from app.computer import mounted
from app.features.backups import backups, places
from app.features.customers.commands import AddCustomer
from app.keeping import keep
from tests.backups.manners import damage, untold
from ui.cli import main


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


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("full", "It is nearly full: 1 KB are free, and the last backup took "),
        ("closed", "It is closed to writing: the next backup cannot be put there."),
    ],
)
def test_a_place_that_will_take_no_more_says_so_before_the_next_backup(
    book: Book,
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    harm: str,
    words: str,
) -> None:
    for name in ("here", "there"):
        add_place(book, tmp_path / name)
    keep(book, untold)
    called = ["--book", place, "--user", "ann"]
    assert main(["backups", "--check", *called]) == 0
    assert "here" not in capsys.readouterr().out
    if harm == "full":
        left, whole = shutil.disk_usage(tmp_path), shutil.disk_usage
        full = left._replace(free=1_000)
        monkeypatch.setattr(shutil, "disk_usage", lambda at: full if at == tmp_path / "here" else whole(at))
    else:
        may = os.access
        monkeypatch.setattr(os, "access", lambda at, how: at != tmp_path / "here" and may(at, how))

    assert main(["backups", "--check", *called]) == 0, "the newest proven one is good"
    assert f". here: {words}".rstrip(".") in capsys.readouterr().out

    assert main(["places", *called]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith(f"  {words}")
    assert len(lines) == 3
    assert main(["backups", "--check", "--json", *called]) == 0
    assert json.loads(capsys.readouterr().out)["refusals"]["here"].startswith(words)
