"""The page of the ledger: requests on top, below them what left, narrowed to a person and a span of days."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.changes import Topic
from app.computer.memory import Memory
from app.disk import contents
from app.errors import HousebookError, Stopped, UnreadableFile
from app.features.leaving import (
    AnswerRequest,
    ExportCount,
    FoundCanaries,
    FoundExport,
    LedgerFilter,
    LedgerLine,
    RequestLine,
    Traces,
    canaries_found,
    count_waiting,
    found_in_ledger,
    ledger_counts,
    ledger_lines,
    requests,
    traces_of,
)
from app.features.openings import OpenedCards, openings
from app.features.team import UserLine, users
from app.rules.days import Span, day_start
from app.rules.permissions import Permission
from ui.desk import Desk
from ui.pages.ledger.asking import Asking
from ui.pages.ledger.canaries import Canaries
from ui.pages.ledger.lines import COLUMNS, NEWEST, Order, day_groups, found_words, in_order, row_of
from ui.parts.action import Actions
from ui.parts.buttons import button
from ui.parts.check_menu import CheckMenu
from ui.parts.chips import Chip
from ui.parts.days import local, short_day
from ui.parts.empty import EmptyState
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.numbers import counted, number
from ui.parts.opened_words import opened_words
from ui.parts.page import Page
from ui.parts.page_head import page_head
from ui.parts.section import Hairline
from ui.parts.strip import Strip
from ui.parts.table import TableView
from ui.theme.tokens import Height, Size, Space, Weight

_OPENED_DAYS: Final = 90
_COUNTED: Final = "Counted are cards in the window and customers that the command line shows; copies of a file are not."
_SPANS: Final = ((30, "Last 30 days"), (90, "Last 90 days"), (365, "Last 12 months"), (0, "All the time"))


def _read(path: Path, people: bool) -> Traces:
    try:
        return traces_of(path.name, contents(path), people=people)
    except OSError as fault:
        raise UnreadableFile(f"{path.name} cannot be read: {fault.strerror}.") from fault


class LedgerPage(Page):
    """Who may not read the whole ledger sees what they took themselves, and their own requests."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.LEDGER, Topic.TEAM})
    count_topics: ClassVar[frozenset[Topic]] = frozenset({Topic.LEDGER})

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("ledger")
        ground(self, "surface")
        self._memory = memory
        self._whole = desk.may(Permission.SEE_LEDGER)
        self._answers = desk.may(Permission.APPROVE)
        self._sees_canaries = desk.may(Permission.SEED_CANARIES)
        self.canaries = Canaries(self)
        self._days, self._person = 90, None if self._whole else desk.user.id
        self._people: Sequence[UserLine] = ()
        self._counts: Sequence[ExportCount] = ()
        self._order: Order = NEWEST
        self._number = text_label("", Size.VALUE, Weight.PLAIN, "text3")
        self._number.setObjectName("ledger.count")
        self.asking = Asking()
        self.asking.answered.connect(self._answer)
        self.asking.taken.connect(lambda key: actions.trigger("customers.export_approved", request=key))
        self.table = TableView(
            "ledger.list", COLUMNS, row=Height.TABLE_ROW, heading=Height.DAY_GROUP, margin=Space.PAGE
        )
        self.table.setAccessibleName("What left the book")
        self.table.set_sort([NEWEST])
        self.table.sort_changed.connect(self._sort)
        self.table.wanted.connect(self._ask_lines)
        self._error = Strip("error", verb="Try again", run=self.refresh, name="ledger.error")
        self._found = Strip("notice", sign="search", verb="Close", run=lambda: self._found.hide(), name="ledger.found")
        self._opened = Strip("notice", sign="warning", name="ledger.opened")
        self._lay_out()

    def load(self) -> None:
        """Ask for the requests, the people and what left."""
        self.table.loading()
        today, user = clock.today(), self.desk.user.id
        self.ask(users, then=self._show_people)
        self.desk.ask(self, requests, user, today, to_answer=self._answers, then=self._show_requests)
        self.ask(ledger_counts, LedgerFilter(self._person, self._span()), then=self._show)
        if self._whole:
            self.ask(openings, Span(clock.now() - timedelta(days=_OPENED_DAYS), clock.now()), then=self._show_opened)

    def _span(self) -> Span | None:
        first = clock.today() - timedelta(days=self._days)
        return Span(day_start(first), clock.now()) if self._days else None

    def failed(self, error: HousebookError) -> None:
        if not isinstance(error, Stopped):
            self._error.set_words(error.words)
            self._error.show()

    def count(self, show: Callable[[str, str], None]) -> None:
        """How many requests wait for this user, for the rail."""
        asked = self.desk.user.id, clock.today()

        def tell(waiting: int) -> None:
            show(number(waiting) if waiting else "", "warn" if waiting else "")

        self.desk.ask(self, count_waiting, *asked, to_answer=self._answers, then=tell, lane="count")

    def focus_first(self) -> None:
        """The keyboard goes to the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _show(self, counts: Sequence[ExportCount]) -> None:
        self._error.hide()
        self._counts = counts
        self._show_in_order()
        self._places.setCurrentIndex(0 if counts else 1)
        told = f"{counted(len(counts), 'export')}, {counted(sum(one.customers for one in counts), 'customer')}"
        self._number.setText(told if counts else "")

    def _show_in_order(self) -> None:
        """All that there is; the lines of what comes into sight are asked for then."""
        counts = in_order(self._counts, self._order)
        groups = day_groups(counts, clock.today()) if self._by_time else ()
        self.table.show_ids([one.id for one in counts], groups)

    @property
    def _by_time(self) -> bool:
        return self._order[0] == "time"

    def _ask_lines(self, ids: list[Hashable]) -> None:
        lane = f"ledger lines {ids[0]}"
        self.ask(ledger_lines, LedgerFilter(self._person), ids, then=self._show_lines, lane=lane)

    def _show_lines(self, lines: Sequence[LedgerLine]) -> None:
        today = clock.today()
        days = ["" if self._by_time else short_day(local(one.at).date(), today) for one in lines]
        self.table.set_rows([row_of(line, day) for line, day in zip(lines, days, strict=True)])

    def _show_opened(self, found: Sequence[OpenedCards]) -> None:
        many = [one for one in found if one.many]
        self._opened.setVisible(bool(many))
        if many:
            words, detail = opened_words(many, clock.today())
            self._opened.set_words(words, f"{detail} {_COUNTED}")

    def _show_requests(self, found: list[RequestLine]) -> None:
        self.asking.show_requests(found, self.desk.user.id, self._answers, clock.today())

    def _show_people(self, people: Sequence[UserLine]) -> None:
        if people != self._people:
            self._people = people
            self._show_chips()

    # What the person does

    def _sort(self, by: Sequence[Order]) -> None:
        """By the column that was clicked; the largest come before the smallest."""
        column, down = by[-1]
        self._order = column, down if column == self._order[0] else True
        self.table.set_sort([self._order])
        self._show_in_order()
        self.table.scrollToTop()

    def _answer(self, request: int, approve: bool) -> None:
        self.do(AnswerRequest(request, approve))

    def _narrow(self, *, person: int | None = None, days: int | None = None) -> None:
        self._person, self._days = person, self._days if days is None else days
        self._show_chips()
        self.refresh()

    def _find(self) -> None:
        """Ask for a file, and say from which export it came."""
        chosen, _ = QFileDialog.getOpenFileName(self, "From which export is this file?", str(Path.home()))
        if chosen:
            then = partial(self._ask_for, Path(chosen).name)
            self.desk.errand(self, _read, Path(chosen), self._sees_canaries, then=then)

    def _ask_for(self, name: str, traces: Traces) -> None:
        def show(found: Sequence[FoundExport], seen: FoundCanaries | None = None) -> None:
            self._show_found(name, found, seen)

        def look_for_canaries(found: Sequence[FoundExport]) -> None:
            self.ask(canaries_found, traces, then=lambda seen: show(found, seen))

        self.ask(found_in_ledger, traces, then=look_for_canaries if self._sees_canaries else show)

    def _show_found(self, name: str, found: Sequence[FoundExport], seen: FoundCanaries | None) -> None:
        self._found.set_words(*found_words(name, found, clock.today(), seen))
        self._found.show()
        lines = [one.line for one in found] or list(seen.exports if seen else ())
        if lines:
            self.table.select([lines[0].id])

    # Laying out

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page_head("Ledger", self._number, *self._verbs()))
        column.addWidget(self.asking)
        held = QVBoxLayout()
        held.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.M)
        held.setSpacing(Space.M)
        for strip in (self._error, self._opened, self._found):
            held.addWidget(strip)
            strip.hide()
        self._chips = QHBoxLayout()
        self._chips.setSpacing(Space.S)
        held.addLayout(self._chips)
        column.addLayout(held)
        column.addWidget(Hairline())
        self._places = QStackedWidget()
        self._places.addWidget(self.table)
        words = "What is exported, printed or copied in numbers stands here: who took it, how many, where to and why."
        self._places.addWidget(EmptyState("ledger", "Nothing left the book", words))
        column.addWidget(self._places, 1)
        self._show_chips()

    def _verbs(self) -> Iterator[QWidget]:
        if self._sees_canaries:
            yield button("Canary customers…", run=self.canaries.show, name="ledger.canaries")
        if self._whole:
            yield button("Find a file…", sign="search", run=self._find, name="ledger.find")

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._chips.addWidget(self._span_chip())
        if self._whole:
            self._chips.addWidget(self._person_chip())
        self._chips.addStretch(1)

    def _span_chip(self) -> Chip:
        chip = Chip(dict(_SPANS)[self._days], "quiet", on=True, parent=self)
        chip.setObjectName("ledger.span")

        def take(ticked: tuple[Hashable, ...]) -> None:
            self._narrow(person=self._person, days=int(str(ticked[0])))

        options = [(days, words, "") for days, words in _SPANS]
        chip.set_menu(CheckMenu("ledger.spans", options, (self._days,), take, single=True, parent=chip))
        return chip

    def _person_chip(self) -> Chip:
        name = next((one.name for one in self._people if one.id == self._person), "Person")
        chosen = self._person is not None
        chip = Chip(name, "person", on=chosen, removable=chosen, parent=self)
        chip.setObjectName("ledger.person")
        chip.removed.connect(lambda: self._narrow(person=None))
        options = [(one.id, one.name, "") for one in self._people]
        ticked = (self._person,) if chosen else ()

        def take(now: tuple[Hashable, ...]) -> None:
            self._narrow(person=next((key for key in now if isinstance(key, int)), None))

        chip.set_menu(CheckMenu("ledger.people", options, ticked, take, single=True, parent=chip))
        return chip
