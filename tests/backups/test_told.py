"""What is told of backups at once, of those that nobody can see now, and of another one in their place."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from app import clock
from app.backing_up import back_up
from app.backup_places import add_place, place_named, remove_place
from app.book import Book, open_book
from app.features.backups import backups, to_try
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.keeping import keep
from app.opened_backup import keys_of_words
from app.proving import prove
from app.tending import drill
from app.ticket import Ticket
from tests.backups.manners import damage, untold
from ui.cli import main


def test_the_words_of_a_first_key_are_told_before_the_answer_of_another_program(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "--book", place, "--user", "ann", "--to", str(tmp_path / "kept"), "--json"]) == 0

    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert f"  {answer['recovery_key']}\n" in said.err
    assert prove(Path(answer["file"]), keys_of_words(answer["recovery_key"])).ok


def test_on_a_terminal_they_are_told_once(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "--book", place, "--user", "ann", "--to", str(tmp_path / "kept")]) == 0
    said = capsys.readouterr()
    assert said.out.count("The recovery key of the backups") == 1
    assert said.err == ""


def test_what_watches_hears_that_the_newest_stands_in_no_place_in_reach(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(book, tmp_path / "drive")
    keep(book, untold)
    check = ["backups", "--check", "--book", place, "--user", "ann"]
    assert main(check) == 0
    assert "no place that can be reached" not in capsys.readouterr().out
    (tmp_path / "drive").rename(tmp_path / "bag")

    assert main(check) == 0, "it was taken home, perhaps"

    assert "and stands in no place that can be reached now" in capsys.readouterr().out
    assert main([*check, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["at_hand"] is False


def test_another_sound_backup_under_its_name_is_not_taken_for_it_and_its_trial_ends(
    book: Book, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(book, tmp_path / "here")
    first = keep(book, untold).made.file
    book.do(AddCustomer(name="Later"))
    copyfile(back_up(book, tmp_path / "elsewhere", untold).file, first)
    a_week_on = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: a_week_on)

    tried = drill(book, Ticket())

    assert tried is not None and not tried.holds
    assert tried.told[0].startswith(f"Back up now: the backup {first.name} was tried again and counts no longer.")
    assert first.name not in [one.file for one in book.ask(to_try, clock.now())]
    assert main(["prove", first.name, "--book", place, "--user", "ann"]) == 1
    assert "is not the backup of that name, but another one of this book" in " ".join(capsys.readouterr().err.split())


def test_what_was_left_in_a_place_that_was_removed_says_nothing_of_the_copies(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        add_place(book, tmp_path / name)
    left = keep(book, untold).made.file
    remove_place(book, place_named(book, "one"))
    damage(left)
    prove_so = ["prove", "--book", place, "--user", "ann"]

    assert main([*prove_so, str(left)]) == 1

    assert "damaged" in capsys.readouterr().err
    (line,) = book.ask(backups)
    assert (line.fault, [copy.name for copy in line.copies]) == ("", ["two"])
    assert main([*prove_so, str(tmp_path / "two" / left.name)]) == 0


def test_a_name_in_the_list_means_that_backup_and_no_other_that_stands_there_now(
    book: Book, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        add_place(book, tmp_path / name)
    customer = book.do(AddCustomer(name="Talleres Ibáñez")).answer
    first = keep(book, untold).made.file
    book.do(AddCustomer(name="Later"))
    copyfile(back_up(book, tmp_path / "elsewhere", untold).file, first)
    own = ["--book", place, "--user", "ann"]

    assert main(["restore", first.name, "--to", str(tmp_path / "new.book"), *own]) == 0

    with closing(open_book(str(tmp_path / "new.book"), "ann")) as again:
        assert not again.ask(find, "later", 3), "the other place has the one that is meant"
    damage(tmp_path / "two" / first.name)
    for called in (["restore", "--to", str(tmp_path / "newer.book")], ["restore-customer", str(customer)]):
        assert main([called[0], first.name, *called[1:], *own]) == 1
        said = " ".join(capsys.readouterr().err.split())
        assert f"{first} is not as the backup of this name was made" in said
    assert not (tmp_path / "newer.book").exists()
    assert main(["restore", str(first), "--to", str(tmp_path / "newer.book"), *own]) == 0
