"""The window looks after the backups by itself, at the desk of whoever may back up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import clock
from app.backup_places import add_place
from app.book import Book
from app.features.backups import NoteBackup, backups
from app.keeping import keep
from tests.backups.manners import damage, untold
from tests.pages.scene import Scene, scene
from ui.frame.tending import Tending
from ui.main import Program


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        yield made


def test_the_backup_of_the_day_is_made_beside_all_other_work(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    made = Tending(stage.desk, said.append, stage.window)
    add_place(stage.book, tmp_path / "here")
    keep(stage.book, untold)
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    made.look()

    qtbot.waitUntil(lambda: stage.book.ask(backups)[0].why == "nightly", timeout=15_000)
    qtbot.waitUntil(stage.desk.idle)
    assert said == []


def test_an_old_one_that_fails_is_told_with_the_cure_first_and_leads_to_its_page(
    qtbot: QtBot, program: Program, file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_place(file_book, tmp_path / "here")
    file = keep(file_book, untold).made.file
    a_week_on = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: a_week_on)
    keep(file_book, untold)
    damage(file)
    program.start(file_book.location, "ann")
    qtbot.waitUntil(lambda: program.window is not None and bool(program.window.findChildren(Tending)), timeout=20_000)
    window = program.window
    assert window is not None

    window.findChildren(Tending)[0].look()

    toast = window.messages.toast
    qtbot.waitUntil(lambda: toast.accessibleName().startswith("Back up now: "), timeout=15_000)
    assert f"the backup {file.name} was tried again and counts no longer" in toast.accessibleName()
    assert str(tmp_path) not in toast.accessibleName()
    toast.verb.click()
    qtbot.waitUntil(lambda: window.page_id == "backups")


def test_what_cannot_be_made_is_said_once(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    made = Tending(stage.desk, said.append, stage.window)
    place = add_place(stage.book, tmp_path / "here")
    keep(stage.book, untold)
    (tmp_path / "here").rename(tmp_path / "away")
    at = clock.now()
    stage.book.do(NoteBackup(at, stage.book.revision(), 9, 9, "0" * 64, "a.hbk", "/backups", at))
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(days=1))

    made.look()

    qtbot.waitUntil(lambda: len(said) == 1, timeout=15_000)
    assert place
    assert "No backup was made: no place of backups can be reached now" in said[0]
