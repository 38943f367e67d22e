"""The owner's window asks for the recovery sheet once, a week later, and makes a new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.computer.pauses import RECOVERY_WORDS, Pauses
from app.errors import NotAllowed
from app.features.recovery import recovery_state
from app.recovery_key import new_words, refuse_other_words
from app.sign_in import sign_in
from tests.books import OWNER
from tests.locked import ANNS, BENS, Locked
from tests.pages.scene import Scene, scene
from tests.prepared import prepared_book
from ui.frame.recovery import RENEW, RecoveryStrip

WEEK = timedelta(days=7)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a week after the book was made."""
    now = clock._nanoseconds
    monkeypatch.setattr(clock, "_nanoseconds", lambda: now() + int(WEEK.total_seconds() * 1e9))


@pytest.fixture
def stage(qtbot: QtBot, locked: Locked, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, sign_in(locked.place, "ann", ANNS), tmp_path) as made:
        made.listen("messages.say")
        made.window.show()
        yield made


def strip_of(stage: Scene) -> RecoveryStrip:
    made = RecoveryStrip(stage.window, stage.desk, stage.actions, Pauses(stage.memory.file, RECOVERY_WORDS))
    made.setParent(stage.window)
    return made


def find(stage: Scene, kind: type[Any], name: str) -> Any:
    found = stage.window.findChild(kind, name)
    assert found is not None, name
    return found


def press(stage: Scene, name: str) -> None:
    find(stage, QPushButton, name).click()


def compare(stage: Scene, words: str) -> None:
    find(stage, QPlainTextEdit, "recovery_compare.form.recovery_key").setPlainText(words)
    press(stage, "recovery_compare.form.save")


def said(stage: Scene) -> list[str]:
    return [spot["words"] for _, spot in stage.asked]


def test_in_the_first_week_nothing_is_asked(qtbot: QtBot, stage: Scene) -> None:
    strip = strip_of(stage)
    qtbot.waitUntil(stage.desk.idle)
    assert strip.isHidden()


def test_a_week_later_the_words_are_compared_and_never_asked_for_again(
    qtbot: QtBot, stage: Scene, locked: Locked, later: None
) -> None:
    strip = strip_of(stage)
    qtbot.waitUntil(lambda: not strip.isHidden())
    press(stage, "recovery_due.verb")
    refusal = find(stage, QLabel, "recovery_compare.form.recovery_key.refusal")
    compare(stage, "")
    assert "missing" in refusal.text()
    compare(stage, "lusab babad")
    qtbot.waitUntil(lambda: "has 17 words; these are 2" in refusal.text())
    compare(stage, new_words())
    qtbot.waitUntil(lambda: "not the recovery key of this book" in refusal.text())
    waits = find(stage, QLabel, "recovery_compare.wait")
    assert waits.text() == "Try again in 1 s" and not find(stage, QPushButton, "recovery_compare.form.save").isEnabled()
    qtbot.waitUntil(lambda: waits.text() == "")
    compare(stage, locked.words)
    qtbot.waitUntil(strip.isHidden)
    assert said(stage) == ["The sheet is the right one. It is not asked for again."]
    assert stage.book.ask(recovery_state, clock.today() + 100 * WEEK).due is False


def test_not_at_hand_it_is_asked_for_a_week_later(qtbot: QtBot, stage: Scene, later: None) -> None:
    strip = strip_of(stage)
    qtbot.waitUntil(lambda: not strip.isHidden())
    press(stage, "recovery_due.verb")
    press(stage, "recovery_compare.form.leave")
    qtbot.waitUntil(strip.isHidden)
    assert "again in a week" in said(stage)[0]
    assert stage.book.ask(recovery_state, clock.today() + WEEK).due


def test_a_new_sheet_is_saved_before_the_old_one_ends(
    qtbot: QtBot, stage: Scene, locked: Locked, later: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = strip_of(stage)
    qtbot.waitUntil(lambda: not strip.isHidden())
    press(stage, "recovery_due.verb")
    press(stage, "recovery_compare.new")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "no" / "sheet.pdf"), ""))
    press(stage, "recovery_new.save")
    qtbot.waitUntil(lambda: "Not saved" in find(stage, QLabel, "recovery_new.error.words").text())
    refuse_other_words(locked.place, locked.words)
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(sheet), ""))
    press(stage, "recovery_new.save")
    qtbot.waitUntil(lambda: len(said(stage)) == 1)
    assert said(stage) == ["The new recovery sheet is saved as sheet.pdf. The one before opens nothing any more."]
    assert sheet.read_bytes().startswith(b"%PDF")
    with pytest.raises(NotAllowed):
        refuse_other_words(locked.place, locked.words)
    qtbot.waitUntil(strip.isHidden)


def test_who_may_not_change_the_book_is_not_asked(qtbot: QtBot, locked: Locked, later: None, tmp_path: Path) -> None:
    with scene(qtbot, sign_in(locked.place, "ben", BENS), tmp_path) as made:
        strip = strip_of(made)
        qtbot.waitUntil(made.desk.idle)
        assert strip.isHidden() and not made.actions.has(RENEW)
        assert isinstance(strip, QWidget)


def test_on_a_server_nothing_is_asked_and_the_first_backup_makes_the_key(
    qtbot: QtBot, tmp_path: Path, later: None
) -> None:
    prepared = prepared_book()
    with scene(qtbot, prepared.opened(OWNER), tmp_path) as stage:
        strip = strip_of(stage)
        qtbot.waitUntil(stage.desk.idle)
        assert stage.desk.has_passwords and strip.isHidden()
        assert stage.actions.trigger(RENEW)
        press(stage, "recovery_new.save")
        qtbot.waitUntil(lambda: "Back up first" in find(stage, QLabel, "recovery_new.error.words").text())
