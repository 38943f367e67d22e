"""The third pane: the log box, and below it all that passed between us and the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.changes import Topic
from app.computer.memory import Memory
from app.features.customers.card import Card, card
from app.features.touchpoints import LogTouchPoint
from ui.pages.customers.log_box import LogBox
from ui.pages.customers.touch_log import TouchLog
from ui.parts.action import Action, Actions
from ui.parts.ground import ground
from ui.parts.page import Page
from ui.parts.section import Hairline

if TYPE_CHECKING:
    from ui.desk import Desk


class TimeLinePane(Page):
    """Shows one customer's time line; `wanted` asks the page to bring the pane into sight."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.TOUCH_POINTS, Topic.FOLLOW_UPS, Topic.CUSTOMERS, Topic.TEAM})
    wanted = Signal()

    def __init__(self, desk: Desk, actions: Actions, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(desk, actions, parent)
        self.setObjectName("time_line")
        ground(self, "sunken")
        self.customer: int | None = None
        self.box = LogBox()
        self._log = TouchLog(self.box, desk, memory)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addWidget(Hairline())
        column.addStretch(1)
        actions.add(
            Action(
                "touchpoints.log", "Log what passed…", self._start, "Ctrl+L", "call",
                needs=LogTouchPoint.needs, menu="Customer",
            )
        )  # fmt: skip
        self._show_box()

    def show_customer(self, customer_id: int | None) -> None:
        """Show this customer's time line; what was typed for the one before is kept as a draft."""
        if customer_id != self.customer:
            self.customer = customer_id
            self._log.show(customer_id)
            self._show_box()
            self.refresh()

    def log(self, kind: str = "") -> None:
        """The caret into the log box, for this kind."""
        self.wanted.emit()
        self.box.choose_kind(kind)
        self.focus_log()

    def focus_log(self) -> None:
        """The caret into the log box."""
        self.box.words.setFocus()

    def load(self) -> None:
        if self.customer is not None:
            self.ask(card, self.customer, then=self._show_customer)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._log.keep()

    def _start(self, customer: int | None = None, kind: str = "") -> None:
        spot = {} if customer is None else {"customer": customer}
        self.known_actions.trigger("go.customers", **spot)
        if customer is not None:
            self.show_customer(customer)
        self.log(kind)

    def _show_customer(self, seen: Card) -> None:
        self.box.show_people([(one.id, one.name) for one in seen.contacts])
        self.box.show_do_not_call(bool(seen.values["do_not_call"]))

    def _show_box(self) -> None:
        self.box.setVisible(self.customer is not None and self.desk.may(LogTouchPoint.needs))
