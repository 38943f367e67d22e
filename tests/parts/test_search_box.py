"""The search field: results under the caret, all by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ui.parts.search_box import Marked, Result, ResultGroup, SearchBox
from ui.parts.shadow import cast_shadow

GROUPS = [
    ResultGroup("Customers", "2", (Result(1, Marked("Müller", ((0, 6),))), Result(2, Marked("Mueller Ltd")))),
    ResultGroup("People", "0", ()),
    ResultGroup("Said or written", "1", (Result(3, Marked("Call in, 3 Apr")),)),
]


@pytest.fixture
def box(qtbot: QtBot) -> SearchBox:
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    made = SearchBox(window, window)
    made.setGeometry(100, 10, 520, 30)
    window.show()
    made.setFocus()
    return made


def search(box: SearchBox) -> None:
    QTest.keyClicks(box, "mul")
    box.show_results(GROUPS, "mul")


def test_results_open_below_the_field_and_leave_the_caret_in_it(box: SearchBox) -> None:
    search(box)
    assert box.list.isVisible() and box.hasFocus()
    assert (box.list.pos(), box.list.width()) == (QPoint(100, 44), 520)
    assert [result.id for result in box.list.results()] == [1, 2, 3]


def test_arrows_go_round_and_enter_opens(box: SearchBox, qtbot: QtBot) -> None:
    search(box)
    QTest.keyClick(box, Qt.Key.Key_Up)
    QTest.keyClick(box, Qt.Key.Key_Up)
    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args is not None and chosen.args[0].id == 2
    assert not box.list.isVisible()


def test_the_other_keys(box: SearchBox, qtbot: QtBot) -> None:
    search(box)
    with qtbot.waitSignal(box.log_wanted) as log:
        QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert log.args is not None and log.args[0].id == 1
    search(box)
    with qtbot.waitSignal(box.all_wanted) as everything:
        QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert everything.args == ["mulmul"]


def test_ctrl_n_takes_the_words_along(box: SearchBox, qtbot: QtBot) -> None:
    search(box)
    with qtbot.waitSignal(box.new_wanted) as wanted:
        QTest.keyClick(box, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == ["mul"]


def test_an_answer_to_older_words_is_dropped(box: SearchBox) -> None:
    QTest.keyClicks(box, "mull")
    box.show_results(GROUPS, "mul")
    assert not box.list.isVisible()


def test_escape_goes_one_step_back_at_a_time(box: SearchBox, qtbot: QtBot) -> None:
    search(box)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert (box.list.isVisible(), box.text()) == (False, "mul")
    with qtbot.waitSignal(box.typed) as typed:
        QTest.keyClick(box, Qt.Key.Key_Escape)
    assert (typed.args, box.text()) == ([""], "")


def test_a_click_chooses(box: SearchBox, qtbot: QtBot) -> None:
    search(box)
    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.mouseClick(box.list, Qt.MouseButton.LeftButton, pos=QPoint(80, 4 + 26 + 32 + 10))
    assert chosen.args is not None and chosen.args[0].id == 2


def test_nothing_found_is_said(box: SearchBox) -> None:
    QTest.keyClicks(box, "zzz")
    box.show_results([], "zzz")
    assert box.list.isVisible()
    assert box.list.accessibleDescription() == "Nothing found"


def test_fewer_results_leave_the_popup_as_high_as_it_is_until_nobody_types(box: SearchBox, qtbot: QtBot) -> None:
    search(box)
    high = box.list.height()
    QTest.keyClicks(box, "l")
    box.show_results(GROUPS[2:], "mull", more=True)
    qtbot.wait(300)
    assert box.list.height() == high, "more is on its way"
    box.show_results(GROUPS[2:], "mull")
    assert box.list.height() == high
    qtbot.waitUntil(lambda: box.list.height() < high)


def test_what_does_not_come_leaves_the_popup_no_higher_than_it_has_to_be(box: SearchBox, qtbot: QtBot) -> None:
    search(box)
    high = box.list.height()
    QTest.keyClicks(box, "l")
    box.show_results(GROUPS[2:], "mull", more=True)
    qtbot.waitUntil(lambda: box.list.height() < high)


def test_a_shadow_follows_nothing_that_is_gone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    floating = QWidget(window)
    cast_shadow(floating)
    window.show()
    floating.resize(100, 50)
    with qtbot.captureExceptions() as raised:
        delete(floating)
        QApplication.processEvents()
    assert raised == []


def test_the_shadow_comes_after_the_popup_and_goes_with_it(box: SearchBox, qtbot: QtBot) -> None:
    shadow = box.window().findChild(QWidget, "shadow")
    search(box)
    assert shadow is not None
    qtbot.waitUntil(lambda: shadow.isVisible())
    assert shadow.geometry().contains(box.list.geometry())
    box.list.hide()
    qtbot.waitUntil(lambda: not shadow.isVisible())
