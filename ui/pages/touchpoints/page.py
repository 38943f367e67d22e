"""The firm's time line: all that passed between all of us and all customers, newest first, by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from app import clock
from app.changes import Topic
from app.computer.memory import Memory
from app.features.lists import stage_choices
from app.features.team import TeamLine, UserLine, teams, users
from app.features.touchpoints import (
    LogTouchPoint,
    TimeLineEntry,
    TouchCount,
    TouchFilter,
    contact_roles,
    count_touch_points,
    firm_time_line,
    touches_per_day,
)
from ui.pages.touchpoints.chosen import Chosen, chosen_from
from ui.pages.touchpoints.head import TouchHead
from ui.pages.touchpoints.search import result_groups, said
from ui.pages.touchpoints.touch_rows import groups_of, row_of
from ui.pages.touchpoints.touch_table import TouchTable
from ui.pages.touchpoints.verbs import TouchVerbs
from ui.parts.action import Actions
from ui.parts.chart import DayBars
from ui.parts.columns import column_menu, save_columns
from ui.parts.empty import EmptyState, FirstStep
from ui.parts.ground import ground
from ui.parts.numbers import number
from ui.parts.page import Page
from ui.parts.results import Result, ResultGroup
from ui.parts.section import Hairline
from ui.running import Running
from ui.theme.icons import icon

if TYPE_CHECKING:
    from ui.desk import Desk

PAGE: Final = 200
_AHEAD: Final = 2
_LANE: Final = "time line"
_NONE = "Every call, e-mail, visit and note, of everybody and with everyone, the newest first."


class TouchPointsPage(Page):
    """Head and filters, one bar a day, and the table."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.TOUCH_POINTS, Topic.FOLLOW_UPS, Topic.CUSTOMERS, Topic.TEAM, Topic.LISTS}
    )

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("touchpoints")
        ground(self, "surface")
        self._memory = memory
        self._entries: dict[Hashable, TimeLineEntry] = {}
        self._per_day: dict[dt.date, int] = {}
        self._is_more = False
        self._all = TouchCount(0, False)
        self._fitting: TouchCount | None = None
        self.verbs = TouchVerbs(self, desk, actions, memory)
        self.head = TouchHead(desk, actions, memory)
        self.bars = DayBars("touchpoints.days")
        self.table = TouchTable(memory.recall("touchpoints.columns", ""))
        self.head.put(chosen_from(memory.recall_here("touchpoints.filter")))
        self._lay_out()
        self._connect()

    # Asking

    def load(self) -> None:
        self.ask(users, then=self._offer_users)
        self.ask(teams, then=self._offer_teams)
        self.ask(stage_choices, then=lambda known: self.head.chips.offer("stage_ids", known))
        self.ask(contact_roles, then=lambda known: self.head.chips.offer("contact_role", [(r, r, "") for r in known]))
        self._ask_entries(max(PAGE, self.table.count()))

    def _ask_entries(self, limit: int) -> None:
        today, chosen = clock.today(), self.head.chosen
        wanted = chosen.in_days(today)
        self.table.loading()
        everything = TouchFilter(with_withdrawn=chosen.with_withdrawn)
        self.ask(count_touch_points, everything, then=self._show_all, lane="all")
        self.ask(
            touches_per_day, chosen.at_any_time(), chosen.first_day(today), chosen.last_day(today), then=self._show_days
        )
        self.ask(count_touch_points, wanted, then=self._show_count)
        self.ask(firm_time_line, wanted, None, limit, then=lambda found: self._show_entries(found, limit), lane=_LANE)

    def _ask_more(self) -> None:
        bar = self.table.verticalScrollBar()
        if (
            not self._is_more
            or not self.table.isVisible()
            or bar.value() < bar.maximum() - _AHEAD * self.table.height()
        ):
            return
        self._is_more = False
        shown = list(self._entries.values())
        limit = max(PAGE, len(shown) // 2)
        self.ask(
            firm_time_line, self.head.chosen.in_days(clock.today()), shown[-1].place, limit,
            then=lambda found: self._show_entries(shown + found, len(shown) + limit), lane=_LANE,
        )  # fmt: skip

    # Showing

    def _offer_users(self, known: list[UserLine]) -> None:
        self.head.chips.offer("user_ids", [(one.id, one.name, "departed" if one.departed_on else "") for one in known])

    def _offer_teams(self, known: list[TeamLine]) -> None:
        self.head.chips.offer("team_ids", [(one.id, one.name, "") for one in known])

    def _show_all(self, counted: TouchCount) -> None:
        self._all = counted
        self.head.show_count(self._fitting, self._all)
        self._show_empty()

    def _show_count(self, counted: TouchCount) -> None:
        self._fitting = counted
        self.head.show_count(self._fitting, self._all)

    def _show_days(self, days: list[tuple[dt.date, int]]) -> None:
        self._per_day = dict(days)
        self.bars.set_days(days, clock.today())
        self._show_rows()

    def _show_entries(self, found: list[TimeLineEntry], limit: int) -> None:
        self._entries = {one.id: one for one in found}
        self._is_more = len(found) == limit
        self._show_rows()
        self._show_empty()
        # A refresh leaves the scroll bar where it is: nothing else would ask for what comes next.
        QTimer.singleShot(0, self, self._ask_more)

    def _show_rows(self) -> None:
        today, entries = clock.today(), list(self._entries.values())
        self.table.show_rows([row_of(one, today) for one in entries], groups_of(entries, self._per_day, today))

    def _show_empty(self) -> None:
        nothing = not self._entries
        filtered = self._all.number > 0
        words = f"None of {number(self._all.number, self._all.more)} fits."
        self._unfit.set_words(words, "Take a filter away, or look at a longer time.")
        sight = self.table if not nothing else self._unfit if filtered else self._none
        self._sights.setCurrentWidget(sight)
        self.bars.setVisible(filtered)
        self._under_bars.setVisible(filtered)

    # Doing

    def _take(self, chosen: Chosen) -> None:
        self._memory.keep_here("touchpoints.filter", chosen.to_json())
        self.table.verticalScrollBar().setValue(0)
        self._ask_entries(PAGE)

    def _narrow(self, day: dt.date) -> None:
        """To one day; the same day again takes it back."""
        same = self.head.chosen.one_day() == day
        self.head.chips.take(day="" if same else day.isoformat())

    def _clear_filters(self) -> None:
        self.head.put(Chosen(span=""))
        self._take(self.head.chosen)

    def _open(self, row_id: Hashable) -> None:
        entry = self._entries[row_id]
        if not self.known_actions.trigger("touchpoints.open", touch_point=entry.id):
            self.known_actions.trigger("customers.open", customer=entry.customer_id)

    def _open_menu(self, ids: list[Hashable], place: QPoint) -> None:
        entry = self._entries[ids[0]]
        menu = QMenu(self)
        menu.setObjectName("touchpoints.menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for sign, words, action, spot in self._verbs_of(entry):
            if self.known_actions.has(action):
                verb = menu.addAction(icon(sign), words)
                verb.triggered.connect(
                    lambda _on=False, action=action, spot=spot: self.known_actions.trigger(action, **spot)
                )
        menu.popup(place)

    def _verbs_of(self, entry: TimeLineEntry) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Sign, words, action and what it is told."""
        which = {"touch_point": entry.id}
        verbs: list[tuple[str, str, str, dict[str, Any]]] = [
            ("open", "Open at the customer", "touchpoints.open", which),
            ("bring back", "Take back…", "past.touch_point", which),
            ("call", "Log with this customer…", "touchpoints.log", {"customer": entry.customer_id}),
        ]
        if self.verbs.may_change(entry):
            verbs.append(("edit", "Correct…", "touchpoints.correct", which))
            back, away = ("Bring back", "touchpoints.bring_back"), ("Withdraw", "touchpoints.withdraw")
            verbs.append(("bring back", *back, which) if entry.withdrawn else ("delete", *away, which))
        journal = ("journal", "Journal", "journal.customer", {"customer": entry.customer_id})
        if self.known_actions.has("journal.open"):
            journal = ("journal", "Journal", "journal.open", {"operation": entry.version})
        return [*verbs, journal]

    # What the window asks of a page

    def visit(self, customer: int | None = None, day: dt.date | None = None, **_spot: Any) -> None:
        """Show a day, or all days."""
        if day is not None:
            self.head.put(replace(self.head.chosen, day=day.isoformat()))
            self._take(self.head.chosen)

    def focus_first(self) -> None:
        """The keyboard goes to the table."""
        self.table.setFocus()

    def search(self, words: str, show: Callable[[Sequence[ResultGroup]], None]) -> Running:
        """What the search box finds here."""
        return self.ask(said, words, then=lambda entries: show(result_groups(entries, words)), lane="search")

    def choose(self, result: Result, log: bool) -> None:
        """Open what was said, in the time line of its customer."""
        self.known_actions.trigger("touchpoints.open", touch_point=result.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.table.chosen():
            self._memory.keep("touchpoints.columns", save_columns(self.table))

    # Parts

    def _lay_out(self) -> None:
        log = FirstStep(
            "call", "Log a touch point", "Choose the customer, then note what was said.", self._log, "Ctrl+L"
        )
        steps = [log] if self.desk.may(LogTouchPoint.needs) else []
        self._none = EmptyState("touch points", "What was said belongs here", _NONE, steps)
        self._unfit = EmptyState(
            "filter", "", "", [FirstStep("close", "Clear filters", "Show all of them.", self._clear_filters)]
        )
        below = QWidget()
        self._sights = QStackedLayout(below)
        for sight in (self.table, self._none, self._unfit):
            self._sights.addWidget(sight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._under_bars = Hairline()
        for part in (self.head, Hairline(), self.bars, self._under_bars):
            column.addWidget(part)
        column.addWidget(below, 1)

    def _choose_columns(self, place: QPoint) -> None:
        menu = column_menu(self.table, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _log(self) -> None:
        self.known_actions.trigger("touchpoints.log")

    def _connect(self) -> None:
        self.head.changed.connect(self._take)
        self.head.columns_wanted.connect(self._choose_columns)
        self.bars.chosen.connect(self._narrow)
        self.table.opened.connect(self._open)
        self.table.menu_wanted.connect(self._open_menu)
        self.table.verticalScrollBar().valueChanged.connect(self._ask_more)
        self.table.verticalScrollBar().rangeChanged.connect(self._ask_more)
