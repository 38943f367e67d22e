"""A customer's time line: seen, opened, filtered, withdrawn; live, and without losing its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.book import open_book
from app.features.touchpoints import LogTouchPoint, WithdrawTouchPoint
from tests.pages.passed import log, pane_with_corrections, seen, show
from tests.pages.scene import Scene
from ui.pages.customers.time_line_pane import PAGE, TimeLinePane


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene) -> TimeLinePane:
    return pane_with_corrections(qtbot, stage)


def test_newest_first_under_headings(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    log(stage, customer, "long ago", 400)
    log(stage, customer, "just now")
    show(qtbot, pane, customer, 2)
    assert seen(pane) == ["just now", "long ago"]
    model = pane.list.model()
    titles = [model.index(line, 0).data() for line in range(model.rowCount())]
    assert titles[0] == "Today"
    assert titles[2].split()[0] == (datetime.now(UTC) - timedelta(days=400)).astimezone().strftime("%B")


def test_an_entry_speaks_as_a_sentence(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    stage.do(LogTouchPoint(customer, "call", "Wants the grippers", direction="in", mood="upset", minutes=4))
    show(qtbot, pane, customer, 1)
    spoken = pane.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Call in, ")
    assert all(words in spoken for words in ("Ann Becker", "upset", "4 min", "Wants the grippers"))


def test_space_opens_in_place_and_closes(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    log(stage, customer, "a long story " * 60)
    show(qtbot, pane, customer, 1)
    pane.list.select([pane.list.entries()[0].id])
    closed = pane.list.rowHeight(1)
    QTest.keyClick(pane.list, Qt.Key.Key_Space)
    assert pane.list.rowHeight(1) > 3 * closed
    QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert pane.list.rowHeight(1) == closed


def test_another_desks_entry_appears_and_the_place_stays(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    keys = [log(stage, customer, f"number {number}", 30 - number) for number in range(30)]
    show(qtbot, pane, customer, 30)
    pane.list.select([keys[5]])
    pane.list.toggle(keys[5])
    before = pane.list.visualRect(pane.list.currentIndex()).top()
    other = open_book(stage.book.location, "ann")
    other.do(LogTouchPoint(customer, "note", "from another desk"))
    other.close()
    qtbot.waitUntil(lambda: seen(pane)[0] == "from another desk")
    assert pane.list.current_id() == keys[5]
    assert pane.list.is_open(keys[5])
    assert pane.list.visualRect(pane.list.currentIndex()).top() == before


def test_older_ones_come_as_one_scrolls(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    number = 2 * PAGE + 10
    for at in range(number):
        log(stage, customer, f"number {at}", number - at)
    pane.show_customer(customer)
    qtbot.waitUntil(lambda: pane.list.count() == PAGE)
    pane.list.verticalScrollBar().setValue(pane.list.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: pane.list.count() == number)
    assert seen(pane) == [f"number {at}" for at in reversed(range(number))]
    assert pane.head.count.text() == str(number)


def test_filters_by_kind_and_words(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    log(stage, customer, "grippers", kind="order")
    log(stage, customer, "flange", kind="complaint")
    show(qtbot, pane, customer, 2)
    pane.head._take_kinds(("order",))
    qtbot.waitUntil(lambda: seen(pane) == ["grippers"])
    qtbot.waitUntil(lambda: pane.head.count.text() == "1 of 2")
    pane.head.open_search()
    QTest.keyClicks(pane.head.search, "flange")
    qtbot.waitUntil(lambda: pane.nothing.isVisible() and pane.nothing.title.text() == "None of 2 fits.")
    clear = pane.findChild(QPushButton, "passed.clear")
    assert clear is not None
    clear.click()
    qtbot.waitUntil(lambda: pane.list.count() == 2)


def test_delete_withdraws_and_shown_again_it_can_be_brought_back(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "a slip")
    show(qtbot, pane, customer, 1)
    pane.list.select([key])
    QTest.keyClick(pane.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: pane.nothing.isVisible())
    pane.head._take(with_withdrawn=True)
    qtbot.waitUntil(lambda: pane.list.count() == 1)
    assert "withdrawn" in pane.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    stage.actions.trigger("touchpoints.bring_back", touch_point=key)
    qtbot.waitUntil(lambda: not pane.list.entry(key).withdrawn)


def test_the_menu_offers_what_can_be_done(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    pane.list.menu_wanted.emit([key], pane.mapToGlobal(pane.rect().center()))
    menu = pane.findChild(QMenu, "time_line.menu")
    assert menu is not None
    words = [entry.text().split("\t")[0] for entry in menu.actions() if entry.text()]
    assert words == ["Show all of it", "Correct…", "Withdraw", "Journal"]
    menu.actions()[-1].trigger()
    menu.close()
    assert stage.asked == [("journal.customer", {"customer": customer})]


def test_opening_a_touch_point_goes_to_its_customer_and_entry(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    keys = [log(stage, customer, f"number {number}", 30 - number) for number in range(30)]
    stage.actions.trigger("touchpoints.open", touch_point=keys[3])
    qtbot.waitUntil(lambda: pane.list.is_open(keys[3]))
    assert stage.asked == [("customers.open", {"customer": customer})]
    assert pane.list.current_id() == keys[3]


def test_a_customer_without_touch_points_says_so(qtbot: QtBot, pane: TimeLinePane, customer: int) -> None:
    pane.show_customer(customer)
    qtbot.waitUntil(lambda: pane.nothing.isVisible())
    assert pane.nothing.title.text() == "Nothing has passed yet"


def test_markup_and_endless_lines_are_shown_as_text(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "<img src=x>" + "x" * 50_000)
    show(qtbot, pane, customer, 1)
    pane.list.toggle(key)
    pane.list.grab()
    assert pane.list._whole[key].text().startswith("<img src=x>")
    assert len(pane.list._whole[key].text()) == 2_001
    assert pane.list._whole[key].text().endswith("x…")


def test_withdrawn_elsewhere_while_shown(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    keys = [log(stage, customer, words) for words in ("stays", "goes")]
    show(qtbot, pane, customer, 2)
    stage.do(WithdrawTouchPoint(keys[1]))
    qtbot.waitUntil(lambda: seen(pane) == ["stays"])
