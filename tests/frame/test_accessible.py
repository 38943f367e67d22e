"""Whatever the keyboard can reach tells a screen reader what it is, and Tab reaches it as one reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book, open_book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.reaches import EmailInput
from app.features.followups import AddFollowUp
from app.features.lists import AddTag
from app.features.touchpoints import LogTouchPoint
from ui.desk import Desk
from ui.window import Window


@pytest.fixture
def window(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Window]:
    emails = (EmailInput(address="post@aagaard.example"),)
    customer = file_book.do(AddCustomer("company", "Aagaard", tags=("Press",), emails=emails)).answer
    file_book.do(AddCustomer("company", "Zünd AG"))
    file_book.do(AddContact(customer, "Anna Aagaard"))
    file_book.do(AddTag("Fair 2026"))
    file_book.do(AddFollowUp(customer, datetime.now(UTC).date() + timedelta(3), "Send the offer"))
    file_book.do(LogTouchPoint(customer, "call", "Ten grippers"))
    desk = Desk(open_book(file_book.location, "ann"))
    file = DeskFile(tmp_path / "desk.json")
    made = Window(file)
    qtbot.addWidget(made)
    made.show_book(desk, Memory(file, Drafts(tmp_path, desk.location), desk.location))
    made.show()
    made.build_all()
    yield made
    desk.close()


def nameless(window: Window) -> set[str]:
    """What is in sight, can have the keyboard and has neither a name nor words of its own."""
    return {
        f"{type(one).__name__} {one.objectName() or _where(one)}"
        for one in window.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
        if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text())
    }


def _where(one: QWidget) -> str:
    parent = one.parentWidget()
    return f"in {parent.objectName()}" if parent is not None else "alone"


def test_whatever_the_keyboard_reaches_has_a_name(qtbot: QtBot, window: Window) -> None:
    found: dict[str, set[str]] = {}
    for page in window.entry_ids:
        window.go(page)
        qtbot.waitUntil(window.desk.idle)
        found[page] = nameless(window)
    window.go("customers")
    for verb in ("customers.edit", "customers.new"):
        window.actions_here.trigger(verb)
        qtbot.waitUntil(window.desk.idle)
        found[verb] = nameless(window)
    assert {page: names for page, names in found.items() if names} == {}


def test_a_widget_without_a_name_is_noticed(window: Window) -> None:
    bare = QPushButton(window)
    bare.setObjectName("bare")
    bare.show()
    assert nameless(window) == {"QPushButton bare"}


READ = [
    "rail.customers", "customers.lists_button", "customers.order_button", "customers.columns_button",
    "customers.add_filter", "customers.list", "letters", "card.write", "card.handlers.verb", "card.follow_ups.verb",
    "card.notes.verb", "log.kind.call", "log.words", "log.save", "passed.kinds", "time_line.list", "search",
]  # fmt: skip
"""What is passed on the way, in this order; what stands between is left out."""


def seen(window: Window, name: str) -> bool:
    """Whether this is on the screen."""
    found = window.findChild(QWidget, name)
    return found is not None and found.isVisible()


def walk(window: Window, key: Qt.Key) -> list[str]:
    """The names of all that the key passes until it comes round."""
    passed: list[str] = []
    while (focus := QApplication.focusWidget()) is not None and focus.objectName() not in passed:
        passed.append(focus.objectName())
        QTest.keyClick(focus, key)
    return passed


def test_tab_goes_through_the_customers_as_one_reads(qtbot: QtBot, window: Window) -> None:
    window.resize(1280, 800)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go("customers")
    qtbot.waitUntil(lambda: seen(window, "card.notes.verb") and window.desk.idle())
    rail = window.findChild(QWidget, "rail.customers")
    assert rail is not None
    rail.setFocus()
    onwards = walk(window, Qt.Key.Key_Tab)
    assert [name for name in onwards if name in READ] == READ
    rail.setFocus()
    assert walk(window, Qt.Key.Key_Backtab) == [onwards[0], *reversed(onwards[1:])]
