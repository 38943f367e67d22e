"""The left pane: which customers there are, in which order; the first screen at once, all the ids behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app import clock
from app.changes import Changes, Topic
from app.errors import BookUnreachable, HousebookError, Stopped
from app.features.customers.lists import CustomerLine, ListFilter, Sort, first_lines, lines_of
from ui.pages.customers.customer_table import CustomerTable
from ui.pages.customers.filter_bar import FilterBar
from ui.pages.customers.groups import Place, letter_at, letter_groups, letter_places
from ui.pages.customers.lines import row_of
from ui.pages.customers.list_head import MENUS, ListHead, head_end, order_menu
from ui.pages.customers.questions import Choices, WholeList, filter_choices, whole_list
from ui.pages.customers.saved_lists import SavedLists
from ui.parts.cells import Row
from ui.parts.days import hour_words
from ui.parts.empty import EmptyState, FirstStep
from ui.parts.ground import ground
from ui.parts.letters import LetterStrip
from ui.parts.numbers import number
from ui.parts.section import Hairline
from ui.parts.strip import Strip
from ui.theme.tokens import Space

if TYPE_CHECKING:
    from ui.desk import Desk

_FIRST = 200
_OF_CHOICES = frozenset({Topic.LISTS, Topic.TEAM})


class ListPane(QWidget):
    """Asks for one list and shows it; a new filter or order is a new list, a refresh keeps the place."""

    loaded = Signal(int)
    """How many customers the book has, filter or not."""
    opened = Signal(object)
    current_changed = Signal(object)
    selection_changed = Signal()
    menu_wanted = Signal(list, QPoint)
    state_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen, self._choices = ListFilter(), Choices()
        self._places: list[Place] = []
        self._ids: Sequence[int] = ()
        self._first: Sequence[Row] = ()
        self._total, self._new, self._known = 0, True, False
        self._asking, self._more_wanted, self._choices_known = False, False, False
        self._read_at = clock.now()
        self.table = CustomerTable()
        self.head, self.filters, self.letters = ListHead(), FilterBar(), LetterStrip()
        self.saved = SavedLists(desk, self, self.show_filter)
        self.setFocusProxy(self.table)
        desk.changed.connect(self._hear)
        self._add_menus()
        self._lay_out()
        self._connect()

    # What is shown

    @property
    def chosen(self) -> ListFilter:
        """The filter, as it was asked for and as it is remembered."""
        return self._chosen

    @property
    def ids(self) -> Sequence[int]:
        """The customers of the whole list, as far as they are known."""
        return self._ids

    @property
    def known(self) -> bool:
        """Whether all ids of the list have come."""
        return self._known

    def sort(self) -> Sort:
        """By what the list is sorted, the most important first."""
        return tuple(self.table.sort()) or (("name", False),)

    def show_filter(self, chosen: ListFilter) -> None:
        """Show another list."""
        self._chosen = chosen
        self._renew()

    def find_words(self, words: str) -> None:
        """The list of those whom these words fit, whatever was asked for before."""
        self.show_filter(replace(ListFilter(), words=words))

    def put_filter(self, chosen: ListFilter) -> None:
        """Take a remembered filter without asking yet."""
        self._chosen = chosen
        self.filters.show_filter(chosen, self._choices)

    @property
    def first(self) -> int | None:
        """The first customer of the list."""
        return self._ids[0] if self._ids else None

    def put_first(self, rows: Sequence[Row], scrolled: int) -> None:
        """Begin with rows that were seen before the book was open."""
        self._first = rows
        self.table.show_rows(rows)
        self.table.verticalScrollBar().setValue(scrolled)

    def shows(self, customer_id: object) -> bool:
        """Whether a customer stands in this list."""
        return isinstance(customer_id, int) and self.table.has(customer_id)

    # Asking

    def load(self) -> None:
        """Ask: the first screen and all ids side by side for a new list, the ids alone for a refresh."""
        chosen = self._chosen.seen_by(self._desk.user.id, clock.today())
        if not self._choices_known:
            self._ask_choices()
        if self._new:
            self._known = False
            self.table.loading()
            self._ask(first_lines, chosen, self.sort(), _FIRST, then=self._show_first)
        self._ask(whole_list, chosen, self.sort(), then=self._show_all)

    def _renew(self) -> None:
        self._new = True
        self.filters.show_filter(self._chosen, self._choices)
        self.state_changed.emit()
        self.load()

    def _ask(self, query: Any, *args: Any, then: Any) -> None:
        self._desk.ask(self, query, *args, then=then, otherwise=self._failed)

    def _show_first(self, lines: list[CustomerLine]) -> None:
        """The first screen, unless all of the list was faster."""
        rows = [row_of(line, clock.now()) for line in lines]
        if self._known:
            self.table.set_rows(rows)
        elif rows:
            place = self.table.verticalScrollBar().value() if self._first else 0
            self._first = rows
            self._stack.setCurrentIndex(0)
            self.table.show_rows(rows)
            self.table.verticalScrollBar().setValue(place)

    def _show_all(self, answer: WholeList) -> None:
        down = self.sort()[0] == ("name", True)
        to_top = self._new
        self._ids, self._total, self._known, self._new = answer.ids, answer.total, True, False
        self._places = letter_places(answer.letters, down)
        self.table.show_ids(answer.ids, letter_groups(self._places), self._first)
        self._first = ()
        if to_top:
            self.table.verticalScrollBar().setValue(0)
        self.letters.set_letters([place.sign for place in self._places])
        self.letters.setVisible(len(self._places) > 1)
        self._stale.hide()
        self._read_at = clock.now()
        self._say_none_fits()
        self._follow()
        self.show_count()
        self.loaded.emit(answer.total)

    def _take_choices(self, choices: Choices) -> None:
        self._choices, self._choices_known = choices, True
        self.filters.show_filter(self._chosen, choices)

    def _ask_choices(self) -> None:
        self._choices_known = False
        self._ask(filter_choices, self._desk.user.id, then=self._take_choices)

    def _hear(self, changes: Changes) -> None:
        if self._choices_known and changes.topics & _OF_CHOICES:
            self._ask_choices()

    def _fetch(self, ids: list[int]) -> None:
        """One block at a time: what was scrolled past meanwhile is never asked for."""
        if self._asking:
            self._more_wanted = True
            return
        self._asking = True
        self._desk.ask(self, lines_of, ids, then=self._show_lines, otherwise=self._lines_failed)

    def _show_lines(self, lines: list[CustomerLine]) -> None:
        now = clock.now()
        self.table.set_rows([row_of(line, now) for line in lines])
        self._fetch_more()

    def _fetch_more(self) -> None:
        self._asking = False
        if self._more_wanted:
            self._more_wanted = False
            self.table.ask_again()

    def _lines_failed(self, error: HousebookError) -> None:
        self._asking = False
        self._failed(error)

    def _failed(self, error: HousebookError) -> None:
        """The rows that stand there stay; the strip says how old they are."""
        if isinstance(error, BookUnreachable):
            since = hour_words(self._read_at)
            self._stale.set_words(f"Showing {since}. {error}")
            self._stale.show()
        elif not isinstance(error, Stopped):
            self._desk.failed.emit(error)

    # Saying

    def show_count(self) -> None:
        """How many fit and how many are selected."""
        selected = self.table.selected_count()
        fitting = len(self._ids) if self._known else None
        self.head.show_count(fitting, self._total, self._chosen != ListFilter(), selected)

    def _say_none_fits(self) -> None:
        filtered = self._chosen != ListFilter()
        if filtered and not self._ids:
            self._none.set_words(
                f"None of {number(self._total)} fits.", "The filter asks for more than any of them has."
            )
        self._stack.setCurrentIndex(1 if filtered and not self._ids else 0)

    def _follow(self) -> None:
        """The strip marks the letter that is in sight."""
        self.letters.set_current(letter_at(self._places, self.table.top_place()))

    def _go_to_letter(self, sign: str) -> None:
        place = next((place for place in self._places if place.sign == sign), None)
        if place is not None and place.at < len(self._ids):
            self.table.scroll_to(self._ids[place.at], top=True)
            self.table.select([self._ids[place.at]], scroll=False)

    # Building

    def _add_menus(self) -> None:
        lists, order, columns = MENUS
        self.head.add_menu(*lists, lambda parent: self.saved.menu(parent, self._chosen, self._choices.saved))
        self.head.add_menu(*order, lambda parent: order_menu(self.table.sort(), self._reorder, parent))
        self.head.add_menu(*columns, self.table.column_menu)

    def _reorder(self, sort: list[tuple[str, bool]]) -> None:
        self.table.set_sort(sort)
        self._renew()

    def _lay_out(self) -> None:
        ground(self, "surface")
        clear = FirstStep("close", "Clear filters", "Show all of them.", self.clear, name="customers.clear_all")
        self._none = EmptyState("filter", "", "", [clear])
        self._stale = Strip("stale", verb="Try again", run=self.load, name="customers.stale")
        self._stale.hide()
        rows = QWidget()
        line = QHBoxLayout(rows)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.table, 1)
        line.addLayout(self._beside())
        held = QWidget()
        self._stack = QStackedLayout(held)
        self._stack.addWidget(rows)
        self._stack.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.filters, Hairline(), self._stale):
            column.addWidget(part)
        column.addWidget(held, 1)

    def _beside(self) -> QVBoxLayout:
        """The strip of letters begins below the line under the column heads."""
        self.table.addScrollBarWidget(head_end(), Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head_end())
        column.addSpacing(Space.XS)
        column.addWidget(self.letters, 1)
        self.letters.hide()
        return column

    def _connect(self) -> None:
        self.filters.changed.connect(self.show_filter)
        self.filters.save_wanted.connect(lambda: self.saved.ask_name(self._chosen))
        self.table.wanted.connect(self._fetch)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.table.selection_changed.connect(self._tell_selection)
        self.table.menu_wanted.connect(self.menu_wanted)
        self.table.sort_changed.connect(lambda _sort: self._renew())
        self.table.columns_changed.connect(self.state_changed)
        self.table.verticalScrollBar().valueChanged.connect(lambda _value: self._scrolled())
        self.letters.chosen.connect(self._go_to_letter)

    def _scrolled(self) -> None:
        self._follow()
        self.state_changed.emit()

    def _tell_selection(self) -> None:
        self.show_count()
        self.selection_changed.emit()

    def clear(self) -> None:
        """Show all customers again."""
        self.show_filter(ListFilter())
