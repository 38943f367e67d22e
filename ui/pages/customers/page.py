"""The page of customers: the list at the left, the selected customer's card and time line beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QStackedLayout

from app.changes import Topic
from app.computer.memory import Memory
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.customers.lists import CustomerLine, ListFilter, count_customers
from ui.pages.customers.arrangement import Arrangement
from ui.pages.customers.card_pane import CardPane
from ui.pages.customers.draft_keys import CONTACT, CUSTOMER, FOLLOW_UP, NEW
from ui.pages.customers.erasing import Erasing
from ui.pages.customers.exporting import Exporting
from ui.pages.customers.holding import Holding
from ui.pages.customers.list_pane import ListPane
from ui.pages.customers.list_verbs import ListVerbs
from ui.pages.customers.nothing_yet import nothing_yet
from ui.pages.customers.place import ListPlace
from ui.pages.customers.search import (
    customer_groups,
    customer_of,
    customers_found,
    people_found,
    people_groups,
)
from ui.pages.customers.time_line_pane import TimeLinePane
from ui.parts.action import Action, Actions
from ui.parts.cells import Row
from ui.parts.ground import ground
from ui.parts.numbers import number
from ui.parts.page import Page
from ui.parts.results import Result, ResultGroup
from ui.running import Running

if TYPE_CHECKING:
    from ui.desk import Desk

_PAUSE = 60
"""Steps through the list that follow each other faster than this are one run: the card waits for its end."""


class CustomersPage(Page):
    """Holds the selection: the row on which the keyboard stands is the customer in the other panes."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.CUSTOMERS, Topic.TOUCH_POINTS, Topic.ASSIGNMENTS, Topic.TEAM, Topic.LISTS}
    )
    count_topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CUSTOMERS})

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("customers")
        ground(self, "surface")
        self.customer: int | None = None
        self._noted: int | None = None
        self._card_waits = False
        self.list = ListPane(desk)
        self._declare()
        self._verbs = ListVerbs(self, self.list, lambda: self.customer, self._come_into_sight)
        self._exporting = Exporting(self, self.list, memory)
        self._holding = Holding(self, lambda: self.customer)
        self._erasing = Erasing(self, lambda: self.customer, self._step_on)
        self.card = CardPane(desk, actions, memory, self)
        self.time_line = TimeLinePane(desk, actions, memory, self)
        self.arrangement = Arrangement(self.list, self.card, self.time_line)
        self._place = ListPlace(self.list, self.arrangement, memory)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._follow_list)
        self._wanted: int | None = self._place.restore()
        self._lay_out()
        self._connect()

    # What the window asks of a page

    def load(self) -> None:
        self.list.load()

    def take_over(self, rows: list[Row], current: object, scrolled: int) -> None:
        """Go on where the first sight was, with the customer that was chosen there."""
        self.list.put_first(rows, scrolled)
        if isinstance(current, int):
            self._wanted = current

    def visit(self, customer: int | None = None, **_spot: Any) -> None:
        """Show a customer, whether or not the list has it."""
        if customer is not None:
            self._wanted = customer
            self._panes_in_sight(True)
            self._show_customer(customer)
            self._select_wanted()
            self.arrangement.open_customer()

    def show_panes(self, count: int) -> None:
        """One, two or three panes side by side."""
        self.arrangement.show_panes(count)

    def count(self, show: Callable[[str, str], None]) -> None:
        """How many customers there are, for the rail."""

        def tell(count: int) -> None:
            show(number(count) if count else "", "")

        self.desk.ask(self, count_customers, ListFilter(), then=tell, lane="count")

    def focus_first(self) -> None:
        """The keyboard goes to the list."""
        self.list.table.setFocus()

    def search(self, words: str, show: Callable[[Sequence[ResultGroup]], None]) -> Running:
        """What the search box finds here: the customers at once, the people at them as soon as they are found too."""

        def show_customers(customers: list[CustomerLine]) -> None:
            groups = customer_groups(customers, words)
            if groups:
                show(groups)
            self.ask(
                people_found, words, then=lambda people: show(groups + people_groups(people, words)), lane="search"
            )

        return self.ask(customers_found, words, then=show_customers, lane="search")

    def choose(self, result: Result, log: bool) -> None:
        """A result was chosen in the search box."""
        action = "touchpoints.log" if log else "customers.open"
        self.known_actions.trigger(action, customer=customer_of(result))

    def leave(self) -> None:
        """The window closes."""
        self._place.keep()

    # Which customer

    def _follow_at_once_or_soon(self) -> None:
        """A single step at once; while one runs through the list, when that comes to rest.

        Not while a customer is waited for: the list that takes the keyboard would put its first one in the place.
        """
        if self._wanted is not None and not self.list.known:
            return
        resting = not self._soon.isActive()
        self._soon.start()
        current = self.list.table.current_id()
        if resting and isinstance(current, int) and current != self.customer:
            self._wanted = None
            self._put_customer(current)

    def _follow_list(self) -> None:
        current = self.list.table.current_id()
        if isinstance(current, int) and (current != self.customer or current != self._noted):
            self._wanted = None
            self._show_customer(current)

    def _show_customer(self, customer: int) -> None:
        self._soon.stop()
        self._put_customer(customer)
        if customer != self._noted:
            self._noted = customer
            self.known_actions.trigger("go.note", page="customers", customer=customer)

    def _put_customer(self, customer: int) -> None:
        """Into both panes; a row that is passed over is no spot to come back to."""
        if customer != self.customer:
            self.customer = customer
            # What passed is asked first: it is painted at once, while a card is some sixty widgets to build.
            self._card_waits = self.time_line.isVisible() and self.time_line.customer != customer
            self.time_line.show_customer(customer)
            self.card.show_customer(customer, later=self._card_waits)
        self.known_actions.refresh()
        self._place.keep_soon()

    def _select_wanted(self) -> None:
        """Select the row of the customer that was asked for; what the list does not have is not selected."""
        wanted, table = self._wanted, self.list.table
        if wanted is not None and self.list.shows(wanted):
            self._wanted = None
            table.select([wanted], scroll=not self._place.scroll_back())
        elif wanted is not None:
            table.clearSelection()

    def _ask_card(self) -> None:
        if self._card_waits:
            self._card_waits = False
            self.card.refresh()

    def _loaded(self, total: int) -> None:
        self._panes_in_sight(total > 0 or self.list.chosen != ListFilter() or self._somebody_types())
        if self.customer is None:
            self._begin()
        self._select_wanted()
        self._wanted = None

    def _begin(self) -> None:
        """Where one left off, or the first of the list."""
        if self._wanted is None or not self.list.shows(self._wanted):
            self._wanted = self.list.first
        if self._wanted is not None:
            self._show_customer(self._wanted)

    def _step_on(self) -> None:
        """The customer of the card is gone: the first of the list comes in its place."""
        self.customer = None

    def _somebody_types(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.card.isAncestorOf(focus)

    def _open(self, customer: object) -> None:
        """Enter: the card takes the keyboard."""
        if isinstance(customer, int):
            self._show_customer(customer)
            self.arrangement.open_customer()
            self.card.setFocus()

    # What can be done

    def _declare(self) -> None:
        edit, menu = EditCustomer.needs, "Customer"
        self.known_actions.add(
            Action("customers.new", "New customer", self._new, "Ctrl+N", "add", AddCustomer.needs, menu=menu),
            Action("customers.open", "Open", self._visit, "", "open", menu=""),
            Action("customers.edit", "Edit", self._edit, "F2", "edit", edit, self._one_is_shown, menu),
            Action("customers.find", "Filter the list", self._find, "", "filter"),
            Action(f"draft.{CUSTOMER}", "customer", self._go_on, needs=edit),
            Action(f"draft.{CONTACT}", "person", self._go_on_person, needs=edit),
            Action(f"draft.{FOLLOW_UP}", "follow-up", self._go_on_follow_up, needs=edit),
        )

    def _one_is_shown(self) -> bool:
        return self.customer is not None

    def _visit(self, customer: int | None = None) -> None:
        shown = customer if customer is not None else self.customer
        if not self.known_actions.trigger("go.customers", customer=shown):
            self.visit(customer=shown)

    def _come_into_sight(self) -> None:
        if not self.isVisible():
            self.known_actions.trigger("go.customers")

    def _new(self, name: str = "") -> None:
        self._come_into_sight()
        self._panes_in_sight(True)
        self.arrangement.open_customer()
        self.card.add(name)

    def _edit(self, customer: int | None = None) -> None:
        self._visit(customer)
        self.card.edit()

    def _go_on(self, key: str) -> None:
        """Continue the draft of a customer."""
        if key == NEW:
            self._new()
        else:
            self._edit(int(key))

    def _go_on_person(self, key: str) -> None:
        customer, contact = key.split(":")
        self._visit(int(customer))
        self.card.when_seen(int(customer), lambda: self.card.edit_person(None if contact == NEW else int(contact)))

    def _go_on_follow_up(self, key: str) -> None:
        customer, _, follow_up = key.partition(":")
        self._visit(int(customer))
        again = partial(self.card.edit_follow_up, int(follow_up)) if follow_up else self.card.add_follow_up
        self.card.when_seen(int(customer), again)

    def _find(self, words: str = "") -> None:
        self._come_into_sight()
        self.arrangement.close_customer()
        self.list.find_words(words)
        self.focus_first()

    # Building

    def _lay_out(self) -> None:
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.arrangement)
        self._stack.addWidget(nothing_yet(self.known_actions, self.desk.may))

    def _panes_in_sight(self, panes: bool) -> None:
        if self._stack.currentIndex() != int(not panes):
            self._stack.setCurrentIndex(int(not panes))

    def _connect(self) -> None:
        self.list.loaded.connect(self._loaded)
        self.time_line.came.connect(self._ask_card)
        self.list.opened.connect(self._open)
        self.list.current_changed.connect(lambda _customer: self._follow_at_once_or_soon())
        self.list.selection_changed.connect(self.known_actions.refresh)
        self.list.menu_wanted.connect(self._verbs.open_menu)
        self.card.asked.connect(lambda customer: self._visit(customer))
        self.card.form_closed.connect(self.arrangement.focus_list)
        self.time_line.wanted.connect(self.arrangement.open_time_line)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._place.keep()
