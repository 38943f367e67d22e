"""The page of customers: which customer is shown, what can be done with rows, and what is kept over restarts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.lists import ListFilter, count_customers
from app.features.undo import UndoOperation
from tests.pages.scene import Scene, scene
from ui.pages.customers.page import CustomersPage
from ui.pages.customers.row_menu import row_menu
from ui.parts.action import Action
from ui.parts.results import ResultGroup

NAMES = ("Aagaard", "Böhm GmbH", "Müller AG", "Tóth és Fia", "Zünd AG")


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("go.note", "team.assign", "journal.customer")
        made.window.show()
        yield made


@pytest.fixture
def ids(stage: Scene) -> list[int]:
    """The customers of the book, in the order of their names."""
    return [stage.do(AddCustomer("company", name)) for name in NAMES]


def open_page(qtbot: QtBot, stage: Scene, width: int = 1088) -> CustomersPage:
    page = CustomersPage(stage.desk, stage.actions, stage.memory)
    stage.actions.add(Action("go.customers", "Customers", page.visit))
    page.setParent(stage.window)
    page.resize(width, 704)
    page.show()
    settle(qtbot, stage, page)
    return page


def settle(qtbot: QtBot, stage: Scene, page: CustomersPage) -> None:
    qtbot.waitUntil(lambda: page.list.known and stage.desk.idle())


def part(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


def test_the_first_customer_is_shown_at_once(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    assert page.customer == ids[0]
    assert page.list.table.selected_ids() == [ids[0]]


def test_the_card_follows_a_step_at_once_and_a_run_at_its_end(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    page.focus_first()
    straight = Qt.FindChildOption.FindDirectChildrenOnly
    qtbot.waitUntil(lambda: not any(one.isActive() for one in page.findChildren(QTimer, options=straight)))
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    assert page.customer == ids[1]
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    assert page.customer == ids[1]
    qtbot.waitUntil(lambda: page.customer == ids[2])
    assert page.time_line.customer == ids[2]
    notes = [spot["customer"] for name, spot in stage.asked if name == "go.note"]
    assert notes == [ids[0], ids[2]]  # the row that was passed over is no spot to go back to


def test_a_visit_selects_the_row_or_none(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    page.visit(customer=ids[3])
    assert (page.customer, page.list.table.selected_ids()) == (ids[3], [ids[3]])
    page.list.find_words("zund")
    settle(qtbot, stage, page)
    page.visit(customer=ids[1])
    assert (page.customer, page.list.table.selected_ids()) == (ids[1], [])


def test_what_another_desk_adds_appears(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    stage.do(AddCustomer("company", "Quant & Co"))
    qtbot.waitUntil(lambda: page.list.head.number.text() == "6", timeout=8000)
    assert page.list.table.selected_ids() == [ids[0]]


def test_retired_ones_leave_the_list_and_come_back(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    page.list.table.select(ids[1:3])
    assert stage.actions.trigger("customers.retire")
    qtbot.waitUntil(lambda: page.list.head.number.text() == "3")
    assert not stage.actions.trigger("customers.bring_back")
    page.list.show_filter(ListFilter(retired=True))
    settle(qtbot, stage, page)
    page.list.table.selectAll()
    assert stage.actions.trigger("customers.bring_back")
    qtbot.waitUntil(lambda: stage.book.ask(count_customers, ListFilter()) == 5)


def test_the_menu_of_one_row_and_of_several(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    page.list.menu_wanted.emit([ids[0]], QPoint(0, 0))
    menu = page.findChild(QMenu, "customers.row_menu")
    assert menu is not None
    words = [entry.text() for entry in menu.actions() if entry.text()]
    assert words[:4] == ["Log a call", "Edit", "Assign…", "Retire"]
    assert words[-1] == "Journal"
    assert {"Export…", "Print…"} <= set(words)
    entry = next(entry for entry in menu.actions() if entry.text() == "Assign…")
    entry.trigger()
    menu.close()
    assert ("team.assign", {"customers": [ids[0]]}) in stage.asked
    several = row_menu(stage.actions, ids[:2], page)
    of_several = [entry.text() for entry in several.actions() if entry.text()]
    assert of_several[:2] == ["Assign…", "Retire"]
    assert not {"Log a call", "Edit", "Journal"} & set(of_several)


def test_enter_takes_the_keyboard_to_the_card(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    page.show_panes(1)
    assert not page.card.isVisible()
    page.focus_first()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.card.isVisible()
    assert not page.list.isVisible()
    QTest.keyClick(page.arrangement, Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert not page.card.isVisible()


@pytest.mark.parametrize(("width", "shown"), [(1088, 3), (940, 2), (600, 1)])
def test_panes_go_where_there_is_no_room(qtbot: QtBot, stage: Scene, ids: list[int], width: int, shown: int) -> None:
    page = open_page(qtbot, stage, width)
    assert page.arrangement.shown == shown
    assert page.time_line.isVisible() == (shown == 3)
    assert page.card.isVisible() == (shown > 1)


def test_the_time_line_stands_behind_the_card_where_it_is_narrow(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    page.show_panes(2)
    part(page, "customers.tab.time_line").click()
    assert page.time_line.isVisible()
    assert not page.card.isVisible()
    page.show_panes(3)
    assert page.time_line.isVisible()
    assert page.card.isVisible()


def test_the_place_is_kept_over_a_restart(qtbot: QtBot, stage: Scene, ids: list[int], tmp_path: Path) -> None:
    page = open_page(qtbot, stage)
    page.list.table.set_sort([("name", True)])
    page.list.show_filter(ListFilter(kind="company"))
    settle(qtbot, stage, page)
    page.visit(customer=ids[3])
    page.show_panes(2)
    page.list.table.ask_for_column("number", True)
    page.hide()
    other = QWidget()
    qtbot.addWidget(other)
    again = CustomersPage(stage.desk, type(stage.actions)(other), stage.memory)
    again.setParent(other)
    again.resize(1088, 704)
    other.show()
    again.show()
    settle(qtbot, stage, again)
    assert again.list.sort() == (("name", True),)
    assert again.list.chosen == ListFilter(kind="company")
    assert (again.customer, again.list.table.selected_ids()) == (ids[3], [ids[3]])
    assert again.arrangement.shown == 2
    assert again.list.table.column_shown("number")


def test_an_empty_book_offers_the_first_steps(qtbot: QtBot, stage: Scene) -> None:
    page = open_page(qtbot, stage)
    first = part(page, "customers.first.customers.new")
    assert first.isVisible()
    assert not page.list.isVisible()
    first.click()
    assert page.list.isVisible()
    assert page.list.head.number.text() == "none yet"


def test_the_number_for_the_rail(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    told: list[tuple[str, str]] = []
    page.count(lambda words, tone: told.append((words, tone)))
    qtbot.waitUntil(lambda: told == [("5", "")])


def test_the_search_box_finds_customers_and_people(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    stage.do(AddContact(ids[0], "Jörg Müller-Brandt"))
    page = open_page(qtbot, stage)
    found: list[Sequence[ResultGroup]] = []
    page.search("mull", found.append)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert [group.title for group in found[0]] == ["Customers"]  # they are not kept waiting
    customers, people = found[1]
    assert [(result.name.text, result.name.spans) for result in customers.results][:1] == [("Müller AG", ((0, 4),))]
    assert [(result.name.text, result.detail.text) for result in people.results] == [
        ("Jörg Müller-Brandt", "at Aagaard")
    ]
    page.choose(customers.results[0], log=False)
    assert page.customer == ids[2]
    page.choose(people.results[0], log=True)
    assert page.customer == ids[0]


def test_nothing_found_is_said_by_no_groups(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    found: list[Sequence[ResultGroup]] = []
    page.search("nobody", found.append)
    qtbot.waitUntil(lambda: found == [[]])


def test_a_customer_that_is_taken_back_leaves_without_a_complaint(qtbot: QtBot, stage: Scene, ids: list[int]) -> None:
    page = open_page(qtbot, stage)
    complaints: list[object] = []
    stage.desk.failed.connect(complaints.append)
    done = stage.book.do(AddCustomer(name="Neue Firma AG"))
    page.visit(customer=done.answer)
    settle(qtbot, stage, page)
    assert done.operation is not None
    stage.book.do(UndoOperation(done.operation))
    qtbot.waitUntil(lambda: page.time_line.customer is None)
    settle(qtbot, stage, page)
    assert complaints == []
