"""The rail: customers held over the line of a page open it, so that they can be dropped there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.frame.rail import Rail, RailEntry
from ui.parts.dragged import CUSTOMERS


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    made = Rail()
    qtbot.addWidget(made)
    made.show_entries(
        [RailEntry("customers", "Customers", "customers"), RailEntry("team", "Team", "team", by_drag=True)]
    )
    made.set_current("customers")
    return made


def hold(rail: Rail, page: str, kind: str) -> None:
    data = QMimeData()
    data.setData(kind, b"[3, 5]")
    none = Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(rail.item(page), event)


def test_customers_held_over_the_team_open_it(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.waitSignal(rail.wanted, timeout=2000) as wanted:
        hold(rail, "team", CUSTOMERS)
    assert wanted.args == ["team"]


def test_customers_that_only_pass_over_it_do_not(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.assertNotEmitted(rail.wanted, wait=400):
        hold(rail, "team", CUSTOMERS)
        QApplication.sendEvent(rail.item("team"), QDragLeaveEvent())
        hold(rail, "team", "text/plain")
        hold(rail, "customers", CUSTOMERS)
