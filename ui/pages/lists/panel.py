"""The lists of the firm: one table, switched between stages, tags, roles and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from app.changes import Topic
from app.computer.memory import Memory
from app.errors import HousebookError, Refused
from ui.desk import Desk
from ui.pages.lists.kinds import KINDS, STAGES, ListKind
from ui.parts.action import Actions
from ui.parts.buttons import button, toggle
from ui.parts.dialog import Dialog
from ui.parts.fields import Field, Line
from ui.parts.form import Form
from ui.parts.labels import text_label
from ui.parts.page import Page
from ui.parts.section import SectionHeading
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Size, Space

_ROWS = 8


class ListsPanel(Page):
    """Shows one list at a time; Enter renames, Add… adds."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.LISTS, Topic.CUSTOMERS, Topic.ASSIGNMENTS})

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("lists")
        self._memory = memory
        self._kind = next((kind for kind in KINDS if kind.id == memory.recall("lists.shown")), STAGES)
        self._names: dict[int, str] = {}
        self._words = text_label("", Size.DETAIL, tone="text2", wrap=True)
        columns = [
            Column("name", "Name", 200, sortable=False, stretch=True),
            Column("detail", "", 200, sortable=False),
            Column("uses", "Used", 80, align="right", sortable=False),
        ]
        self.table = TableView("lists.table", columns, row=Height.TABLE_ROW)
        self.table.setFixedHeight(Height.COLUMN_HEAD + _ROWS * Height.TABLE_ROW)
        self.table.opened.connect(lambda key: self.rename(key))
        self._lay_out()

    def load(self) -> None:
        self._words.setText(self._kind.words)
        self.ask(self._kind.query, then=self._show, lane="list")

    def show_kind(self, kind: ListKind) -> None:
        """Look at another of the lists."""
        self._kind = kind
        self._memory.keep("lists.shown", kind.id)
        self.refresh()

    def add(self) -> None:
        """Ask for a new entry."""
        kind = self._kind
        self._open(f"Add a {kind.noun}", f"Add {kind.noun}", kind.fields, kind.add, kind.begin)

    def rename(self, key: Any) -> None:
        """Ask for another name."""
        kind, name = self._kind, self._names.get(key, "")
        self._open(
            f"Rename the {kind.noun} {name}",
            f"Rename {kind.noun}",
            (Line("name", "Name"),),
            lambda values: kind.rename(key, values["name"]),
            {"name": name},
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(SectionHeading("Lists of the firm"))
        line = QHBoxLayout()
        line.setSpacing(Space.XS)
        ways = QButtonGroup(self)
        for kind in KINDS:
            way = toggle(kind.title, name=f"lists.{kind.id}")
            way.setChecked(kind is self._kind)
            way.clicked.connect(lambda _checked=False, kind=kind: self.show_kind(kind))
            ways.addButton(way)
            line.addWidget(way)
        line.addStretch(1)
        line.addWidget(button("Rename…", run=self._rename_current, name="lists.rename"))
        line.addWidget(button("Add…", sign="add", run=self.add, name="lists.add"))
        column.addLayout(line)
        column.addWidget(self._words)
        column.addWidget(self.table)

    def _show(self, found: list[Any]) -> None:
        self._names = {one.id: one.name for one in found}
        self.table.show_rows(self._kind.rows(found))

    def _rename_current(self) -> None:
        key = self.table.current_id()
        if key is not None:
            self.rename(key)

    def _open(self, title: str, verb: str, fields: Any, command: Any, values: Mapping[str, Any]) -> None:
        dialog = Dialog(self.window(), title, width=480, name="lists.dialog")
        form = _form(fields, verb, values)
        dialog.body.addWidget(form)
        form.left.connect(dialog.leave)

        def refused(error: HousebookError) -> None:
            form.refuse(error.field if isinstance(error, Refused) else None, error.words)
            dialog.resized()

        def save() -> None:
            form.set_busy(True)
            self.do(command(form.values()), then=lambda _done: dialog.leave(), otherwise=refused)

        form.submitted.connect(save)
        dialog.show_over(form.editor("name"))


def _form(fields: tuple[Field, ...], verb: str, values: Mapping[str, Any]) -> Form:
    form = Form("list_entry", fields)
    form.set_values(values)
    form.buttons(verb)
    return form
