"""The lists of the firm: one table, switched between stages, tags, roles and fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from app.changes import Topic
from app.computer.memory import Memory
from ui.desk import Desk
from ui.pages.lists.entry_dialog import ENTRY, NEW, EntryDialog
from ui.pages.lists.kinds import KINDS, STAGES, ListKind
from ui.parts.action import Action, Actions
from ui.parts.buttons import button, toggle
from ui.parts.fields import Line
from ui.parts.form_draft import KeptForm
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
        self.table.setAccessibleName("Entries of the list")
        self.table.setFixedHeight(Height.COLUMN_HEAD + _ROWS * Height.TABLE_ROW)
        self.table.opened.connect(lambda key: self.rename(key))
        actions.add(Action(f"draft.{ENTRY}", "list entry", self._go_on))
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
        self._open(
            f"Add a {kind.noun}",
            f"Add {kind.noun}",
            kind.fields,
            lambda form: kind.add(form.values()),
            kind.begin,
            (f"{kind.id}:{NEW}", ""),
        )

    def rename(self, key: Any) -> None:
        """Ask for another name."""
        kind, name = self._kind, self._names.get(key, "")
        self._open(
            f"Rename the {kind.noun} {name}",
            f"Rename {kind.noun}",
            (Line("name", "Name"),),
            lambda form: kind.rename(key, form.values()["name"], form.changed().get("name", (name,))[0]),
            {"name": name},
            (f"{kind.id}:{key}", name),
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

    def _open(
        self, title: str, verb: str, fields: Any, command: Any, values: Mapping[str, Any], kept_as: tuple[str, str]
    ) -> None:
        dialog = EntryDialog(self.window(), title, verb, fields, partial(self._send, command))
        dialog.begin(KeptForm(dialog.form, self._memory.drafts, ENTRY, *kept_as), values)

    def _send(self, command: Any, dialog: EntryDialog) -> None:
        self.do(command(dialog.form), then=lambda _done: dialog.saved(), otherwise=dialog.refused)

    def _go_on(self, key: str) -> None:
        """Continue the draft of an entry, as soon as its list is there."""
        wanted, _, row = key.partition(":")
        self.known_actions.trigger("go.settings")
        self.show_kind(next(kind for kind in KINDS if kind.id == wanted))
        if row == NEW:
            self.add()
        else:
            self.ask(self._kind.query, then=lambda found: self._rename_found(found, int(row)), lane="draft")

    def _rename_found(self, found: list[Any], key: int) -> None:
        self._show(found)
        if key in self._names:
            self.rename(key)
