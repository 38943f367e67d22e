"""Restricting a customer from its card, and the list of those restricted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book, open_book
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find as found
from app.features.restricting import restricted_customers
from app.features.team import AddUser
from tests.pages.scene import Scene, scene
from ui.pages import customers
from ui.pages.customers.page import CustomersPage
from ui.pages.customers.restricting import RestrictDialog, RestrictedDialog


@pytest.fixture
def stage(qtbot: QtBot, book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, book, tmp_path) as made:
        made.listen("messages.say", "go.customers", "go.note")
        made.do(AddUser("ben", "Ben Okafor", "staff"))
        yield made


@pytest.fixture
def page(qtbot: QtBot, stage: Scene) -> CustomersPage:
    made = customers.make_page(stage.desk, stage.actions, stage.memory)
    assert isinstance(made, CustomersPage)
    made.setParent(stage.window)
    made.resize(1280, 800)
    stage.window.show()
    made.show()
    return made


def dialog(qtbot: QtBot, stage: Scene, kind: type[Any]) -> Any:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in stage.window.findChildren(kind)))
    return next(one for one in stage.window.findChildren(kind) if one.isVisible())


def press(parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None, name
    button.click()


def opened_by(book: Book) -> list[list[str]]:
    return [[login for _, login, _ in line.people] for line in book.ask(restricted_customers)]


def test_a_customer_is_restricted_named_anew_and_opened_to_all(
    qtbot: QtBot, page: CustomersPage, stage: Scene, place: str
) -> None:
    customer = stage.do(AddCustomer(name="Zoe Ltd"))
    ben = open_book(place, "ben")
    page.visit(customer=customer)
    qtbot.waitUntil(lambda: page.card.findChild(QLabel, "card.name") is not None or page.customer == customer)
    stage.actions.trigger("customers.restrict", customer=customer, name="Zoe Ltd")
    asked = dialog(qtbot, stage, RestrictDialog)
    press(asked, "restrict.save")
    qtbot.waitUntil(lambda: opened_by(stage.book) == [["ann"]])
    assert ben.ask(found, "zoe", 3) == []
    qtbot.waitUntil(lambda: page.findChild(QWidget, "card.restricted") is not None)
    stage.actions.trigger("customers.restricted")
    listed = dialog(qtbot, stage, RestrictedDialog)
    QTest.keyClick(listed.table, Qt.Key.Key_Return)
    again = dialog(qtbot, stage, RestrictDialog)
    for login in ("ann", "ben"):
        again.people.select([one.id for one in again.people._people if one.login == login])
        QTest.keyClick(again.people, Qt.Key.Key_Space)
    press(again, "restrict.save")
    qtbot.waitUntil(lambda: opened_by(stage.book) == [["ben"]])
    assert [line.name for line in ben.ask(found, "zoe", 3)] == ["Zoe Ltd"]
    qtbot.waitUntil(lambda: not page.list.table.has(customer))
    stage.actions.trigger("customers.restrict", customer=customer, name="Zoe Ltd")
    press(dialog(qtbot, stage, RestrictDialog), "restrict.open")
    qtbot.waitUntil(lambda: opened_by(stage.book) == [])
    qtbot.waitUntil(lambda: page.list.table.has(customer))
    ben.close()


def test_nobody_ticked_is_refused_in_the_dialog(qtbot: QtBot, page: CustomersPage, stage: Scene) -> None:
    customer = stage.do(AddCustomer(name="Zoe Ltd"))
    stage.actions.trigger("customers.restrict", customer=customer, name="Zoe Ltd")
    asked = dialog(qtbot, stage, RestrictDialog)
    QTest.keyClick(asked.people, Qt.Key.Key_Space)
    press(asked, "restrict.save")
    refusal = asked.findChild(QLabel, "restrict.refusal")
    qtbot.waitUntil(lambda: "Name at least one person" in refusal.text())
    assert opened_by(stage.book) == []
