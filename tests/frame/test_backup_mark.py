"""The mark at the foot of the window: proven how long ago, red when that is too long, and only for who backs up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import clock
from app.backup_places import add_place
from app.book import Book, open_book
from app.features.backups import NoteBackup
from app.features.team import AddUser
from tests.pages.scene import Scene, scene
from ui.frame.backup_mark import BackupMark


@pytest.fixture
def stage(qtbot: QtBot, book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, book, tmp_path) as made:
        made.listen("go.backups")
        yield made


def mark_of(qtbot: QtBot, stage: Scene) -> BackupMark:
    made = BackupMark(stage.desk, stage.actions, stage.window)
    stage.window.show()
    qtbot.waitUntil(stage.desk.idle)
    return made


def note(book: Book, hours: int, place: int | None = None) -> None:
    at = clock.now() - timedelta(hours=hours)
    book.do(NoteBackup(at, book.revision(), 9, 9, f"{hours:064}", "a.hbk", "/backups", at, place=place))


def test_it_turns_red_with_time_and_well_again_by_a_backup(
    qtbot: QtBot, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = mark_of(qtbot, stage)
    assert (made.text(), made.good) == ("No backup is proven yet", False)

    note(stage.book, 3)
    qtbot.waitUntil(lambda: made.text() == "Backup proven 3 h ago")
    assert made.good

    later = clock.now() + timedelta(days=3)
    with monkeypatch.context() as clocks:
        clocks.setattr(clock, "now", lambda: later)
        made.look()
    assert (made.text(), made.good) == ("No proven backup for 3 days", False)

    made.click()
    assert stage.asked == [("go.backups", {})]


def test_pointed_at_it_tells_what_a_place_that_is_away_lacks(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    here, _drive = [add_place(stage.book, tmp_path / name) for name in ("here", "drive")]
    note(stage.book, 3, here)
    made = mark_of(qtbot, stage)
    qtbot.waitUntil(lambda: made.text() == "Backup proven 3 h ago")
    assert made.accessibleName() == "Backup proven 3 h ago", "a place that is there gets it by itself"
    (tmp_path / "drive").rename(tmp_path / "bag")

    note(stage.book, 2, here)

    told = "Backup proven 2 h ago. drive: it is away and 2 backups behind."
    qtbot.waitUntil(lambda: made.accessibleName() == told)
    assert "drive: it is away and 2 backups behind." in made.toolTip()
    assert made.text() == "Backup proven 2 h ago"


def test_who_may_not_back_up_does_not_see_it(qtbot: QtBot, stage: Scene, place: str, tmp_path: Path) -> None:
    stage.do(AddUser("ben", "Ben Okafor", "manager"))
    with closing(open_book(place, "ben")) as ben, scene(qtbot, ben, tmp_path / "ben") as bens:
        made = mark_of(qtbot, bens)
        assert not made.isVisible()
        assert made.text() == ""
