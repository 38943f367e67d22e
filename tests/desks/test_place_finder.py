"""Places of backups are looked for one look at a time, whatever becomes of the book meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app import backup_places, disk
from app.backup_places import add_place
from app.book import Book, open_book
from ui.desk import Desk
from ui.parts.backup_places import PlaceFinder


@pytest.fixture
def desk(qtbot: QtBot, book: Book, place: str, tmp_path: Path) -> Iterator[Desk]:
    add_place(book, tmp_path / "here")
    opened = Desk(open_book(place, "ann"))
    yield opened
    opened.close()


class Drive:
    """Answers when it is let, and counts who asks."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.answers, self.asked = Event(), 0
        patch.setattr(backup_places, "contents", self._contents)

    def _contents(self, path: Path) -> bytes:
        self.asked += 1
        self.answers.wait(20)
        return disk.contents(path)


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    made = Drive(monkeypatch)
    yield made
    made.answers.set()


def lock_and_unlock(qtbot: QtBot, desk: Desk, place: str) -> None:
    down = list[bool]()
    desk.put_down(lambda: down.append(True))
    qtbot.waitUntil(lambda: bool(down))
    desk.take_up(open_book(place, "ann"))


def test_a_slow_drive_is_asked_once_however_often_the_window_is_locked(
    qtbot: QtBot, desk: Desk, place: str, drive: Drive
) -> None:
    seen, owner = list[int](), QObject()
    finder = PlaceFinder(desk, owner)
    finder.found.connect(lambda places: seen.append(len(places)))
    finder.look()
    qtbot.waitUntil(lambda: drive.asked == 1)

    for _ in range(4):
        lock_and_unlock(qtbot, desk, place)
        finder.look()

    assert (drive.asked, seen) == (1, [])
    drive.answers.set()
    qtbot.waitUntil(lambda: seen == [1, 1])
    qtbot.waitUntil(desk.idle)
    assert (drive.asked, finder.looking) == (2, False), "told at once, then what was asked for meanwhile"


def test_a_look_that_a_locked_window_swallowed_is_no_end_of_looks(
    qtbot: QtBot, desk: Desk, place: str, drive: Drive
) -> None:
    seen, owner = list[int](), QObject()
    finder = PlaceFinder(desk, owner)
    finder.found.connect(lambda places: seen.append(len(places)))
    drive.answers.set()
    down = list[bool]()
    desk.put_down(lambda: down.append(True))
    finder.look()
    qtbot.waitUntil(lambda: bool(down))
    assert seen == []

    desk.take_up(open_book(place, "ann"))
    finder.look()

    qtbot.waitUntil(lambda: seen == [1])
