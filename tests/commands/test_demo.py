"""The sample company from the command line; no screen is no reason for a traceback."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.book import Book, create_book
from app.computer.places import sample_book
from app.entrance import check_book
from app.errors import BookUnreachable
from app.features.customers.finding import find
from app.sample_book import open_sample
from app.ticket import Ticket
from tests.trials.disk.watched import FULL, OK, Step, Verb, WatchedDisk
from ui.cli import main


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def test_the_window_says_that_there_is_no_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "no screen" in told.err
    assert len(told.err.splitlines()) == 1


def test_without_a_screen_the_demo_draws_the_tour(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--customers", "30", "--tour", str(tmp_path / "tour"), "--json"]) == 0
    told = capsys.readouterr()
    pictures = json.loads(told.out)["pictures"]
    assert all(Path(name).is_file() for name in pictures)
    assert str(tmp_path / "tour" / "customers-light.png") in pictures
    assert "no screen" in told.err
    assert sample_book().is_file()


def test_sample_fills_a_new_book_and_refuses_a_used_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "new.book")
    create_book(place, "Firm", "eva").close()
    assert main(["sample", "--book", place, "--customers", "25", "--user", "eva", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert set(made) == {"customers", "touch_points", "users", "seconds"}
    assert made["customers"] == 25
    assert main(["sample", "--book", place, "--customers", "25", "--user", "eva"]) == 1
    assert capsys.readouterr().err


def test_a_half_made_sample_company_is_never_opened(own_home: Path) -> None:
    def stop(_what: str, _done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_sample(Ticket(stop), 25)
    assert not sample_book().exists()
    book = open_sample(customers=25)
    assert known(book)
    book.close()
    again = open_sample(customers=99)
    assert known(again)
    again.close()
    assert [path.name for path in sample_book().parent.iterdir() if "unfinished" in path.name] == []


def test_of_a_sample_company_broken_off_on_the_command_line_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_line: object, _what: str, done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("ui.commands.progress._Line.report", stop)
    assert main(["sample", "--book", str(tmp_path / "new.book"), "--customers", "25"]) == 1
    assert list(tmp_path.iterdir()) == []


def known(book: Book) -> bool:
    return book.user.login == "ann" and isinstance(book.ask(find, "a", 5), list | tuple)


@pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")
def test_what_a_full_disk_left_beside_it_is_not_taken_for_the_whole_company(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    full = True

    def answer(step: Step) -> int:
        """No room in the file itself, so that all that was saved stays in the log beside it."""
        return FULL if full and step.verb is Verb.WRITE and re.search(r"\.unfinished-\w+$", step.path) else OK

    with WatchedDisk(answer):
        with pytest.raises(BookUnreachable, match="the disk is full"):
            open_sample(customers=3)
        assert not sample_book().exists()
        full = False
        open_sample(customers=3).close()
    assert check_book(str(sample_book())) == []
    assert [one.name for one in sample_book().parent.iterdir()] == [sample_book().name]
