"""The menu of ticks: it stays open for several, closes for one, and finds among many."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.check_menu import CheckMenu, Option

MANY: list[Option] = [(number, f"Colleague {number}", "") for number in range(200)]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def menu(window: QWidget, options: list[Option], single: bool = False) -> tuple[CheckMenu, list[tuple[Hashable, ...]]]:
    taken: list[tuple[Hashable, ...]] = []
    made = CheckMenu("menu", options, [1], taken.append, single, window)
    made.popup(window.mapToGlobal(window.rect().center()))
    return made, taken


def test_several_are_ticked_without_closing(window: QWidget) -> None:
    made, taken = menu(window, MANY[:4])
    made.setActiveAction(made.entries()[3])
    QTest.keyClick(made, Qt.Key.Key_Space)
    made.setActiveAction(made.entries()[1])
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert taken == [(1, 3), (3,)]
    assert made.isVisible()


def test_one_of_several_closes(window: QWidget) -> None:
    made, taken = menu(window, MANY[:4], single=True)
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=made.actionGeometry(made.entries()[2]).center())
    assert taken == [(2,)]
    assert not made.isVisible()


def test_many_are_found_by_typing(window: QWidget) -> None:
    made, _ = menu(window, MANY)
    find = made.findChild(QLineEdit, "menu.find")
    assert find is not None
    assert sum(entry.isVisible() for entry in made.entries()) < 40
    QTest.keyClicks(find, "199")
    assert [entry.text() for entry in made.entries() if entry.isVisible()] == ["Colleague 199"]
