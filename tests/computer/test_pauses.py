"""How long the next password has to wait at this desk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from app import clock
from app.computer.desk_file import DeskFile
from app.computer.pauses import Pauses
from app.computer.safe_file import write_json
from app.errors import BookUnreachable, HousebookError, NotAllowed, Refused

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


def refuse() -> None:
    raise NotAllowed("wrong")


def wrong(pauses: Pauses, time: Clock, times: int = 1, location: str = BOOK) -> None:
    """Wrong passwords, each as soon as it may be tried."""
    for _ in range(times):
        time.seconds += pauses.left(location)
        with pytest.raises(NotAllowed):
            pauses.tried(location, refuse)


def test_a_wrong_password_outlasts_the_program(time: Clock, file: DeskFile, tmp_path: Path) -> None:
    wrong(Pauses(file), time)
    assert Pauses(DeskFile(tmp_path / "desk.json")).left(BOOK) == 1


def test_each_wrong_password_doubles_the_pause_up_to_a_minute(time: Clock, file: DeskFile) -> None:
    pauses, seen = Pauses(file), []
    assert pauses.left(BOOK) == 0
    for _ in range(9):
        wrong(pauses, time)
        seen.append(pauses.left(BOOK))
    assert seen == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    time.seconds += 59.5
    assert pauses.left(BOOK) == 1
    time.seconds += 0.5
    assert pauses.left(BOOK) == 0


def test_each_book_has_its_own_and_who_comes_in_begins_anew(time: Clock, file: DeskFile) -> None:
    pauses = Pauses(file)
    wrong(pauses, time, 3)
    wrong(pauses, time, location="/books/other.book")
    time.seconds += 4
    assert pauses.tried(BOOK, lambda: "in") == "in"
    wrong(pauses, time, location="/books/other.book")
    assert (pauses.left(BOOK), pauses.left("/books/other.book")) == (0, 2)
    wrong(pauses, time)
    assert pauses.left(BOOK) == 1


def test_closing_the_window_does_not_help(time: Clock, file: DeskFile, tmp_path: Path) -> None:
    wrong(Pauses(file), time, 4)
    time.seconds += 3
    assert Pauses(DeskFile(tmp_path / "desk.json")).left(BOOK) == 5


def test_what_goes_on_at_the_same_time_waits_too(time: Clock, file: DeskFile, tmp_path: Path) -> None:
    window, command_line = Pauses(file), Pauses(DeskFile(tmp_path / "desk.json"))
    wrong(command_line, time, 3)
    file.keep("columns", 3)
    file.write()
    assert window.left(BOOK) == 4
    time.seconds += 4
    window.tried(BOOK, lambda: None)
    assert command_line.left(BOOK) == 0


def test_a_clock_set_back_keeps_nobody_out_for_longer(time: Clock, file: DeskFile) -> None:
    pauses = Pauses(file)
    wrong(pauses, time, 3)
    time.seconds -= 86_400
    assert pauses.left(BOOK) == 4
    time.seconds += 4
    assert pauses.left(BOOK) == 0


@pytest.mark.parametrize(
    "kept", [7, [], {BOOK: 3}, {BOOK: [1]}, {BOOK: ["a", "b", 0]}, {BOOK: [-4, 0, 0]}, {BOOK: None}]
)
def test_nonsense_harms_nobody(time: Clock, file: DeskFile, kept: Any) -> None:
    write_json(file.beside("pauses.json"), kept)
    pauses = Pauses(file)
    assert pauses.left(BOOK) == 0
    wrong(pauses, time)
    assert pauses.left(BOOK) == 1


def test_one_file_has_one_count_however_the_way_to_it_is_written(time: Clock, file: DeskFile, tmp_path: Path) -> None:
    pauses, book = Pauses(file), tmp_path / "firm.book"
    book.touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.book").symlink_to(book)
    (tmp_path / "folder").symlink_to(tmp_path)
    wrong(pauses, time, location=str(book))
    for way in ("sub/../firm.book", "./firm.book", "link.book", "folder/firm.book", "folder/sub/../link.book"):
        with pytest.raises(Refused, match="Try again in 1 second"):
            pauses.tried(f"{tmp_path}/{way}", refuse)


def test_a_try_counts_before_it_is_made(time: Clock, file: DeskFile) -> None:
    def look() -> int:
        return Pauses(file).left(BOOK)

    assert Pauses(file).tried(BOOK, look) == 1
    assert look() == 0


def test_what_failed_otherwise_does_not_count(time: Clock, file: DeskFile) -> None:
    def away() -> None:
        raise BookUnreachable("The share is away.")

    pauses = Pauses(file)
    for _ in range(3):
        with pytest.raises(BookUnreachable):
            pauses.tried(BOOK, away)
    assert pauses.left(BOOK) == 0


def several(file: DeskFile, ask: Callable[[], object]) -> list[str]:
    """What came of six who try at once."""

    def one(_: int) -> str:
        try:
            return str(Pauses(file).tried(BOOK, ask))
        except HousebookError as fault:
            return type(fault).__name__

    with ThreadPoolExecutor(6) as pool:
        return sorted(pool.map(one, range(6)))


def test_of_six_wrong_ones_at_once_one_is_tried(time: Clock, file: DeskFile) -> None:
    made = []

    def ask() -> None:
        made.append(1)
        time.seconds += 3  # longer than the pause that it begins with
        sleep(0.1)
        refuse()

    assert several(file, ask) == ["NotAllowed", *["Refused"] * 5] and len(made) == 1


def test_six_right_ones_at_once_all_come_in(time: Clock, file: DeskFile) -> None:
    def ask() -> str:
        sleep(0.02)
        return "in"

    assert several(file, ask) == ["in"] * 6 and Pauses(file).left(BOOK) == 0


def test_a_try_whose_program_was_killed_is_waited_for_no_longer_than_ten_seconds(time: Clock, file: DeskFile) -> None:
    write_json(file.beside("pauses.json"), {BOOK: [3, clock.milliseconds(), 1]})
    time.seconds += 10
    assert Pauses(file).tried(BOOK, lambda: "in") == "in"
