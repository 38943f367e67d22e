"""The disk is full while somebody types: nothing of it is lost, and it is said what happened."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.book import open_book
from app.computer import drafts
from app.features.customers.commands import AddCustomer
from app.features.touchpoints import time_line
from tests.books import OWNER
from tests.pages.scene import Scene, scene
from tests.trials.disk.watched import FULL, OK, Step, Verb, WatchedDisk
from ui.pages.customers.time_line_pane import TimeLinePane

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")
WORDS = "Wants the grippers before August"


class Disk:
    """Full while told so: no write of the engine goes through."""

    def __init__(self) -> None:
        self.full = False

    def answer(self, step: Step) -> int:
        return FULL if self.full and step.verb is Verb.WRITE else OK


@pytest.fixture
def disk() -> Iterator[Disk]:
    made = Disk()
    with WatchedDisk(made.answer):
        yield made


@pytest.fixture
def stage(qtbot: QtBot, disk: Disk, new_file: Path, tmp_path: Path) -> Iterator[Scene]:
    book = open_book(str(shutil.copyfile(new_file, tmp_path / "firm.book")), OWNER)
    with scene(qtbot, book, tmp_path) as made:
        yield made


@pytest.fixture
def customer(stage: Scene) -> int:
    return int(stage.do(AddCustomer("company", "Talleres Ibáñez")))


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene, customer: int) -> TimeLinePane:
    stage.listen("go.customers")
    made = TimeLinePane(stage.desk, stage.actions, stage.memory, stage.window)
    made.setGeometry(0, 0, 350, 700)
    stage.window.show()
    qtbot.waitActive(stage.window)
    made.show_customer(customer)
    made.focus_log()
    return made


def words(pane: TimeLinePane) -> QPlainTextEdit:
    box: QPlainTextEdit | None = pane.findChild(QPlainTextEdit, "log.words")
    assert box is not None
    return box


def said(stage: Scene, customer: int) -> list[str]:
    return [entry.words for entry in stage.book.ask(time_line, customer)]


def test_what_was_typed_stays_and_is_saved_once_there_is_room(
    qtbot: QtBot, disk: Disk, stage: Scene, customer: int, pane: TimeLinePane
) -> None:
    QTest.keyClicks(words(pane), WORDS)
    disk.full = True
    pane.box.submit()
    qtbot.waitUntil(lambda: "the disk is full" in pane.box.refusal.words.text())
    assert "Your text is kept." in pane.box.refusal.words.text()
    assert words(pane).toPlainText() == WORDS
    assert said(stage, customer) == []
    disk.full = False
    pane.box.submit()
    qtbot.waitUntil(lambda: said(stage, customer) == [WORDS])
    assert words(pane).toPlainText() == ""


def test_a_draft_that_cannot_be_written_is_kept_as_long_as_the_program_runs(
    qtbot: QtBot, disk: Disk, stage: Scene, customer: int, pane: TimeLinePane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "write_json", no_room)
    other = int(stage.do(AddCustomer("person", "Eszter Szabó")))
    disk.full = True
    QTest.keyClicks(words(pane), WORDS)
    pane.box.submit()
    qtbot.waitUntil(lambda: "the disk is full" in pane.box.refusal.words.text())
    assert pane.box.state.text() == "Draft kept until you close Housebook"
    pane.show_customer(other)
    assert words(pane).toPlainText() == ""
    pane.show_customer(customer)
    assert words(pane).toPlainText() == WORDS
