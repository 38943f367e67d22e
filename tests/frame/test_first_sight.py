"""From the start to the open book: the customers stand there first, and what one did with them goes on."""

from __future__ import annotations

from threading import Event
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.book import Book
from app.features.customers.commands import AddCustomer
from app.glimpse import glimpse
from ui.first_look import PATIENCE, FirstLook
from ui.main import Program
from ui.pages.customers.customer_table import CustomerTable
from ui.pages.customers.page import CustomersPage
from ui.window import Window


@pytest.fixture
def ids(file_book: Book) -> list[int]:
    return [file_book.do(AddCustomer("company", name)).answer for name in ("Ahl", "Bau & Co", "Zander")]


def started(program: Program, book: Book) -> Window:
    program.start(book.location, "ann")
    assert program.window is not None
    return program.window


def seen_first(qtbot: QtBot, window: Window) -> CustomerTable:
    qtbot.waitUntil(lambda: window.findChild(CustomerTable, "customers.list") is not None)
    return table(window)


def table(window: Window) -> CustomerTable:
    found = window.findChild(CustomerTable, "customers.list")
    assert found is not None
    return found


def opened(qtbot: QtBot, window: Window) -> CustomersPage:
    qtbot.waitUntil(lambda: isinstance(window.pages.get("customers"), CustomersPage), timeout=20_000)
    page = window.pages["customers"]
    assert isinstance(page, CustomersPage)
    return page


def test_the_customers_stand_there_before_the_book_is_open(
    qtbot: QtBot, program: Program, file_book: Book, ids: list[int]
) -> None:
    window = started(program, file_book)
    seen_first(qtbot, window)
    assert (program.desk, window.windowTitle()) == (None, "Nordlicht Handel – Housebook")
    assert table(window).count() == len(ids)
    page = opened(qtbot, window)
    assert page.list.table.count() == len(ids)  # nothing vanishes while the page asks for itself
    assert table(window) is page.list.table


def test_who_was_chosen_at_first_sight_is_the_customer_of_the_card(
    qtbot: QtBot, program: Program, file_book: Book, ids: list[int]
) -> None:
    window = started(program, file_book)
    seen = seen_first(qtbot, window)
    QTest.mouseClick(seen.viewport(), Qt.MouseButton.LeftButton, pos=seen.visualRect(seen.model().index(2, 1)).center())
    page = opened(qtbot, window)
    qtbot.waitUntil(lambda: page.customer == ids[2], timeout=20_000)


def test_what_was_typed_at_first_sight_stays_in_the_field(
    qtbot: QtBot, program: Program, file_book: Book, ids: list[int]
) -> None:
    window = started(program, file_book)
    seen_first(qtbot, window)
    box = window.findChild(QLineEdit, "search")
    assert box is not None
    QTest.keyClicks(box, "zan")
    opened(qtbot, window)
    assert box.text() == "zan"
    assert window.findChild(QLineEdit, "search") is box


def test_another_list_than_the_usual_is_waited_for(
    qtbot: QtBot, program: Program, file_book: Book, ids: list[int]
) -> None:
    program._memory(file_book.location).keep_here("customers.sort", [["touch", True]])
    window = started(program, file_book)
    assert window.findChild(CustomerTable, "customers.list") is None
    assert opened(qtbot, window).list.sort() == (("touch", True),)


def test_a_place_that_does_not_answer_holds_up_neither_the_window_nor_the_book(
    qtbot: QtBot, program: Program, file_book: Book, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Event()
    monkeypatch.setattr("ui.entering.glimpse", lambda *_: answers.wait(60) and None)
    began = monotonic()
    window = started(program, file_book)
    assert monotonic() - began < 5
    qtbot.waitUntil(window.isVisible)
    assert opened(qtbot, window).list.table is not None
    answers.set()


def test_what_is_seen_late_comes_into_the_window_that_waits_for_its_book(
    qtbot: QtBot, program: Program, file_book: Book, ids: list[int]
) -> None:
    window, went_in = program._window(), []
    look = FirstLook(window, program._memory(file_book.location), lambda: went_in.append(True), went_in.clear)
    qtbot.waitUntil(lambda: bool(went_in))
    assert window.isVisible()
    look.came(glimpse(file_book.location, "ann"))
    assert table(window).count() == len(ids)
    qtbot.wait(PATIENCE)
    assert went_in == [True]
