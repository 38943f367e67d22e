"""A page asks when it is seen, and when its topics changed; it shows only the newest answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes, Topic
from app.errors import HousebookError
from ui.parts.action import Actions
from ui.parts.page import Page


class SlowDesk(QObject):
    """Keeps questions until the test answers them."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Callable[[Any], object], Callable[[Any], object]]] = []

    def ask(self, _owner: QWidget, _query: Any, *_args: Any, then: Any, otherwise: Any, lane: str) -> None:
        assert lane
        self.asked.append((then, otherwise))


def customers() -> None:
    """Stands for a query."""


class CustomersPage(Page):
    topics = frozenset({Topic.CUSTOMERS})

    def load(self) -> None:
        self.ask(customers, then=self.show_answer)

    def show_answer(self, rows: str) -> None:
        self.setAccessibleName(rows)


@pytest.fixture
def desk() -> SlowDesk:
    return SlowDesk()


@pytest.fixture
def page(qtbot: QtBot, desk: SlowDesk) -> CustomersPage:
    window = QWidget()
    qtbot.addWidget(window)
    made = CustomersPage(cast(Any, desk), Actions(window))
    qtbot.addWidget(made)
    return made


def test_it_asks_when_it_is_first_seen_and_not_before(page: CustomersPage, desk: SlowDesk) -> None:
    assert len(desk.asked) == 0
    page.show()
    page.hide()
    page.show()
    assert len(desk.asked) == 1


def test_a_visible_page_asks_at_once_when_its_topic_changed(page: CustomersPage, desk: SlowDesk) -> None:
    page.show()
    desk.changed.emit(Changes(2, frozenset({Topic.TEAM})))
    assert len(desk.asked) == 1
    desk.changed.emit(Changes(3, frozenset({Topic.TEAM, Topic.CUSTOMERS})))
    assert len(desk.asked) == 2


def test_a_hidden_page_asks_once_when_it_is_seen_again(page: CustomersPage, desk: SlowDesk) -> None:
    page.show()
    page.hide()
    for revision in (2, 3):
        desk.changed.emit(Changes(revision, frozenset({Topic.CUSTOMERS})))
    assert len(desk.asked) == 1
    page.show()
    assert len(desk.asked) == 2


def test_an_answer_older_than_the_newest_question_is_dropped(page: CustomersPage, desk: SlowDesk) -> None:
    page.show()
    page.refresh()
    (older, _), (newest, _) = desk.asked
    newest("new")
    older("old")
    assert page.accessibleName() == "new"


def test_a_failure_is_told_where_the_window_hears_of_it(page: CustomersPage, desk: SlowDesk, qtbot: QtBot) -> None:
    page.show()
    with qtbot.waitSignal(desk.failed) as failed:
        desk.asked[0][1](HousebookError("The folder does not answer."))
    assert failed.args is not None and failed.args[0].words == "The folder does not answer."
