"""Logging through the box: by keyboard only, drafted for each customer, stored once, refused beside the field."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.errors import BookUnreachable
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.customers.contacts import AddContact
from app.features.followups import open_follow_ups
from app.features.touchpoints import LogTouchPoint, TimeLineEntry, time_line
from tests.pages.panes import find, time_line_pane
from tests.pages.scene import Scene
from ui.pages.customers.picks import Pick
from ui.pages.customers.time_line_pane import TimeLinePane
from ui.theme.fonts import words_width
from ui.theme.tokens import Size, Weight

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def customers(stage: Scene) -> tuple[int, int]:
    return stage.do(AddCustomer("company", "Talleres Ibáñez")), stage.do(AddCustomer("person", "Eszter Szabó"))


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene) -> TimeLinePane:
    stage.listen("go.customers")
    return time_line_pane(qtbot, stage)


def words(pane: QWidget) -> QPlainTextEdit:
    box: QPlainTextEdit = find(pane, QPlainTextEdit, "log.words")
    return box


def passed(stage: Scene, customer: int) -> list[TimeLineEntry]:
    return stage.book.ask(time_line, customer)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_and_save(text: str) -> None:
    QTest.keyClicks(focused(), text)
    QTest.keyClick(focused(), Qt.Key.Key_Return, CONTROL)


def test_a_call_is_logged_by_keyboard_only(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    pane.show_customer(customers[0])
    QTest.keyClick(stage.window, Qt.Key.Key_L, CONTROL)
    type_and_save("Wants the grippers before August")
    qtbot.waitUntil(lambda: words(pane).toPlainText() == "")
    (entry,) = passed(stage, customers[0])
    assert (entry.kind, entry.direction, entry.words) == ("call", "in", "Wants the grippers before August")
    assert stage.asked == [("go.customers", {})]


def test_the_action_goes_to_its_customer_and_kind(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    pane.show_customer(customers[0])
    stage.actions.trigger("touchpoints.log", customer=customers[1], kind="note")
    type_and_save("Plant closed in August")
    qtbot.waitUntil(lambda: bool(passed(stage, customers[1])))
    assert passed(stage, customers[1])[0].kind == "note"
    assert passed(stage, customers[0]) == []
    assert stage.asked == [("go.customers", {"customer": customers[1]})]


def test_arrow_keys_choose_the_kind(qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]) -> None:
    pane.show_customer(customers[0])
    find(pane, QWidget, "log.kind.call").setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert pane.box.values()["kind"] == "email"
    assert pane.box.save.text() == "Save e-mail"


@pytest.mark.parametrize("kind", ["call", "email", "meeting", "complaint"])
def test_the_chosen_kind_has_room_for_its_whole_word(kind: str, pane: TimeLinePane, customers: tuple[int, int]) -> None:
    pane.show_customer(customers[0])
    pane.box.kinds.choose(kind)
    pick: Pick = find(pane, Pick, f"log.kind.{kind}")
    beside = Pick("bare", kind, "", height=pick.height()).words_width()
    assert words_width(pick.text(), Size.VALUE, Weight.BOLD) <= pick.sizeHint().width() - beside + 1


def test_what_was_typed_waits_while_another_customer_is_shown(
    qtbot: QtBot, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    pane.show_customer(customers[0])
    pane.focus_log()
    QTest.keyClicks(words(pane), "Half a sen")
    pane.show_customer(customers[1])
    assert words(pane).toPlainText() == ""
    pane.show_customer(customers[0])
    assert words(pane).toPlainText() == "Half a sen"


def test_a_draft_is_brought_back_after_a_crash(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    pane.show_customer(customers[0])
    pane.focus_log()
    QTest.keyClicks(words(pane), "Half a sentence")
    state = find(pane, QWidget, "log.state")
    qtbot.waitUntil(lambda: state.text() == "Draft kept")
    values = stage.memory.drafts.load("touchpoints.log", str(customers[0]))
    assert values is not None
    assert values["words"] == "Half a sentence"


def test_a_save_that_failed_is_stored_once_with_what_was_typed_since(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The book stored it, but the answer was lost on the way."""
    do = stage.book.do

    def lose_the_answer(command: Any, ticket: Any = None) -> Any:
        do(command, ticket)
        raise BookUnreachable("Not saved: the server was not reached.")

    pane.show_customer(customers[0])
    pane.focus_log()
    monkeypatch.setattr(stage.book, "do", lose_the_answer)
    type_and_save("Wants the grippers")
    qtbot.waitUntil(lambda: "not reached" in pane.box.refusal.words.text())
    assert words(pane).toPlainText() == "Wants the grippers"
    monkeypatch.setattr(stage.book, "do", do)
    type_and_save(" in June")
    qtbot.waitUntil(lambda: [one.words for one in passed(stage, customers[0])] == ["Wants the grippers in June"])


def test_a_refusal_stands_beside_its_field(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    pane.show_customer(customers[0])
    stage.actions.trigger("touchpoints.log", kind="note")
    type_and_save("")
    qtbot.waitUntil(lambda: pane.box.refusal.words.text() == "A note needs words.")
    assert QApplication.focusWidget() is words(pane)
    assert words(pane).property("refused") is True


def test_a_time_that_is_none_is_refused_before_saving(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    pane.show_customer(customers[0])
    pane.box.details.time.click()
    hour = find(pane, QLineEdit, "log.when.hour")
    QTest.keyClicks(hour, "soon")
    QTest.keyClick(hour, Qt.Key.Key_Return, CONTROL)
    assert "no time" in pane.box.refusal.words.text()
    assert passed(stage, customers[0]) == []


def test_time_length_person_mood_and_promise_are_saved(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    pilar = stage.do(AddContact(customers[0], "Pilar Ibáñez"))
    pane.show_customer(customers[0])
    qtbot.waitUntil(pane.box.details.person.isVisible)
    pane.box.details._take_person(pilar)
    find(pane, QWidget, "log.mood.pleased").click()
    pane.box.details.time.click()
    QTest.keyClicks(find(pane, QLineEdit, "log.when.day"), "2024-05-14")
    QTest.keyClicks(find(pane, QLineEdit, "log.when.hour"), "9:42")
    QTest.keyClicks(find(pane, QLineEdit, "log.when.minutes"), "4")
    pane.box.promise.open_row()
    QTest.keyClicks(find(pane, QLineEdit, "log.follow_up.day"), "2099-05-19")
    QTest.keyClicks(find(pane, QLineEdit, "log.follow_up.words"), "Send the offer")
    pane.focus_log()
    type_and_save("Asked for an offer")
    qtbot.waitUntil(lambda: bool(passed(stage, customers[0])))
    (entry,) = passed(stage, customers[0])
    assert (entry.contact, entry.mood, entry.minutes) == ("Pilar Ibáñez", "pleased", 4)
    assert entry.at.astimezone().strftime("%Y-%m-%d %H:%M") == "2024-05-14 09:42"
    (promised,) = stage.book.ask(open_follow_ups)
    assert promised.words == "Send the offer"


def test_do_not_call_is_said_of_a_call_out_but_refuses_nothing(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    stage.do(EditCustomer(customers[0], {"do_not_call": (False, True)}))
    pane.show_customer(customers[0])
    qtbot.wait(50)
    assert pane.box.warning.isHidden()
    pane.box.details.direction.click()
    qtbot.waitUntil(lambda: not pane.box.warning.isHidden())
    pane.focus_log()
    type_and_save("They had asked for it")
    qtbot.waitUntil(lambda: bool(passed(stage, customers[0])))


def test_another_desks_entry_does_not_take_what_is_typed(
    qtbot: QtBot, stage: Scene, pane: TimeLinePane, customers: tuple[int, int]
) -> None:
    pane.show_customer(customers[0])
    pane.focus_log()
    QTest.keyClicks(words(pane), "While I type")
    with qtbot.waitSignal(stage.desk.changed):
        stage.do(LogTouchPoint(customers[0], "note", "from elsewhere"))
    qtbot.wait(50)
    assert words(pane).toPlainText() == "While I type"
    assert words(pane).hasFocus()
