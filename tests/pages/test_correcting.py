"""What was logged is corrected: in its dialog, with a draft that overwrites nothing, and by two at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.features.touchpoints import CorrectTouchPoint, touch_point
from tests.pages.passed import log, pane_with_corrections, seen, show, stored
from tests.pages.scene import Scene
from ui.pages.customers.time_line_pane import TimeLinePane


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene) -> TimeLinePane:
    return pane_with_corrections(qtbot, stage)


def correcting(qtbot: QtBot, stage: Scene, pane: TimeLinePane, key: int) -> QWidget:
    pane.list.select([key])
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "correct") is not None)
    dialog = stage.window.findChild(QWidget, "correct")
    assert dialog is not None
    return dialog


def field(dialog: QWidget, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, f"correct.form.{name}")
    assert found is not None
    return found


def words_of(dialog: QWidget) -> QPlainTextEdit:
    found = dialog.findChild(QPlainTextEdit, "correct.form.words")
    assert found is not None
    return found


def test_f2_corrects_what_was_logged(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    key = log(stage, customer, "Wants ten", 3)
    show(qtbot, pane, customer, 1)
    dialog = correcting(qtbot, stage, pane, key)
    words_of(dialog).setPlainText("Wants twelve")
    field(dialog, "minutes").setText("12")
    mood = dialog.findChild(QComboBox, "correct.form.mood")
    assert mood is not None
    mood.setCurrentText("Pleased")
    QTest.keyClick(words_of(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: seen(pane) == ["Wants twelve"])
    entry = stage.book.ask(touch_point, key)
    assert (entry.minutes, entry.mood) == (12, "pleased")


def test_minutes_that_are_none_are_refused_by_their_field(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    dialog = correcting(qtbot, stage, pane, key)
    field(dialog, "minutes").setText("a while")
    QTest.keyClick(words_of(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field(dialog, "minutes").property("refused") is True
    assert stage.book.ask(touch_point, key).minutes is None


def test_a_correction_put_off_is_kept_as_a_draft(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    first = correcting(qtbot, stage, pane, key)
    words_of(first).setPlainText("Wants twel")
    with qtbot.waitSignal(first.destroyed):
        QTest.keyClick(words_of(first), Qt.Key.Key_Escape)
    assert words_of(correcting(qtbot, stage, pane, key)).toPlainText() == "Wants twel"
    assert stored(stage, key) == "Wants ten"


def put_off(qtbot: QtBot, stage: Scene, pane: TimeLinePane, key: int, words: str) -> None:
    """Type another sentence and leave."""
    dialog = correcting(qtbot, stage, pane, key)
    words_of(dialog).setPlainText(words)
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(words_of(dialog), Qt.Key.Key_Escape)


def test_a_draft_of_a_correction_overwrites_nothing_that_a_colleague_changed(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    put_off(qtbot, stage, pane, key, "Wants twelve")
    stage.do(CorrectTouchPoint(key, {"words": ("Wants ten", "Wants eleven"), "minutes": (None, 7)}))
    dialog = correcting(qtbot, stage, pane, key)
    assert field(dialog, "minutes").text() == "7"
    QTest.keyClick(words_of(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict.words.theirs") is not None)
    entry = stage.book.ask(touch_point, key)
    assert (entry.words, entry.minutes) == ("Wants eleven", 7)


def test_a_draft_of_another_hour_does_not_overwrite_the_hour_a_colleague_gave(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "Wants ten", 3)
    show(qtbot, pane, customer, 1)
    dialog, at = correcting(qtbot, stage, pane, key), stage.book.ask(touch_point, key).at
    mine, theirs = ((at.astimezone() + timedelta(hours=hours)).strftime("%H:%M") for hours in (1, 2))
    field(dialog, "hour").setText(mine)
    field(dialog, "hour").textEdited.emit(mine)
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(words_of(dialog), Qt.Key.Key_Escape)
    stage.do(CorrectTouchPoint(key, {"at": (at, at + timedelta(hours=2))}))
    again = correcting(qtbot, stage, pane, key)
    QTest.keyClick(words_of(again), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict.at.theirs") is not None)
    assert stage.book.ask(touch_point, key).at.astimezone().strftime("%H:%M") == theirs


def test_a_draft_of_a_correction_is_thrown_away(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    put_off(qtbot, stage, pane, key, "Wants twelve")
    dialog = correcting(qtbot, stage, pane, key)
    throw_away = dialog.findChild(QPushButton, "correct.form.draft.verb")
    assert throw_away is not None and throw_away.isVisible()
    throw_away.click()
    assert words_of(dialog).toPlainText() == "Wants ten"
    assert stage.memory.drafts.all("touchpoints.correct") == []


def test_what_was_typed_back_as_it_was_leaves_no_draft(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    put_off(qtbot, stage, pane, key, "Wants twelve")
    put_off(qtbot, stage, pane, key, "Wants ten")
    assert stage.memory.drafts.all("touchpoints.correct") == []


@pytest.mark.parametrize(("side", "left"), [("mine", "Wants twelve"), ("theirs", "Wants eleven")])
def test_both_corrected_the_words_and_one_is_chosen(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int, side: str, left: str
) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    dialog = correcting(qtbot, stage, pane, key)
    stage.do(CorrectTouchPoint(key, {"words": ("Wants ten", "Wants eleven")}))
    words_of(dialog).setPlainText("Wants twelve")
    field(dialog, "minutes").setText("5")
    QTest.keyClick(words_of(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict") is not None)
    cell = stage.window.findChild(QPushButton, "conflict.save")
    chosen = stage.window.findChild(QWidget, f"conflict.words.{side}")
    assert cell is not None
    assert chosen is not None
    QTest.mouseClick(chosen, Qt.MouseButton.LeftButton)
    cell.click()
    qtbot.waitUntil(lambda: stage.book.ask(touch_point, key).minutes == 5)
    assert stored(stage, key) == left
