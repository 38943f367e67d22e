"""The third pane: the log box, and below it all that passed between us and the customer."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.changes import Topic
from app.computer.memory import Memory
from app.errors import HousebookError, NotFound
from app.features.customers.card import Card, card
from app.features.team import UserLine, users
from app.features.touchpoints import (
    LogTouchPoint,
    TimeLineEntry,
    TouchCount,
    TouchFilter,
    count_touch_points,
    time_line,
)
from app.features.touchpoints import (
    touch_point as one_touch_point,
)
from app.rules.permissions import Permission
from ui.pages.customers.entry_menu import entry_menu
from ui.pages.customers.log_box import LogBox
from ui.pages.customers.nothing_passed import NothingPassed
from ui.pages.customers.passed_head import PassedFilter, PassedHead
from ui.pages.customers.time_line_list import TimeLineList
from ui.pages.customers.touch_log import FORM, TouchLog
from ui.parts.action import Action, Actions
from ui.parts.ground import ground
from ui.parts.numbers import number
from ui.parts.page import Page
from ui.parts.section import Hairline

if TYPE_CHECKING:
    from ui.desk import Desk

PAGE: Final = 60
_LANE: Final = "time line"


class TimeLinePane(Page):
    """Shows one customer's time line; `wanted` asks the page to bring the pane into sight."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.TOUCH_POINTS, Topic.FOLLOW_UPS, Topic.CUSTOMERS, Topic.TEAM})
    wanted = Signal()
    came = Signal()
    """The first entries stand there, or cannot come."""

    def __init__(self, desk: Desk, actions: Actions, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(desk, actions, parent)
        self.setObjectName("time_line")
        ground(self, "sunken")
        self.customer: int | None = None
        self.box, self.head, self.list = LogBox(), PassedHead(), TimeLineList()
        self.nothing = NothingPassed()
        self._log = TouchLog(self.box, desk, memory)
        self._of_all: TouchCount | None = None
        self._fitting: TouchCount | None = None
        self._spot: int | None = None
        self._beside_wanted = True
        self._lay_out()
        self._connect()
        actions.add(
            Action(
                "touchpoints.log", "Log what passed…", self._start, "Ctrl+L", "call",
                needs=LogTouchPoint.needs, menu="Customer",
            ),
            Action("touchpoints.open", "Show a touch point", self._open),
            Action(f"draft.{FORM}", "touch point", lambda key: self._start(int(key)), needs=LogTouchPoint.needs),
        )  # fmt: skip
        self._show_parts()

    def show_customer(self, customer_id: int | None) -> None:
        """Show this customer's time line; what was typed for the one before is kept as a draft."""
        if customer_id == self.customer:
            return
        self.customer = customer_id
        self._spot, self._of_all, self._fitting = None, None, None
        self.head.show_count("", "")
        self._log.show(customer_id)
        self.box.show_people(())
        self.box.show_do_not_call(False)
        self.head.clear()
        self.list.forget_place()
        self._show_parts()
        self.refresh()

    def show_entry(self, touch_point: int) -> None:
        """Bring one entry into sight and open it, as soon as it is there."""
        self._spot = touch_point
        self._go_to_spot()

    def log(self, kind: str = "") -> None:
        """The caret into the log box, for this kind."""
        self.wanted.emit()
        self.box.choose_kind(kind)
        self.focus_log()

    def focus_log(self) -> None:
        """The caret into the log box."""
        self.box.words.setFocus()

    # Asking

    def load(self) -> None:
        if self.customer is None:
            return
        self._beside_wanted = True
        # As many as are shown, so that a refresh takes nobody's place away.
        self._ask_entries(max(PAGE, self.list.count()))

    def _gone(self, error: HousebookError) -> None:
        """A customer that was taken back: the card says so, here nothing is left to be shown."""
        if isinstance(error, NotFound):
            self.show_customer(None)
        else:
            self.failed(error)

    def _ask_entries(self, limit: int) -> None:
        self._ask_line(limit, None, lambda found: self._show_first(found, limit), self._first_failed)

    def _show_first(self, found: list[TimeLineEntry], limit: int) -> None:
        self._show_entries(found, limit)
        self.came.emit()
        self._ask_beside()

    def _first_failed(self, error: HousebookError) -> None:
        self.failed(error)
        self.came.emit()
        self._ask_beside()

    def _ask_beside(self) -> None:
        """Asked when the entries are painted, not beside them: nobody reads the numbers first."""
        if self._beside_wanted and self.customer is not None:
            self._beside_wanted = False
            self.ask(card, self.customer, then=self._show_card, otherwise=self._gone)
            self.ask(users, then=self._show_users)
        chosen = self.head.chosen
        everything = TouchFilter(customer_id=self.customer, with_withdrawn=chosen.with_withdrawn)
        self.ask(count_touch_points, everything, then=self._show_count_of_all, lane="all")
        self.ask(count_touch_points, _as_firm(self.customer, chosen), then=self._show_count)

    def _ask_more(self) -> None:
        """Ever more at once: each page costs a new layout of all."""
        shown = self.list.entries()
        limit = max(2 * PAGE, len(shown) // 2)
        self._ask_line(
            limit, shown[-1].place, lambda found: self.list.show_entries(shown + found, more=len(found) == limit)
        )

    def _ask_line(self, limit: int, before: Any, then: Any, otherwise: Any = None) -> None:
        chosen = self.head.chosen
        self.ask(
            time_line, self.customer, before, limit, chosen.words, chosen.kinds, chosen.user_id, chosen.with_withdrawn,
            then=then, otherwise=otherwise, lane=_LANE,
        )  # fmt: skip

    # Showing

    def _show_card(self, seen: Card) -> None:
        self._log.title = seen.name
        self.box.show_people([(one.id, one.name) for one in seen.contacts])
        self.box.show_do_not_call(bool(seen.values["do_not_call"]))

    def _show_users(self, known: list[UserLine]) -> None:
        self.head.show_users([(one.id, one.name) for one in known])

    def _show_count_of_all(self, counted: TouchCount) -> None:
        self._of_all = counted
        self._show_numbers()

    def _show_count(self, counted: TouchCount) -> None:
        self._fitting = counted
        self._show_numbers()

    def _show_numbers(self) -> None:
        """The two counts come home in any order."""
        if self._fitting is None or self._of_all is None:
            return
        fitting, of_all = (number(one.number, one.more) for one in (self._fitting, self._of_all))
        self.head.show_count(fitting, of_all)
        self.nothing.say(of_all, self.head.chosen != PassedFilter())
        self._show_parts()

    def _show_entries(self, found: list[TimeLineEntry], limit: int) -> None:
        self.list.show_entries(found, more=len(found) == limit)
        self._show_parts()
        self._go_to_spot()
        # Not left to the next round: the card may come home in this one, and take its time.
        self.list.viewport().repaint()

    def _show_parts(self) -> None:
        known = self.customer is not None
        self.box.setVisible(known and self.desk.may(LogTouchPoint.needs))
        self.head.setVisible(known)
        empty = known and self.head.count.text() != "" and not self.list.count()
        self.nothing.setVisible(empty)
        self.list.setVisible(known and not empty)

    def _go_to_spot(self) -> None:
        if self._spot is not None and any(one.id == self._spot for one in self.list.entries()):
            self.list.select([self._spot])
            if not self.list.is_open(self._spot):
                self.list.toggle(self._spot)
            self._spot = None

    # Doing

    def _start(self, customer: int | None = None, kind: str = "") -> None:
        spot = {} if customer is None else {"customer": customer}
        self.known_actions.trigger("go.customers", **spot)
        if customer is not None:
            self.show_customer(customer)
        self.log(kind)

    def _open(self, touch_point: int | None = None) -> None:
        """Show one touch point at its customer."""
        if touch_point is not None:
            self.ask(one_touch_point, touch_point, then=self._open_at_customer)

    def _open_at_customer(self, entry: TimeLineEntry) -> None:
        self.known_actions.trigger("customers.open", customer=entry.customer_id)
        self.show_customer(entry.customer_id)
        self.wanted.emit()
        self.show_entry(entry.id)

    def _open_menu(self, ids: list[Hashable], place: QPoint) -> None:
        entry = self.list.entry(ids[0])
        own = entry.user_id == self.desk.user.id or self.desk.may(Permission.CORRECT_TOUCH_POINTS)
        entry_menu(self.list, entry, self.known_actions, own).popup(place)

    def _correct(self, row_id: Hashable) -> None:
        self.known_actions.trigger("touchpoints.correct", touch_point=row_id)

    def _withdraw(self, row_id: Hashable) -> None:
        if not self.list.entry(row_id).withdrawn:
            self.known_actions.trigger("touchpoints.withdraw", touch_point=row_id)

    def _refilter(self) -> None:
        self.list.verticalScrollBar().setValue(0)
        self._ask_entries(PAGE)

    def _clear_filters(self) -> None:
        self.head.clear()
        self._refilter()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._log.keep()

    # Parts

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.box, Hairline(), self.head):
            column.addWidget(part)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self.box.left.connect(self.list.setFocus)
        self.head.changed.connect(self._refilter)
        self.nothing.cleared.connect(self._clear_filters)
        self.list.more_wanted.connect(self._ask_more)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.correct_wanted.connect(self._correct)
        self.list.withdraw_wanted.connect(self._withdraw)


def _as_firm(customer: int | None, chosen: PassedFilter) -> TouchFilter:
    """The same choice, as it is counted."""
    return TouchFilter(
        customer_id=customer,
        words=chosen.words,
        kinds=chosen.kinds,
        user_ids=() if chosen.user_id is None else (chosen.user_id,),
        with_withdrawn=chosen.with_withdrawn,
    )
