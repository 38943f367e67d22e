"""What somebody does at the window in an hour, each by the keys they would press or the verbs they would choose."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit

from tests.benchmarks.hour.changing import assign, bring_in, edit, elsewhere, to_list
from tests.benchmarks.hour.seat import Held, Key, Seat

NAMES = ("mull", "becker", "gmb", "maria", "hafen", "anna s", "lopez", "4930", "nord", "sch", "@", "ltd", "chen")
SAID = "Asked for the new price list; promised to call back."
_PAGES = ("touchpoints", "team", "journal", "importing", "settings", "customers")
_LISTS = ("time_line.list", "touchpoints.list", "journal.list", "customers.list")

Act = Callable[[Seat, Random], None]


def search(seat: Seat, lot: Random) -> None:
    """Letter by letter, then one of those found."""
    seat.window.actions_here.trigger("search.focus")
    seat.type(lot.choice(NAMES))
    seat.settle()
    seat.press(Key.Key_Down, lot.randrange(4))
    seat.press(Key.Key_Return)
    seat.settle()
    _leave_search(seat)


def walk(seat: Seat, lot: Random) -> None:
    """Down the list with the card following."""
    to_list(seat)
    for _ in range(3):
        seat.press(lot.choice((Key.Key_Down, Key.Key_Down, Key.Key_Up)))
        seat.settle()


def scroll(seat: Seat, lot: Random) -> None:
    """Far down the list, to its end and back; then through what passed."""
    table = to_list(seat)
    for key in (*[Key.Key_PageDown] * 8, lot.choice((Key.Key_End, Key.Key_PageDown)), Key.Key_Home):
        seat.press(key)
    seat.settle()
    table.verticalScrollBar().setValue(lot.randrange(max(1, table.verticalScrollBar().maximum())))
    seat.settle()
    _scroll_time_line(seat)


def log(seat: Seat, lot: Random) -> None:
    """What was said, saved by its key."""
    to_list(seat)
    seat.press(Key.Key_Down)
    seat.settle()
    seat.window.actions_here.trigger("touchpoints.log")
    box = seat.window.findChild(QPlainTextEdit, "log.words")
    if box is not None and box.isVisible():
        QTest.keyClicks(box, f"{SAID} {lot.randrange(1000)}")
        QTest.keyClick(box, Key.Key_Return, Held.ControlModifier)
    seat.settle()


def other_pages(seat: Seat, lot: Random) -> None:
    """All pages in turn, with a look around on each."""
    for page in _PAGES:
        seat.window.go(page)
        seat.settle()
        for view in seat.window.pages[page].findChildren(QAbstractItemView):
            if view.isVisible() and view.focusPolicy():
                QTest.keyClick(view, Key.Key_PageDown)
                QTest.keyClick(view, Key.Key_Down)
                break
        seat.settle()


def forms(seat: Seat, lot: Random) -> None:
    """A card's form opened and left; a new customer begun and thrown away."""
    seat.window.go("customers")
    seat.settle()
    for action in ("customers.edit", "customers.new"):
        seat.window.actions_here.trigger(action)
        seat.settle()
        if (form := getattr(seat.page, "card")._form) is not None:  # noqa: B009 - a page is more than a Page
            seat.type("Nobody")
            form.throw_away()
            form.leave()
        seat.settle()


def dialogs(seat: Seat, lot: Random) -> None:
    """The keys, an assignment that is not made, a filter's menu, the menu of a row."""
    table = to_list(seat)
    offered: list[Callable[[], Any]] = [
        lambda: seat.window.actions_here.trigger("help.keys"),
        lambda: seat.window.actions_here.trigger("customers.assign"),
        lambda: seat.window.actions_here.trigger("customers.filter"),
        lambda: QTest.keyClick(table, Key.Key_Menu),
        lambda: seat.window.actions_here.trigger("customers.find", words=lot.choice(NAMES)),
        lambda: seat.window.actions_here.trigger("customers.clear_filters"),
    ]
    for offer in offered:
        offer()
        seat.settle()
        seat.close_what_is_open()
    seat.window.actions_here.trigger("customers.find", words="")
    seat.settle()


def undo(seat: Seat, lot: Random) -> None:
    """The last thing done here."""
    seat.window.undoing.undo()
    seat.settle()
    seat.close_what_is_open()


USE: tuple[tuple[Act, int], ...] = (
    (search, 28), (walk, 20), (scroll, 11), (log, 12), (other_pages, 5), (forms, 4), (dialogs, 4), (undo, 3),
    (edit, 4), (assign, 2), (bring_in, 1), (elsewhere, 6),
)  # fmt: skip
"""Of a hundred acts so many each."""


def _scroll_time_line(seat: Seat) -> None:
    view = getattr(seat.page, "time_line").list  # noqa: B009 - a page is more than a Page
    for _ in range(4):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        seat.settle()


def _leave_search(seat: Seat) -> None:
    box = seat.find("search")
    if box is not None:
        QTest.keyClick(box, Key.Key_Escape)
        QTest.keyClick(box, Key.Key_Escape)
