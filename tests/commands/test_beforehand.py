"""`import` and `users lock` make a backup first, and say so beside their answer; without where somebody says so."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.backup_places import add_place
from app.book import Book
from app.features.backups import backups
from app.features.team import AddUser, users
from app.keeping import keep
from app.rules.beforehand import LARGE_IMPORT
from tests.backups.manners import untold
from ui.cli import main


@pytest.fixture
def begun(file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book with a backup of an hour ago, after which somebody came."""
    add_place(file_book, tmp_path / "here")
    keep(file_book, untold)
    file_book.do(AddUser("ben", "Ben Okafor", "staff"))
    now = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setenv("HOUSEBOOK_BOOK", file_book.location)
    monkeypatch.setenv("HOUSEBOOK_USER", "ann")
    return file_book


@pytest.fixture
def large(tmp_path: Path) -> str:
    file = tmp_path / "list.csv"
    file.write_text("Name,Phone\n" + "".join(f"Person {n},+49 40 {n:06}\n" for n in range(LARGE_IMPORT)))
    return str(file)


def test_a_large_import_is_backed_up_first(begun: Book, large: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", large, "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["added"] == LARGE_IMPORT
    assert said.err == "A backup is made first.\n"
    assert [one.why for one in begun.ask(backups)] == ["before a large import"]


def test_where_none_can_be_made_nothing_comes_in_but_for_who_wants_it_so(
    begun: Book, large: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").rename(tmp_path / "away")
    assert main(["import", large]) == 1
    said = capsys.readouterr().err
    assert "Nothing was changed: the backup before could not be made." in said
    assert "Without one it is done by: --no-backup" in said
    assert main(["import", large, "--no-backup", "--json"]) == 0
    said_then = capsys.readouterr()
    assert json.loads(said_then.out)["added"] == LARGE_IMPORT
    assert said_then.err == ""


def test_before_somebody_is_locked_out(begun: Book) -> None:
    assert main(["users", "lock", "ben"]) == 0
    assert [one.why for one in begun.ask(backups)] == ["before a departure"]
    assert next(user for user in begun.ask(users) if user.login == "ben").locked
