"""The toast says one thing at a time and offers to undo it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.messages import Messages
from ui.parts.strip import Strip


def test_the_verb_undoes_once(window: QWidget) -> None:
    undone: list[str] = []
    messages = Messages(window)
    messages.say("Call saved.", lambda: undone.append("call"))
    verb = messages.toast.findChild(QPushButton, "toast.verb")
    assert isinstance(verb, QPushButton) and verb.text() == "Undo"
    QTest.mouseClick(verb, Qt.MouseButton.LeftButton)
    assert (undone, messages.toast.isVisible()) == (["call"], False)


def test_the_next_replaces_it(window: QWidget) -> None:
    undone: list[str] = []
    messages = Messages(window)
    messages.say("Call saved.", lambda: undone.append("call"))
    messages.say("Letter saved.", lambda: undone.append("letter"))
    assert messages.toast.accessibleName() == "Letter saved."
    messages.toast.verb.click()
    assert undone == ["letter"]


def test_without_an_undo_nothing_is_offered(window: QWidget) -> None:
    messages = Messages(window)
    messages.say("The list is copied.")
    assert not messages.toast.verb.isVisible()


def test_a_warning_has_another_sign_than_what_was_done(window: QWidget) -> None:
    opened: list[str] = []
    messages = Messages(window)
    messages.say("Call saved.")
    done = messages.toast.grab().toImage()
    messages.warn("Call saved.", lambda: opened.append("backups"), "Backups")
    messages.toast.verb.hide()
    assert messages.toast.grab().toImage() != done
    assert messages.toast.verb.text() == "Backups"
    messages.toast.do()
    assert opened == ["backups"]


def test_it_goes_by_itself_but_not_while_it_has_the_focus(window: QWidget, qtbot: QtBot) -> None:
    messages = Messages(window)
    timer: Any = messages.toast._leave
    timer.setInterval(30)
    messages.say("Call saved.", lambda: None)
    messages.toast.verb.setFocus()
    qtbot.wait(100)
    assert messages.toast.isVisible()
    messages.toast.verb.clearFocus()
    qtbot.waitUntil(lambda: not messages.toast.isVisible())


def test_it_stays_inside_the_window(window: QWidget, qtbot: QtBot) -> None:
    messages = Messages(window)
    messages.say("A very long sentence. " * 30, lambda: None)
    assert window.rect().contains(messages.toast.geometry())
    window.resize(700, 500)
    qtbot.waitUntil(lambda: window.rect().contains(messages.toast.geometry()))


def test_a_strip_says_its_words_to_screen_readers_too(window: QWidget) -> None:
    asked: list[str] = []
    strip = Strip("stale", "Showing 09:41.", verb="Try again", run=lambda: asked.append("again"), name="stale")
    strip.setParent(window)
    strip.show()
    assert strip.accessibleName() == "Showing 09:41."
    strip.set_words("Not saved.", "Your text is kept.")
    assert (strip.accessibleName(), strip.detail.isVisible()) == ("Not saved. Your text is kept.", True)
    QTest.mouseClick(strip.verb, Qt.MouseButton.LeftButton)
    assert asked == ["again"]
