"""The firm's time line: rows by day, filters, bars, paging, what Enter does, and what is remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.book import open_book
from app.features.touchpoints import LogTouchPoint, TouchCount
from tests.pages.panes import page_in
from tests.pages.scene import Scene
from ui.pages.touchpoints import make_page
from ui.pages.touchpoints.chosen import Chosen, chosen_from
from ui.pages.touchpoints.page import PAGE, TouchPointsPage
from ui.parts.check_menu import CheckMenu
from ui.parts.days import date_words


def opened(qtbot: QtBot, stage: Scene) -> TouchPointsPage:
    made = page_in(stage, TouchPointsPage, make_page, height=704)
    qtbot.waitActive(stage.window)
    return made


def log(stage: Scene, customer: int, words: str, days: int = 0, kind: str = "call", **more: Any) -> int:
    at = datetime.now(UTC) - timedelta(days=days)
    return int(stage.do(LogTouchPoint(customer, kind, words, at=at, **more)))


def cells(shown: TouchPointsPage, column: str) -> list[str]:
    """The words of one column, headings left out."""
    model, at = shown.table.model(), [one.key for one in shown.table.columns].index(column)
    lines = [model.index(line, at) for line in range(model.rowCount())]
    return [index.data() for index in lines if model.flags(index)]


def headings(shown: TouchPointsPage) -> list[str]:
    model = shown.table.model()
    firsts = [model.index(line, 0) for line in range(model.rowCount())]
    return [index.data() for index in firsts if not model.flags(index)]


def find(shown: QWidget, name: str) -> QWidget:
    found = shown.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_grouped_by_day_with_counts(qtbot: QtBot, stage: Scene, customer: int) -> None:
    log(stage, customer, "older", 1)
    log(stage, customer, "newer")
    log(stage, customer, "newest")
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: cells(shown, "said") == ["newest", "newer", "older"])
    qtbot.waitUntil(lambda: [one.split()[-1] for one in headings(shown)] == ["2", "1"])
    assert headings(shown)[0].startswith("Today, ")
    assert headings(shown)[1].startswith("Yesterday, ")
    assert cells(shown, "customer") == ["Talleres Ibáñez"] * 3


def test_the_last_thirty_days_at_first_and_any_time_by_taking_the_chip_away(
    qtbot: QtBot, stage: Scene, customer: int
) -> None:
    log(stage, customer, "long ago", 200)
    log(stage, customer, "new")
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: shown.head.count.text() == "1 of 2")
    chip = find(shown, "touchpoints.filter.span")
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: cells(shown, "said") == ["new", "long ago"])
    qtbot.waitUntil(lambda: shown.head.count.text() == "2")


def test_no_number_stands_there_before_it_is_counted(qtbot: QtBot, stage: Scene) -> None:
    shown = opened(qtbot, stage)
    shown.head.show_count(None, TouchCount(2, False))
    assert shown.head.count.text() == ""
    shown.head.show_count(TouchCount(0, False), TouchCount(2, False))
    assert shown.head.count.text() == "0 of 2"


def test_kinds_are_ticked_in_a_menu_that_stays_open(qtbot: QtBot, stage: Scene, customer: int) -> None:
    for kind in ("order", "complaint", "meeting"):
        log(stage, customer, kind, kind=kind)
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: shown.table.count() == 3)
    QTest.mouseClick(find(shown, "touchpoints.filter.kinds"), Qt.MouseButton.LeftButton)
    menu = shown.findChild(CheckMenu, "touchpoints.filter.kinds.menu")
    assert menu is not None
    for words in ("Order", "Complaint"):
        entry = next(one for one in menu.entries() if one.text() == words)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
    assert menu.isVisible()
    menu.close()
    qtbot.waitUntil(lambda: sorted(cells(shown, "said")) == ["complaint", "order"])


def test_words_narrow_the_line(qtbot: QtBot, stage: Scene, customer: int) -> None:
    log(stage, customer, "ten grippers")
    log(stage, customer, "one flange")
    shown = opened(qtbot, stage)
    box = shown.findChild(QLineEdit, "touchpoints.words")
    assert box is not None
    QTest.keyClicks(box, "gripp")
    qtbot.waitUntil(lambda: cells(shown, "said") == ["ten grippers"])


def test_a_bar_narrows_to_its_day_and_again_widens(qtbot: QtBot, stage: Scene, customer: int) -> None:
    log(stage, customer, "yesterday", 1)
    log(stage, customer, "today")
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: shown.table.count() == 2)
    day = (datetime.now(UTC) - timedelta(days=1)).astimezone().date()
    shown.bars.chosen.emit(day)
    qtbot.waitUntil(lambda: cells(shown, "said") == ["yesterday"])
    assert find(shown, "touchpoints.filter.day").isVisible()
    shown.bars.chosen.emit(day)
    qtbot.waitUntil(lambda: shown.table.count() == 2)


def test_older_ones_come_as_one_scrolls(qtbot: QtBot, stage: Scene, customer: int) -> None:
    for number in range(PAGE + 20):
        log(stage, customer, f"number {number}")
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: shown.table.count() == PAGE)
    bar = shown.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: shown.table.count() == PAGE + 20)
    assert len(set(cells(shown, "said"))) == PAGE + 20


def test_enter_opens_the_customer_at_the_entry(qtbot: QtBot, stage: Scene, customer: int) -> None:
    key = log(stage, customer, "here")
    stage.listen("touchpoints.open")
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: shown.table.count() == 1)
    shown.table.select([key])
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    assert stage.asked == [("touchpoints.open", {"touch_point": key})]


def test_mood_and_promise_stand_in_their_columns(qtbot: QtBot, stage: Scene, customer: int) -> None:
    due = datetime.now(UTC).astimezone().date() + timedelta(days=3)
    log(stage, customer, "promised", mood="upset", follow_up_on=due, follow_up_words="Send it")
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: cells(shown, "mood") == ["upset"])
    assert str(due.day) in cells(shown, "promise")[0]


def test_another_desks_entry_appears(qtbot: QtBot, stage: Scene, customer: int) -> None:
    key = log(stage, customer, "mine", 1)
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: shown.table.count() == 1)
    shown.table.select([key])
    other = open_book(stage.book.location, "ann")
    other.do(LogTouchPoint(customer, "note", "theirs"))
    other.close()
    qtbot.waitUntil(lambda: cells(shown, "said") == ["theirs", "mine"])
    assert shown.table.current_id() == key


def test_an_empty_book_says_what_belongs_here(qtbot: QtBot, stage: Scene) -> None:
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: shown._none.isVisible())
    assert shown._none.title.text() == "What was said belongs here"


def test_a_filter_that_finds_nothing_offers_to_clear_it(qtbot: QtBot, stage: Scene, customer: int) -> None:
    log(stage, customer, "long ago", 200)
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: shown._unfit.isVisible() and shown._unfit.title.text() == "None of 1 fits.")
    shown._clear_filters()
    qtbot.waitUntil(lambda: cells(shown, "said") == ["long ago"])


def test_the_filter_is_remembered_without_the_day(qtbot: QtBot, stage: Scene, customer: int) -> None:
    log(stage, customer, "x")
    shown = opened(qtbot, stage)
    shown.head.chips.take(kinds=("order",), span="90", day="2026-05-14")
    kept = stage.memory.recall_here("touchpoints.filter")
    assert chosen_from(kept) == Chosen(span="90", kinds=("order",))


@pytest.mark.parametrize("kept", [None, 7, {"span": 9}, {"kinds": "call", "span": "31"}, {"unknown": 1}])
def test_nonsense_that_was_kept_is_as_at_first(kept: object) -> None:
    assert chosen_from(kept) == Chosen()


def test_from_one_day_until_another_is_typed_into_the_menu_and_remembered(
    qtbot: QtBot, stage: Scene, customer: int
) -> None:
    for words, days in (("old", 60), ("between", 40), ("new", 2)):
        log(stage, customer, words, days)
    shown = opened(qtbot, stage)
    qtbot.waitUntil(lambda: cells(shown, "said") == ["new"])
    QTest.mouseClick(find(shown, "touchpoints.filter.span"), Qt.MouseButton.LeftButton)
    today = datetime.now(UTC).astimezone().date()
    since, until = today - timedelta(days=50), today - timedelta(days=10)
    for name, day in (("touchpoints.since", since), ("touchpoints.until", until)):
        field = shown.findChild(QLineEdit, name)
        assert field is not None
        QTest.keyClicks(field, day.isoformat())
    qtbot.waitUntil(lambda: cells(shown, "said") == ["between"])
    chip = find(shown, "touchpoints.filter.span")
    assert chip.accessibleName() == f"{date_words(since)} – {date_words(until)}"
    kept = chosen_from(stage.memory.recall_here("touchpoints.filter"))
    assert (kept.span, kept.since, kept.until) == ("", since.isoformat(), until.isoformat())
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown.table.count() == 3)


def test_days_that_cannot_be_read_are_forgotten() -> None:
    assert chosen_from({"span": "", "since": "soon", "until": ""}) == Chosen(span="")
    assert chosen_from({"span": "", "since": "", "until": "2026-05-14"}).until == "2026-05-14"
