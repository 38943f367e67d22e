"""The mark at the foot of the window: proven how long ago, red when that is too long, and only for who backs up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import clock
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


def note(book: Book, hours: int) -> None:
    at = clock.now() - timedelta(hours=hours)
    book.do(NoteBackup(at, book.revision(), 9, 9, f"{hours:064}", "a.hbk", "/backups", at))


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


def test_who_may_not_back_up_does_not_see_it(qtbot: QtBot, stage: Scene, place: str, tmp_path: Path) -> None:
    stage.do(AddUser("ben", "Ben Okafor", "manager"))
    with closing(open_book(place, "ben")) as ben, scene(qtbot, ben, tmp_path / "ben") as bens:
        made = mark_of(qtbot, bens)
        assert not made.isVisible()
        assert made.text() == ""
