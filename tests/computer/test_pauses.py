"""How long the next password has to wait at this desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.computer.desk_file import DeskFile
from app.computer.pauses import Pauses
from app.computer.safe_file import write_json

BOOK = "/books/firm.book"


class Clock:
    """A clock that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 1_000_000.0
        monkeypatch.setattr(clock, "_nanoseconds", lambda: int(self.seconds * 1e9))


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> DeskFile:
    return DeskFile(tmp_path / "desk.json")


def test_a_wrong_password_outlasts_the_program(time: Clock, file: DeskFile, tmp_path: Path) -> None:
    Pauses(file).failed(BOOK)
    assert Pauses(DeskFile(tmp_path / "desk.json")).left(BOOK) == 1


def test_each_wrong_password_doubles_the_pause_up_to_a_minute(time: Clock, file: DeskFile) -> None:
    pauses, seen = Pauses(file), []
    assert pauses.left(BOOK) == 0
    for _ in range(9):
        pauses.failed(BOOK)
        seen.append(pauses.left(BOOK))
    assert seen == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    time.seconds += 59.5
    assert pauses.left(BOOK) == 1
    time.seconds += 0.5
    assert pauses.left(BOOK) == 0


def test_each_book_has_its_own_and_who_comes_in_begins_anew(time: Clock, file: DeskFile) -> None:
    pauses = Pauses(file)
    for _ in range(3):
        pauses.failed(BOOK)
    pauses.failed("/books/other.book")
    pauses.passed(BOOK)
    assert (pauses.left(BOOK), pauses.left("/books/other.book")) == (0, 1)
    pauses.failed(BOOK)
    assert pauses.left(BOOK) == 1


def test_closing_the_window_does_not_help(time: Clock, file: DeskFile, tmp_path: Path) -> None:
    for _ in range(4):
        Pauses(file).failed(BOOK)
    time.seconds += 3
    assert Pauses(DeskFile(tmp_path / "desk.json")).left(BOOK) == 5


def test_what_goes_on_at_the_same_time_waits_too(time: Clock, file: DeskFile, tmp_path: Path) -> None:
    window, command_line = Pauses(file), Pauses(DeskFile(tmp_path / "desk.json"))
    for _ in range(3):
        command_line.failed(BOOK)
    file.keep("columns", 3)
    file.write()
    assert window.left(BOOK) == 4
    window.passed(BOOK)
    assert command_line.left(BOOK) == 0


def test_a_clock_set_back_keeps_nobody_out_for_longer(time: Clock, file: DeskFile) -> None:
    pauses = Pauses(file)
    for _ in range(3):
        pauses.failed(BOOK)
    time.seconds -= 86_400
    assert pauses.left(BOOK) == 4
    time.seconds += 4
    assert pauses.left(BOOK) == 0


@pytest.mark.parametrize("kept", [7, [], {BOOK: 3}, {BOOK: [1]}, {BOOK: ["a", "b"]}, {BOOK: [-4, 0]}, {BOOK: None}])
def test_nonsense_harms_nobody(time: Clock, file: DeskFile, kept: Any) -> None:
    write_json(file.beside("pauses.json"), kept)
    pauses = Pauses(file)
    assert pauses.left(BOOK) == 0
    pauses.failed(BOOK)
    assert pauses.left(BOOK) == 1
