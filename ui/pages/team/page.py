"""The page of the team: the board of a day, the person or gap selected on it, and their customers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from app import clock
from app.changes import Topic
from app.computer.memory import Memory
from app.errors import HousebookError, Stopped
from app.rules.permissions import Permission
from ui.pages.team.as_of import AsOf
from ui.pages.team.board_rows import BoardRows, head_words
from ui.pages.team.board_table import BoardTable
from ui.pages.team.by_customer import ByCustomer
from ui.pages.team.failures import Failures
from ui.pages.team.head import BY_CUSTOMER, BY_PERSON, BY_TEAM, WAYS, TeamHead
from ui.pages.team.panel import SidePanel
from ui.pages.team.questions import (
    Held,
    Look,
    count_gaps,
    customers_of_gap,
    customers_of_person,
    look_at,
    owned_then_and_now,
)
from ui.pages.team.sights import sight
from ui.pages.team.spots import GAP, PERSON, TEAM, Spot, is_there, person, spot_of
from ui.pages.team.strips import Strips
from ui.pages.team.verbs import TeamVerbs
from ui.parts.action import Actions
from ui.parts.days import date_words
from ui.parts.ground import ground
from ui.parts.numbers import counted, number
from ui.parts.page import Page
from ui.parts.section import Hairline

if TYPE_CHECKING:
    from ui.desk import Desk

_PAUSE: Final = 60
"""So long the board may be run through by arrow key before the customers follow."""
_PANEL, _WIDE_PANEL, _WIDE = 320, 380, 1400


class TeamPage(Page):
    """Holds the day, the way to look and what is selected; everything shown follows from these."""

    topics: ClassVar[frozenset[Topic]] = frozenset(Topic) - {Topic.BOOK}
    count_topics: ClassVar[frozenset[Topic]] = frozenset({Topic.ASSIGNMENTS, Topic.TEAM, Topic.CUSTOMERS})

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("team")
        ground(self, "surface")
        self._memory = memory
        self.look: Look | None = None
        self.held = Held()
        kept = memory.recall("team.way")
        self.way = kept if kept in dict(WAYS) else BY_PERSON
        self._spots: dict[str, Spot | None] = {BY_PERSON: spot_of(memory.recall_here("team.selected")), BY_TEAM: None}
        self.verbs = TeamVerbs(self, desk, actions, memory.drafts)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._ask_held)
        self._build(actions)
        self._connect()
        self.show_way(self.way)

    # What the window asks of a page

    def load(self) -> None:
        today = clock.today()
        self.as_of.set_today(today)
        self.table.loading()
        self.failures.ask()
        self.ask(look_at, self.as_of.day, today, clock.now(), then=self._show_look)

    def visit(self, user: int | None = None, gap: str = "", way: str = "", **_spot: Any) -> None:
        """Show a person or a gap."""
        if way in dict(WAYS):
            self.show_way(way)
        if user is not None or gap:
            if self.way == BY_TEAM:
                self.show_way(BY_PERSON)
            self.select(person(user) if user is not None else Spot(GAP, gap))

    def count(self, show: Callable[[str, str], None]) -> None:
        """How many customers nobody takes care of, for the rail."""

        def tell(gaps: int) -> None:
            show(counted(gaps, "gap") if gaps else "", "warn" if gaps else "")

        self.desk.ask(self, count_gaps, clock.today(), clock.now(), then=tell, lane="count")

    def focus_first(self) -> None:
        """The keyboard goes to the board, or to the list of customers."""
        (self.by_customer.list if self.way == BY_CUSTOMER else self.table).setFocus()

    def show_panes(self, count: int) -> None:
        """One pane: the board alone."""
        for part in (self.panel, self._line):
            part.setVisible(count > 1)

    def leave(self) -> None:
        """Keep what is to be remembered."""
        self._memory.keep("team.way", self.way)
        self._memory.keep_here("team.columns", self._columns)
        spot = self._spots[BY_PERSON]
        self._memory.keep_here("team.selected", spot.as_words() if spot is not None else "")

    def failed(self, error: HousebookError) -> None:
        """What is shown stays; the strip says that it may be old."""
        if not isinstance(error, Stopped):
            self.strips.show_error(error.words)

    # What is looked at

    @property
    def spot(self) -> Spot | None:
        """The person, gap or team that is selected."""
        return self._spots[BY_TEAM if self.way == BY_TEAM else BY_PERSON]

    def select(self, spot: Spot | None) -> None:
        """Select somebody, or a gap."""
        if spot is not None and spot != self.spot:
            self._spots[BY_TEAM if self.way == BY_TEAM else BY_PERSON] = spot
            if spot.kind == PERSON:
                self.known_actions.trigger("go.note", page="team", user=spot.key)
            self._show_selected()
        self.known_actions.refresh()

    def show_way(self, way: str) -> None:
        """Look by person, by customer or by team."""
        self.way = way
        self.head.show_way(way)
        self._stack.setCurrentWidget(self.by_customer if way == BY_CUSTOMER else self.table)
        self.panel.show_list(way == BY_PERSON)
        if self.look is not None:
            self._show_look(self.look)

    def _show_look(self, look: Look) -> None:
        self.look = look
        self.strips.show_error("")
        if look.board.roles != self.table.roles:
            self._new_table()
        self.head.show_counts(head_words(look.board, look.today))
        self.as_of.show_span(look.board)
        self.strips.show_day(look.board.on, look.today)
        self._show_rows()
        self._spots[BY_TEAM if self.way == BY_TEAM else BY_PERSON] = self._known_spot()
        self._show_selected()
        self.known_actions.refresh()

    def _show_rows(self) -> None:
        if self.look is None:
            return
        may = self.verbs.may_assign and not self.look.elsewhen
        self.table.takes_customers = may
        made = BoardRows(self.look.board, may, self.table.sort(), self.look.locked)
        shown = made.by_team() if self.way == BY_TEAM else made.by_person()
        self.table.show_rows(shown.rows, shown.groups)
        self.table.show_average(self.look.board.average if self.way == BY_PERSON else 0)

    def _known_spot(self) -> Spot | None:
        """What was selected if this day has it, else the first row: a gap, if there is one."""
        if self.look is None:
            return None
        board = self.look.board
        return next((spot for spot in (self.spot, self.table.first()) if is_there(board, spot)), None)

    def _show_selected(self) -> None:
        look = self.look
        seen = sight(look, self.spot) if look is not None else None
        if look is None or seen is None:
            self.panel.clear()
            return
        then = date_words(look.board.on) if look.elsewhen else ""
        now = not look.elsewhen
        self.panel.show_sight(seen, then, self.verbs.may_assign and now, self.verbs.may_edit and now)
        if self.table.spot() != self.spot:
            self.table.select([self.spot] if self.spot is not None else [])
        self.by_customer.show_choice(look.board, self._spots[BY_PERSON])
        self._soon.start()

    def _ask_held(self) -> None:
        look, spot = self.look, self.spot
        if look is None or spot is None or spot.kind == TEAM or not self.desk.may(Permission.SEE_CUSTOMERS):
            return
        on = look.board.on
        if spot.kind == GAP:
            self.ask(customers_of_gap, spot.key, on, then=self._show_held, lane="held")
            return
        self.ask(customers_of_person, spot.key, on, look.owner_role, then=self._show_held, lane="held")
        if look.elsewhen:
            asked = (spot.key, on, look.today, look.owner_role)
            self.ask(owned_then_and_now, *asked, then=self._show_since)

    def _show_held(self, held: Held) -> None:
        self.held = held
        today = clock.today()
        self.panel.show_held(held, today)
        self.by_customer.show_held(held, today)

    def _show_since(self, moved: tuple[int, int]) -> None:
        gone, come = moved
        words = f"Since then {number(gone)} went to others, and {number(come)} came."
        self.panel.show_since(words if gone or come else "The customers owned are the same as today.")

    # What is done on the board

    def _open(self, row: Hashable) -> None:
        """Enter: into the customers of the row, or into the team."""
        if isinstance(row, Spot) and row.kind == TEAM and self.look is not None:
            lines = [team.lines for team in self.look.board.teams if (team.team_id or 0) == row.key]
            self.show_way(BY_PERSON)
            if lines and lines[0]:
                self.select(person(lines[0][0].user_id))
            self.table.setFocus()
        else:
            self.panel.list.setFocus()

    def _clicked(self, row: Hashable, column: str) -> None:
        """The verb beside the number of a gap."""
        if column == "owned" and isinstance(row, Spot) and row.kind == GAP and self.verbs.can_assign() is True:
            self.known_actions.trigger("team.assign")

    def _way_chosen(self, way: str) -> None:
        self.show_way(way)
        self.focus_first()

    # Building

    def _build(self, actions: Actions) -> None:
        self._columns = str(self._memory.recall_here("team.columns", ""))
        self.head, self.as_of = TeamHead(actions), AsOf(clock.today())
        self.strips = Strips(self.as_of.go_back, self.refresh, lambda: self.failures.seen())
        self.failures = Failures(self.desk, self._memory, self.strips.show_failures, self)
        self.table, self.by_customer, self.panel = BoardTable(()), ByCustomer(), SidePanel()
        self._stack, self._line = QStackedWidget(), Hairline(standing=True)
        for shown in (self.table, self.by_customer):
            self._stack.addWidget(shown)
        left = QVBoxLayout()
        left.setSpacing(0)
        for part in (self.head, Hairline(), self.as_of, self.strips, Hairline()):
            left.addWidget(part)
        left.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._line)
        whole.addWidget(self.panel)
        self.panel.setFixedWidth(_PANEL)

    def _new_table(self) -> None:
        """The book has other roles than the board was made for."""
        old, self.table = self.table, BoardTable(self.look.board.roles if self.look is not None else (), self._columns)
        self._stack.insertWidget(0, self.table)
        if self.way != BY_CUSTOMER:
            self._stack.setCurrentWidget(self.table)
        if old.hasFocus():
            self.table.setFocus()
        self._stack.removeWidget(old)
        old.deleteLater()
        self._connect_table()

    def _connect_table(self) -> None:
        table = self.table
        table.current_changed.connect(self.select)
        table.opened.connect(self._open)
        table.cell_clicked.connect(self._clicked)
        table.menu_wanted.connect(self.verbs.row_menu)
        table.dropped.connect(self.verbs.take_dropped)
        table.edit_wanted.connect(lambda _spot: self.verbs.edit())
        table.sort_changed.connect(lambda _sort: self._show_rows())
        for changed in (table.columns_changed, table.sort_changed):
            changed.connect(self._columns_changed)

    def _columns_changed(self, *_sort: object) -> None:
        self._columns = self.table.saved_columns()

    def _connect(self) -> None:
        self._connect_table()
        self.head.way_chosen.connect(self._way_chosen)
        self.head.menu_wanted.connect(self.verbs.page_menu)
        self.as_of.chosen.connect(lambda _day: self.refresh())
        self.by_customer.spot_chosen.connect(self.select)
        self.panel.hand_over.connect(lambda: self.known_actions.trigger("team.assign"))
        self.panel.edit_wanted.connect(self.verbs.edit)
        self.panel.all_wanted.connect(lambda: self._way_chosen(BY_CUSTOMER))
        for handled in (self.panel.list, self.by_customer.list):
            handled.let_drag()
            handled.opened.connect(lambda row: self.verbs.open_customer(row[0]))
            handled.end_wanted.connect(self.verbs.end)
            handled.left.connect(self.focus_first)
            handled.menu_wanted.connect(lambda _rows, place, handled=handled: self.verbs.list_menu(handled, place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setFixedWidth(_WIDE_PANEL if self.width() >= _WIDE else _PANEL)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.leave()
