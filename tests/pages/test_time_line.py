"""A customer's time line: seen, opened, filtered, corrected, withdrawn; live, and without losing its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book, open_book
from app.features.customers.commands import AddCustomer
from app.features.touchpoints import CorrectTouchPoint, LogTouchPoint, WithdrawTouchPoint, touch_point
from tests.pages.panes import time_line_pane
from tests.pages.scene import Scene, scene
from ui.pages.customers.time_line_pane import PAGE, TimeLinePane
from ui.pages.touchpoints import make_page as touch_points_page


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        yield made


@pytest.fixture
def customer(stage: Scene) -> int:
    return int(stage.do(AddCustomer("company", "Talleres Ibáñez")))


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene) -> TimeLinePane:
    stage.listen("customers.open", "journal.customer")
    touch_points_page(stage.desk, stage.actions, stage.memory).setParent(stage.window)
    return time_line_pane(qtbot, stage)


def log(stage: Scene, customer: int, words: str, days: int = 0, kind: str = "call") -> int:
    at = datetime.now(UTC) - timedelta(days=days)
    return int(stage.do(LogTouchPoint(customer, kind, words, at=at)))


def seen(pane: TimeLinePane) -> list[str]:
    return [one.words for one in pane.list.entries()]


def show(qtbot: QtBot, pane: TimeLinePane, customer: int, number: int) -> None:
    pane.show_customer(customer)
    qtbot.waitUntil(lambda: pane.list.count() == number)


def stored(stage: Scene, key: int) -> str:
    return stage.book.ask(touch_point, key).words


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


def correcting(qtbot: QtBot, stage: Scene, pane: TimeLinePane, key: int) -> QWidget:
    pane.list.select([key])
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "correct") is not None)
    dialog = stage.window.findChild(QWidget, "correct")
    assert dialog is not None
    return dialog


def field(dialog: QWidget, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, f"correct.form.{name}")
    assert found is not None
    return found


def words_of(dialog: QWidget) -> QPlainTextEdit:
    found = dialog.findChild(QPlainTextEdit, "correct.form.words")
    assert found is not None
    return found


def test_f2_corrects_what_was_logged(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    key = log(stage, customer, "Wants ten", 3)
    show(qtbot, pane, customer, 1)
    dialog = correcting(qtbot, stage, pane, key)
    words_of(dialog).setPlainText("Wants twelve")
    field(dialog, "minutes").setText("12")
    mood = dialog.findChild(QComboBox, "correct.form.mood")
    assert mood is not None
    mood.setCurrentText("Pleased")
    QTest.keyClick(words_of(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: seen(pane) == ["Wants twelve"])
    entry = stage.book.ask(touch_point, key)
    assert (entry.minutes, entry.mood) == (12, "pleased")


def test_minutes_that_are_none_are_refused_by_their_field(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    dialog = correcting(qtbot, stage, pane, key)
    field(dialog, "minutes").setText("a while")
    QTest.keyClick(words_of(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field(dialog, "minutes").property("refused") is True
    assert stage.book.ask(touch_point, key).minutes is None


def test_a_correction_put_off_is_kept_as_a_draft(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    first = correcting(qtbot, stage, pane, key)
    words_of(first).setPlainText("Wants twel")
    with qtbot.waitSignal(first.destroyed):
        QTest.keyClick(words_of(first), Qt.Key.Key_Escape)
    assert words_of(correcting(qtbot, stage, pane, key)).toPlainText() == "Wants twel"
    assert stored(stage, key) == "Wants ten"


def put_off(qtbot: QtBot, stage: Scene, pane: TimeLinePane, key: int, words: str) -> None:
    """Type another sentence and leave."""
    dialog = correcting(qtbot, stage, pane, key)
    words_of(dialog).setPlainText(words)
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(words_of(dialog), Qt.Key.Key_Escape)


def test_a_draft_of_a_correction_overwrites_nothing_that_a_colleague_changed(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    put_off(qtbot, stage, pane, key, "Wants twelve")
    stage.do(CorrectTouchPoint(key, {"words": ("Wants ten", "Wants eleven"), "minutes": (None, 7)}))
    dialog = correcting(qtbot, stage, pane, key)
    assert field(dialog, "minutes").text() == "7"
    QTest.keyClick(words_of(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict.words.theirs") is not None)
    entry = stage.book.ask(touch_point, key)
    assert (entry.words, entry.minutes) == ("Wants eleven", 7)


def test_a_draft_of_another_hour_does_not_overwrite_the_hour_a_colleague_gave(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "Wants ten", 3)
    show(qtbot, pane, customer, 1)
    dialog, at = correcting(qtbot, stage, pane, key), stage.book.ask(touch_point, key).at
    mine, theirs = ((at.astimezone() + timedelta(hours=hours)).strftime("%H:%M") for hours in (1, 2))
    field(dialog, "hour").setText(mine)
    field(dialog, "hour").textEdited.emit(mine)
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(words_of(dialog), Qt.Key.Key_Escape)
    stage.do(CorrectTouchPoint(key, {"at": (at, at + timedelta(hours=2))}))
    again = correcting(qtbot, stage, pane, key)
    QTest.keyClick(words_of(again), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict.at.theirs") is not None)
    assert stage.book.ask(touch_point, key).at.astimezone().strftime("%H:%M") == theirs


def test_a_draft_of_a_correction_is_thrown_away(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    put_off(qtbot, stage, pane, key, "Wants twelve")
    dialog = correcting(qtbot, stage, pane, key)
    throw_away = dialog.findChild(QPushButton, "correct.form.draft.verb")
    assert throw_away is not None and throw_away.isVisible()
    throw_away.click()
    assert words_of(dialog).toPlainText() == "Wants ten"
    assert stage.memory.drafts.all("touchpoints.correct") == []


def test_what_was_typed_back_as_it_was_leaves_no_draft(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int
) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    put_off(qtbot, stage, pane, key, "Wants twelve")
    put_off(qtbot, stage, pane, key, "Wants ten")
    assert stage.memory.drafts.all("touchpoints.correct") == []


@pytest.mark.parametrize(("side", "left"), [("mine", "Wants twelve"), ("theirs", "Wants eleven")])
def test_both_corrected_the_words_and_one_is_chosen(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customer: int, side: str, left: str
) -> None:
    key = log(stage, customer, "Wants ten")
    show(qtbot, pane, customer, 1)
    dialog = correcting(qtbot, stage, pane, key)
    stage.do(CorrectTouchPoint(key, {"words": ("Wants ten", "Wants eleven")}))
    words_of(dialog).setPlainText("Wants twelve")
    field(dialog, "minutes").setText("5")
    QTest.keyClick(words_of(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict") is not None)
    cell = stage.window.findChild(QPushButton, "conflict.save")
    chosen = stage.window.findChild(QWidget, f"conflict.words.{side}")
    assert cell is not None
    assert chosen is not None
    QTest.mouseClick(chosen, Qt.MouseButton.LeftButton)
    cell.click()
    qtbot.waitUntil(lambda: stage.book.ask(touch_point, key).minutes == 5)
    assert stored(stage, key) == left


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
