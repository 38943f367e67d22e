"""What can be done with a touch point that stands in the book: correct it, withdraw it, bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.computer.memory import Memory
from app.features.customers.card import Card, card
from app.features.touchpoints import (
    CorrectTouchPoint,
    RestoreTouchPoint,
    TimeLineEntry,
    WithdrawTouchPoint,
)
from app.features.touchpoints import touch_point as one_touch_point
from app.rules.permissions import Permission
from ui.pages.touchpoints.correcting import FORM, CorrectDialog
from ui.parts.action import Action, Actions
from ui.parts.page import Page

if TYPE_CHECKING:
    from ui.desk import Desk


class TouchVerbs(QObject):
    """The actions that other pages trigger by the touch point's id."""

    def __init__(self, page: Page, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(page)
        self._page, self._desk, self._actions, self._memory = page, desk, actions, memory
        needs = CorrectTouchPoint.needs
        actions.add(
            Action("touchpoints.correct", "Correct a touch point…", self.correct, icon="edit", needs=needs),
            Action("touchpoints.withdraw", "Withdraw a touch point", self.withdraw, icon="delete", needs=needs),
            Action(
                "touchpoints.bring_back", "Bring a touch point back", self.bring_back, icon="bring back", needs=needs
            ),
            Action(f"draft.{FORM}", "correction", lambda key: self.correct(int(key)), needs=needs),
        )

    def correct(self, touch_point: int | None = None) -> None:
        """Open the form with what was logged."""
        if touch_point is not None:
            self._desk.ask(self, one_touch_point, touch_point, then=self._ask_people)

    def withdraw(self, touch_point: int | None = None) -> None:
        """Take it out of sight; the message line offers Undo."""
        if touch_point is not None:
            self._desk.do(self, WithdrawTouchPoint(touch_point))

    def bring_back(self, touch_point: int | None = None) -> None:
        """Into sight again."""
        if touch_point is not None:
            self._desk.do(self, RestoreTouchPoint(touch_point))

    def may_change(self, entry: TimeLineEntry) -> bool:
        """Whether the user may correct or withdraw it: their own, or anybody's."""
        own = entry.user_id == self._desk.user.id
        return self._desk.may(CorrectTouchPoint.needs) and (own or self._desk.may(Permission.CORRECT_TOUCH_POINTS))

    def _ask_people(self, entry: TimeLineEntry) -> None:
        self._desk.ask(self, card, entry.customer_id, then=lambda seen: self._open(entry, seen))

    def _open(self, entry: TimeLineEntry, seen: Card) -> None:
        people = [(one.id, one.name) for one in seen.contacts]
        dialog = CorrectDialog(self._page.window(), self._desk, self._memory, entry, people)
        dialog.show_over(dialog.form.editor("words"))
