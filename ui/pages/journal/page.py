"""The page of the journal: filters and operations at the left, the selected one at the right."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.changes import Topic
from app.computer.memory import Memory
from app.errors import HousebookError, Stopped
from app.features.customers.lists import CustomerLine, lines_of
from app.features.journal.reading import JournalFilter
from app.features.journal.story import SHOWN, Story, Stretch, story, stretch
from app.features.team import UserLine, users
from app.rules.permissions import Permission
from ui.desk import Desk
from ui.pages.journal.filter_bar import FilterBar
from ui.pages.journal.operation_list import OperationList
from ui.pages.journal.operation_panel import OperationPanel
from ui.pages.journal.proof import Proof
from ui.pages.journal.undoing import Undoing, asks_first, undoable
from ui.parts.action import Action, Actions
from ui.parts.empty import EmptyState, FirstStep
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.numbers import counted
from ui.parts.page import Page
from ui.parts.page_head import page_head
from ui.parts.panes import Panes
from ui.parts.section import Hairline
from ui.parts.strip import Strip
from ui.theme.tokens import Size, Space, Weight

_NEXT: Final = 1000
_MOST_AGAIN: Final = 2000
_PANEL: Final = 400


class JournalPage(Page):
    """Everybody sees what touched a customer and what they did themselves; the whole book's journal needs the right."""

    topics: ClassVar[frozenset[Topic]] = frozenset(Topic)

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("journal")
        self._memory = memory
        self._chosen = JournalFilter()
        self._anew = True
        self._shown: int | None = None
        self._number = text_label("", Size.VALUE, Weight.PLAIN, "text3")
        self._number.setObjectName("journal.count")
        self.bar, self.list, self.panel, self.proof = FilterBar(), OperationList(), OperationPanel(), Proof(desk)
        self.undoing = Undoing(desk, actions, self, self.panel.progress)
        self._own = Strip(
            "stale",
            "You see what you did yourself. Managers read the journal of the whole book.",
            sign="restricted",
            name="journal.own",
        )
        self._error = Strip("error", verb="Try again", run=self.refresh, name="journal.error")
        self._lay_out()
        self._connect()
        actions.add(
            Action("journal.customer", "What was done", self._of_customer, icon="journal"),
            Action("journal.open", "Show in the journal", self._open, icon="journal"),
            Action("journal.undo", "Undo", self._undo, icon="undo", needs=Permission.UNDO_OWN),
        )

    # What is asked

    def load(self) -> None:
        self.list.loading()
        count, _ = self.list.loaded()
        limit = SHOWN if self._anew else min(max(SHOWN, count), _MOST_AGAIN)
        chosen = self._chosen
        self.ask(users, then=self._show_people)
        self.ask(stretch, self._asked(), None, limit, then=lambda part: self._show_part(chosen, part), lane="newest")
        if chosen.customer_id is not None:
            self.ask(lines_of, [chosen.customer_id], then=self._show_customer)
        if self._shown is not None:
            self._ask_story(self._shown)

    def failed(self, error: HousebookError) -> None:
        if not isinstance(error, Stopped):
            self._error.set_words(error.words)
            self._error.show()
            self.list.read_again()

    def _asked(self) -> JournalFilter:
        """Who may not read the whole journal is answered with what they did themselves."""
        if self._chosen.customer_id is not None or self.desk.may(Permission.SEE_JOURNAL):
            return self._chosen
        return replace(self._chosen, user_id=self.desk.user.id)

    def _load_older(self, before: int) -> None:
        chosen = self._chosen

        def show(part: Stretch) -> None:
            if chosen == self._chosen and not self._anew:
                self.list.add_older(part)
                self._show_number()

        self.ask(stretch, self._asked(), before, _NEXT, then=show, lane="older")

    def _ask_story(self, operation: int) -> None:
        self.ask(story, operation, self._chosen.customer_id, then=self._show_story)

    # What is shown

    def _show_part(self, chosen: JournalFilter, part: Stretch) -> None:
        if chosen != self._chosen:
            return
        self._error.hide()
        self.list.show_newest(part, self._anew)
        self._anew = False
        self._own.setVisible(self._asked() != self._chosen)
        self._show_number()
        self._places.setCurrentIndex(0 if part.lines else 1)
        if part.lines and self._shown is None:
            self.list.select([part.lines[0].id], scroll=False)

    def _show_number(self) -> None:
        number, more = self.list.loaded()
        plain = self._asked() == JournalFilter() and number
        if plain:
            # Revisions have no gaps: that of the newest is how many there are.
            newest = self.list.line(self.list.first_id())
            number, more = (newest.revision if newest else number), False
        words = counted(number, "operation")
        self._number.setText(f"more than {words}" if more else words)

    def _show_people(self, people: Sequence[UserLine]) -> None:
        self.bar.show_people([(one.id, one.name) for one in people])

    def _show_customer(self, lines: Sequence[CustomerLine]) -> None:
        if lines and lines[0].id == self._chosen.customer_id:
            self.bar.show_filter(self._chosen, lines[0].name)

    def _show_story(self, told: Story) -> None:
        if told.line.id == self._shown:
            may, asks = undoable(told, self.desk), asks_first(told, self.desk)
            self.panel.show_story(told, self._chosen.customer_id is not None, may, asks)
            self._side.setCurrentIndex(1)

    # What the person does

    def visit(self, **spot: Any) -> None:
        """Show one customer's journal, or one operation; without either, as it was left."""
        if spot.get("customer") is not None:
            self._narrow(JournalFilter(customer_id=spot["customer"]))
        if spot.get("operation") is not None:
            self._select(int(spot["operation"]))

    def focus_first(self) -> None:
        """The keyboard goes to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Remember how the page was parted."""
        self._memory.keep("journal.panes", self._panes.sizes())

    def _narrow(self, chosen: JournalFilter) -> None:
        if chosen != self._chosen:
            self._chosen, self._anew, self._shown = chosen, True, None
            self.bar.show_filter(chosen)
            self.refresh()

    def _select(self, operation: int) -> None:
        """An operation that is far down, or filtered out, is shown beside all the same."""
        self._shown = operation
        self.list.select([operation] if self.list.line(operation) else [])
        self._ask_story(operation)

    def _go_to(self, operation: int) -> None:
        """From an undoing to what it undid, or back."""
        self._select(operation)
        self.known_actions.trigger("go.note", page="journal", operation=operation)

    def _take_current(self, operation: Hashable | None) -> None:
        if isinstance(operation, int) and operation != self._shown:
            self._shown = operation
            self._ask_story(operation)

    def _of_customer(self, customer: int | None = None) -> None:
        if customer is not None:
            self.known_actions.trigger("go.journal", customer=customer)

    def _open(self, operation: int | None = None) -> None:
        if operation is not None:
            self.known_actions.trigger("go.journal", operation=operation)

    def _undo(self, operation: int | None = None) -> None:
        if operation is not None:
            self.undoing.undo(operation)
        else:
            self._undo_shown()

    def _undo_shown(self) -> None:
        told = self.panel.story
        if told is not None and undoable(told, self.desk) is True:
            self.undoing.ask(told)

    # Laying out

    def _connect(self) -> None:
        self.bar.changed.connect(self._narrow)
        self.list.older_wanted.connect(self._load_older)
        self.list.current_changed.connect(self._take_current)
        self.list.opened.connect(lambda _id: self.panel.changes.setFocus())
        self.panel.undo_wanted.connect(self._undo_shown)
        self.panel.other_wanted.connect(self._go_to)

    def _lay_out(self) -> None:
        ground(self, "surface")
        self._places, self._side = QStackedWidget(), QStackedWidget()
        clear = FirstStep("close", "Clear filters", "Shows the whole journal.", self._clear, name="journal.clear_all")
        self._places.addWidget(self.list)
        self._places.addWidget(EmptyState("journal", "Nothing fits", "No operation is as you ask for.", [clear]))
        blank = QWidget()
        ground(blank, "sunken")
        self._side.addWidget(blank)
        self._side.addWidget(self.panel)
        self._panes = Panes("journal.panes")
        self._panes.addWidget(self._left())
        self._panes.addWidget(self._side)
        self._panes.setStretchFactor(0, 3)
        self._panes.setStretchFactor(1, 1)
        self._panes.set_defaults([688, _PANEL])
        kept = self._memory.recall("journal.panes")
        if isinstance(kept, list) and len(kept) == 2 and all(isinstance(width, int) for width in kept):
            self._panes.setSizes(kept)
        self._side.setMinimumWidth(320)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._panes)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setMinimumWidth(480)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page_head("Journal", self._number, self.proof.verb))
        column.addWidget(self.proof)
        narrowing = QVBoxLayout()
        narrowing.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.M)
        narrowing.setSpacing(Space.M)
        for part in (self._own, self._error, self.bar):
            narrowing.addWidget(part)
        self._own.hide()
        self._error.hide()
        column.addLayout(narrowing)
        column.addWidget(Hairline())
        column.addWidget(self._places, 1)
        return left

    def _clear(self) -> None:
        self._narrow(JournalFilter())
