"""The canary customers: listed over the page, added, and taken out of what leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import HousebookError, Refused
from app.features.leaving import AddCanary, CanaryLine, RemoveCanary, canaries
from app.rules.ways_out import WITH_CANARIES
from ui.desk import Desk
from ui.parts.cells import Cell, Row
from ui.parts.dialog import Dialog
from ui.parts.fields import Choice, Field, Line
from ui.parts.form import Form
from ui.parts.labels import in_words, text_label
from ui.parts.numbers import counted, number
from ui.parts.page import Page
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Size, Space, Weight

_WORDS: Final = (
    "An invented customer that leaves with each larger export. Give it an e-mail address and a telephone number that"
    " reach only you: whoever writes to it has the list."
)
_NONE: Final = (
    f"Two of them at most leave with each export of {WITH_CANARIES} customers or more. They stand in no list and no"
    " count, and “Find a file…” knows them again, also where the marks were taken out."
)
_REMOVED: Final = "It leaves with no more exports. In files that it left in before, it is found for good."
_SEEN: Final = 6
_COLUMNS: Final = (
    Column("name", "Name", 210, sortable=False, stretch=True),
    Column("email", "E-mail", 190, sortable=False),
    Column("phone", "Phone", 130, sortable=False),
    Column("town", "Town", 100, sortable=False),
    Column("exports", "Exports", 60, "right", sortable=False),
)
_FIELDS: Final[tuple[Field, ...]] = (
    Choice("kind", "Kind", options=(("person", "Person"), ("company", "Company"))),
    Line("name", "Name", "No customer's, and nobody's whom you know.", hint="Elvira Quintas"),
    Line("organisation", "Company"),
    Line("email", "E-mail", "Reaches only you, and says nothing of your firm.", hint="name@firm.example"),
    Line("phone", "Phone"),
    Line("street", "Street"),
    Line("postal_code", "Postal code"),
    Line("town", "Town"),
    Line("country", "Country"),
)


class Canaries:
    """What the page's button leads to, one dialog after the other."""

    def __init__(self, page: Page) -> None:
        self._page, self._desk = page, page.desk

    def show(self) -> None:
        """Ask for them and list them."""
        self._page.ask(canaries, then=self._list, lane="canaries")

    def _list(self, found: Sequence[CanaryLine]) -> None:
        dialog = CanariesDialog(self._page.window(), found)
        dialog.add_wanted.connect(self._add)
        dialog.remove_wanted.connect(self._remove)
        dialog.begin()

    def _add(self) -> None:
        dialog = AddCanaryDialog(self._page.window(), self._desk)
        dialog.closed.connect(self.show)
        dialog.begin()

    def _remove(self, one: CanaryLine) -> None:
        dialog = Dialog(self._page.window(), f"Remove {in_words(one.name)}?", _REMOVED, name="canaries.confirm")
        dialog.closed.connect(self.show)
        dialog.add_button("Not now", name="canaries.confirm.leave")

        def go() -> None:
            self._desk.do(dialog, RemoveCanary(one.id), then=lambda _: dialog.leave(), quiet=True)

        dialog.show_over(dialog.add_button("Remove", "primary", go, "canaries.confirm.remove"))


class CanariesDialog(Dialog):
    """Those that leave, and with how many exports they left."""

    add_wanted = Signal()
    remove_wanted = Signal(object)

    def __init__(self, window: QWidget, found: Sequence[CanaryLine]) -> None:
        super().__init__(window, "Canary customers", _WORDS, width=760, name="canaries")
        self._found = found
        self.table = TableView("canaries.list", _COLUMNS, row=Height.ROW, margin=Space.S)
        self.table.setAccessibleName("Canary customers")
        self.table.setFixedHeight(Height.COLUMN_HEAD + _SEEN * Height.ROW)
        self.table.show_rows([_row(one) for one in found])
        self.table.setVisible(bool(found))
        self.body.addWidget(self.table)
        if not found:
            self.body.addWidget(text_label("There are none yet.", Size.VALUE, Weight.BOLD))
            self.body.addWidget(text_label(_NONE, Size.VALUE, Weight.PLAIN, "text2", wrap=True))
        else:
            self.add_button("Remove…", run=self._remove, name="canaries.remove", left=True)
        self.add_button("Close", name="canaries.leave")
        self._first_verb = self.add_button("Add canary…", "primary", self._add, "canaries.add")

    def begin(self) -> None:
        """Show it with the keyboard on the list, or on the first step."""
        if self._found:
            self.table.select([self._found[0].id])
        self.show_over(self.table if self._found else self._first_verb)

    def _add(self) -> None:
        self.leave()
        self.add_wanted.emit()

    def _remove(self) -> None:
        for one in self._found:
            if one.id == self.table.current_id():
                self.leave()
                self.remove_wanted.emit(one)


class AddCanaryDialog(Dialog):
    """Asks for a new one. No draft is kept of it: it would lie open beside the book."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window, "Add a canary customer", width=500, name="canaries.new")
        self._desk = desk
        self.form = Form("canary", _FIELDS)
        self.form.set_values({**{one.name: "" for one in _FIELDS}, "kind": "person"})
        self.form.buttons("Add canary")
        self.form.left.connect(self.leave)
        self.form.submitted.connect(self._save)
        self.body.addWidget(self.form)

    def begin(self) -> None:
        """Show it with the caret in the name."""
        self.show_over(self.form.editor("name"))

    def _save(self) -> None:
        self.form.set_busy(True)
        command = AddCanary(**self.form.values())
        self._desk.do(self, command, then=lambda _done: self.leave(), otherwise=self._refused, quiet=True)

    def _refused(self, error: HousebookError) -> None:
        self.form.set_busy(False)
        self.form.refuse(error.field if isinstance(error, Refused) else None, error.words)
        self.resized()


def _row(one: CanaryLine) -> Row:
    name = Cell(one.name, Weight.MEDIUM, icon=one.kind, note=one.organisation, tip=one.organisation)
    reached = (Cell(one.email or "–"), Cell(one.phone or "–"), Cell(one.town or "–", tone="text2"))
    said = (one.name, one.organisation, one.email, one.phone, one.town, f"left with {counted(one.exports, 'export')}")
    return Row(one.id, (name, *reached, Cell(number(one.exports))), ", ".join(part for part in said if part))
