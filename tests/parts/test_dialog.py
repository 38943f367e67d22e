"""Dialogs keep the keyboard and give it back; the conflict dialog gives the chosen value for each field."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.conflict import ConflictDialog, ConflictRow
from ui.parts.dialog import Dialog

ROWS = [
    ConflictRow("office", "Office", "+34 84", "+34 90", "+34 80"),
    ConflictRow("visit", "Visit", "", "Herreros 4", "Malpica"),
]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1000, 700)
    QLineEdit(made).setObjectName("field")
    qtbot.addWidget(made)
    made.show()
    return made


def found(window: QWidget, name: str) -> QAbstractButton:
    widget = window.findChild(QAbstractButton, name)
    assert isinstance(widget, QAbstractButton), name
    return widget


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_dialog_takes_the_keyboard_and_gives_it_back(window: QWidget, qtbot: QtBot) -> None:
    field = window.findChild(QLineEdit, "field")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    dialog = Dialog(window, "Hand over", "212 customers.", name="hand_over")
    dialog.add_button("Not now", name="not_now")
    dialog.add_button("Hand over", "primary", name="do_it")
    dialog.show_over()
    visited = []
    for _step in range(3):
        visited.append(focused().objectName())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert visited == ["not_now", "do_it", "not_now"]
    with qtbot.waitSignal(dialog.closed):
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field


def test_a_dialog_lies_over_all_of_the_window(window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(window, "Hand over")
    dialog.show_over()
    window.resize(900, 600)
    qtbot.waitUntil(lambda: dialog.size() == window.size())


def test_mine_stands_first_and_each_field_is_chosen_by_itself(window: QWidget, qtbot: QtBot) -> None:
    dialog = ConflictDialog(window, "Ben Okafor", ROWS)
    dialog.show_over()
    assert dialog.choice() == {"office": "+34 84", "visit": ""}
    QTest.mouseClick(found(dialog, "conflict.visit.theirs"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(found(dialog, "conflict.visit.theirs"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.mouseClick(found(dialog, "conflict.save"), Qt.MouseButton.LeftButton)
    assert chosen.args == [{"office": "+34 84", "visit": "Herreros 4"}]


def test_arrows_choose_sideways_and_only_go_up_and_down(window: QWidget) -> None:
    dialog = ConflictDialog(window, "Ben Okafor", ROWS)
    dialog.show_over(found(dialog, "conflict.office.mine"))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(focused(), key)
    assert dialog.choice() == {"office": "+34 90", "visit": ""}
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert dialog.choice() == {"office": "+34 90", "visit": "Malpica"}


def test_all_mine_and_all_theirs(window: QWidget) -> None:
    dialog = ConflictDialog(window, "Ben Okafor", ROWS)
    dialog.show_over()
    QTest.mouseClick(found(dialog, "conflict.all_theirs"), Qt.MouseButton.LeftButton)
    assert dialog.choice() == {"office": "+34 90", "visit": "Herreros 4"}
    QTest.mouseClick(found(dialog, "conflict.all_mine"), Qt.MouseButton.LeftButton)
    assert dialog.choice() == {"office": "+34 84", "visit": ""}


def test_not_now_puts_it_off(window: QWidget, qtbot: QtBot) -> None:
    dialog = ConflictDialog(window, "Ben Okafor", ROWS)
    chosen: list[Any] = []
    dialog.chosen.connect(chosen.append)
    dialog.show_over()
    with qtbot.waitSignal(dialog.put_off):
        QTest.mouseClick(found(dialog, "conflict.not_now"), Qt.MouseButton.LeftButton)
    assert chosen == []


def test_an_empty_value_is_said_to_be_empty(window: QWidget) -> None:
    dialog = ConflictDialog(window, "Ben Okafor", ROWS)
    assert found(dialog, "conflict.visit.mine").accessibleName() == "Visit, Mine: (empty)"
