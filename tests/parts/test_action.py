"""Actions are declared once; everything else follows from the declaration."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.action import Action, Actions


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    made.show()
    return made


def test_one_page_triggers_the_action_of_another_by_its_id(window: QWidget) -> None:
    done: list[Any] = []
    actions = Actions(window)
    actions.add(Action("touchpoints.log", "Log a call", lambda customer=None: done.append(customer)))
    assert actions.trigger("touchpoints.log", customer=7)
    assert not actions.trigger("team.add")
    assert done == [7]


def test_what_is_not_permitted_is_not_offered(window: QWidget) -> None:
    actions = Actions(window, allows=lambda needs: needs == "see customers")
    actions.add(
        Action("a", "Open", print, needs="see customers", menu="Customer"),
        Action("b", "Assign…", print, needs="assign customers", menu="Customer"),
    )
    assert (actions.has("a"), actions.has("b")) == (True, False)
    assert [entry.text() for entry in actions.menu("Customer").actions()] == ["Open"]


def test_the_key_does_it(window: QWidget) -> None:
    done: list[str] = []
    actions = Actions(window)
    actions.add(Action("a", "Log", lambda: done.append("log"), key="Ctrl+L"))
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert done == ["log"]


def test_an_action_that_cannot_be_done_says_why(window: QWidget, qtbot: QtBot) -> None:
    answers: list[bool | str] = ["Do not call is set"]
    actions = Actions(window)
    actions.add(Action("call", "Call", lambda: answers.append(True), when=lambda: answers[-1]))
    drawn = actions.button("call", "primary")
    qtbot.addWidget(drawn)
    assert (drawn.isEnabled(), drawn.toolTip()) == (False, "Do not call is set")
    assert not actions.trigger("call")
    answers.append(True)
    actions.refresh()
    QTest.mouseClick(drawn, Qt.MouseButton.LeftButton)
    assert (drawn.isEnabled(), len(answers)) == (True, 3)


def test_a_button_that_is_gone_hears_no_more(window: QWidget) -> None:
    state = {"on": True}
    actions = Actions(window)
    actions.add(Action("a", "Open", print, when=lambda: state["on"]))
    drawn = actions.button("a")
    drawn.setParent(window)
    import shiboken6

    shiboken6.delete(drawn)
    state["on"] = False
    actions.refresh()
    assert not actions.qaction("a").isEnabled()


def test_menus_and_keys_follow_the_declarations(window: QWidget) -> None:
    actions = Actions(window)
    actions.add(
        Action("a", "Open", print, "Return", menu="Customer"),
        Action("b", "Quit", print, "Ctrl+Q", menu="File"),
        Action("c", "Print", print, menu="File"),
    )
    assert actions.titles() == ["Customer", "File"]
    assert actions.keys() == [("Customer", "Open", "Return"), ("File", "Quit", "Ctrl+Q")]
    entries = actions.menu_of(["c", "", "missing", "a"]).actions()
    assert [(entry.text(), entry.isSeparator()) for entry in entries] == [("Print", False), ("", True), ("Open", False)]


def test_an_id_is_given_once(window: QWidget) -> None:
    actions = Actions(window)
    actions.add(Action("a", "Open", print))
    with pytest.raises(ValueError, match="Two actions"):
        actions.add(Action("a", "Other", print))
