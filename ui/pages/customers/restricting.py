"""Restricted customers: the dialog that names who opens one, and the list of all, which only owners see whole."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app import clock
from app.errors import HousebookError
from app.features.restricting import OpenToAll, RestrictCustomer, RestrictedLine, restricted_customers
from app.features.team import UserLine, users
from app.rules.people import departed
from app.rules.permissions import Permission, of_the_whole_book
from ui.parts.cells import Cell, Row
from ui.parts.dialog import Dialog
from ui.parts.form import Refusal
from ui.parts.labels import in_words
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Space

if TYPE_CHECKING:
    from ui.desk import Desk

_SEEN = 8
_WORDS = (
    "Only who is ticked finds it from now on, in lists, search, journal and card. For everybody else it is not there."
    " Owners see in the list of restricted customers who opens it, and can name others."
)
_LIST_WORDS = "Who opens each of them. Enter names others; only who is named sees the card."


@dataclass(frozen=True, slots=True)
class WhoOpens:
    """The restricted customers, and the colleagues who could open them."""

    lines: tuple[RestrictedLine, ...]
    users: tuple[UserLine, ...]

    def named_at(self, customer: int) -> set[int]:
        """Who opens a customer by now; nobody is named where everybody does."""
        return {key for line in self.lines if line.customer_id == customer for key, _, _ in line.people}


@of_the_whole_book(Permission.RESTRICT_CUSTOMERS)
def who_opens(session: Any) -> WhoOpens:
    """All that the two dialogs show."""
    present = (user for user in users(session) if not departed(user.departed_on, clock.today()))
    return WhoOpens(tuple(restricted_customers(session)), tuple(present))


class PeopleTicks(TableView):
    """Colleagues to be ticked by a click or Space."""

    def __init__(self, people: Sequence[UserLine], ticked: set[int]) -> None:
        columns = [Column("name", "Name", 260, sortable=False, stretch=True), Column("role", "Role", 120, "right")]
        super().__init__("restrict.people", columns, headings=False, row=Height.ROW, margin=Space.S)
        self.setAccessibleName("Who opens it")
        self.setFixedHeight(_SEEN * Height.ROW)
        self._people, self.ticked = people, ticked
        self.cell_clicked.connect(lambda key, _column: self._turn(key))
        self._show()
        if people:
            self.select([people[0].id])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._turn(self.current_id())
        else:
            super().keyPressEvent(event)

    def _turn(self, key: Hashable) -> None:
        if isinstance(key, int):
            self.ticked ^= {key}
            self._show()

    def _show(self) -> None:
        self.show_rows([_person(one, one.id in self.ticked) for one in self._people])


class RestrictDialog(Dialog):
    """Asks who opens a customer."""

    def __init__(self, window: QWidget, desk: Desk, customer: tuple[int, str], known: WhoOpens) -> None:
        self._customer, name = customer
        super().__init__(window, f"Who opens {in_words(name)}?", _WORDS, width=520, name="restrict.dialog")
        self._desk = desk
        named = known.named_at(self._customer)
        self.people = PeopleTicks(known.users, set(named) or {desk.user.id})
        self._refusal = Refusal("restrict.refusal")
        self.body.addWidget(self.people)
        self.body.addWidget(self._refusal)
        if named:
            self.add_button("Open to all", run=self._open, name="restrict.open", left=True)
        self.add_button("Not now", name="restrict.leave")
        self.add_button("Restrict", "primary", self._restrict, "restrict.save")

    def begin(self) -> None:
        """Show it with the keyboard on the people."""
        self.show_over(self.people)

    def _restrict(self) -> None:
        self._send(RestrictCustomer(self._customer, tuple(sorted(self.people.ticked))))

    def _open(self) -> None:
        self._send(OpenToAll(self._customer))

    def _send(self, command: Any) -> None:
        self._desk.do(self, command, then=lambda _done: self.leave(), otherwise=self._refused)

    def _refused(self, error: HousebookError) -> None:
        self._refusal.say(error.words)
        self.resized()


class RestrictedDialog(Dialog):
    """The list of all restricted customers."""

    def __init__(self, window: QWidget, desk: Desk, known: WhoOpens) -> None:
        words = _LIST_WORDS if known.lines else "There are none. A customer is restricted from the menu of its card."
        super().__init__(window, "Restricted customers", words, width=640, name="restricted.dialog")
        self._desk, self._known = desk, known
        columns = [Column("name", "Customer", 260, sortable=False, stretch=True), Column("people", "Opened by", 300)]
        self.table = TableView("restricted.list", columns, row=Height.ROW, margin=Space.S)
        self.table.setAccessibleName("Restricted customers")
        self.table.setFixedHeight(Height.COLUMN_HEAD + _SEEN * Height.ROW)
        self.table.show_rows([_line(one) for one in known.lines])
        self.table.opened.connect(self._name)
        self.body.addWidget(self.table)
        self.table.setVisible(bool(known.lines))
        self.add_button("Close", name="restricted.leave")

    def begin(self) -> None:
        """Show it with the keyboard on the first one."""
        if self._known.lines:
            self.table.select([self._known.lines[0].customer_id])
        self.show_over(self.table if self._known.lines else None)

    def _name(self, key: Hashable) -> None:
        for line in self._known.lines:
            if line.customer_id == key:
                self.leave()
                RestrictDialog(self._window, self._desk, (line.customer_id, line.name), self._known).begin()


def _person(user: UserLine, ticked: bool) -> Row:
    sign, tone = ("done circle", "accent") if ticked else ("lead", "text3")
    spoken = f"{user.name}, {user.role_name}, {'opens it' if ticked else 'does not open it'}"
    return Row(user.id, (Cell(user.name, icon=sign, icon_tone=tone), Cell(user.role_name, tone="text2")), spoken)


def _line(line: RestrictedLine) -> Row:
    people = ", ".join(name for _, _, name in line.people)
    cells = (Cell(line.name, icon="restricted"), Cell(people, tone="text2"))
    return Row(line.customer_id, cells, f"{line.name}, opened by {people}")
