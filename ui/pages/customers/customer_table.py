"""The list itself: customers in rows, as many columns as fit, and customers dragged to where they are wanted."""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.pages.customers.lines import COLUMNS
from ui.pages.customers.room import ALWAYS, columns_that_fit
from ui.parts.columns import restore_columns, save_columns
from ui.parts.dragged import CUSTOMERS
from ui.parts.table import TableView

"""What is dragged: the ids of customers as a JSON list. It means nothing outside this program."""


class CustomerTable(TableView):
    """Shows the usual columns where there is room, and first of all those that the person asked for."""

    columns_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("customers.list", COLUMNS, parent)
        self.setAccessibleName("Customers")
        self._on: list[str] = []
        self._off: list[str] = []
        self._fitting = False
        self.allow_drag(carried)
        self.set_sort([("name", False)])
        self.heads().sectionResized.connect(self._resized_by_hand)
        self.heads().sectionMoved.connect(lambda *_: self.columns_changed.emit())

    def column_menu(self, parent: QWidget) -> QMenu:
        """Ticks show what stands in the list now; a column asked for by hand comes before the usual ones."""
        menu = QMenu(parent)
        menu.setObjectName("customers.columns")
        for column in COLUMNS:
            if column.key not in ALWAYS:
                entry = QAction(column.tip or column.title, menu)
                entry.setCheckable(True)
                entry.setChecked(self.column_shown(column.key))
                entry.triggered.connect(lambda on, key=column.key: self.ask_for_column(key, on))
                menu.addAction(entry)
        menu.addSeparator()
        menu.addAction("Usual columns").triggered.connect(self.usual_columns)
        return menu

    def ask_for_column(self, key: str, on: bool) -> None:
        """Show a column even where room is short, or never show it."""
        self._on = [one for one in self._on if one != key]
        self._off = [one for one in self._off if one != key]
        (self._on if on else self._off).insert(0, key)
        self.fit()
        self.columns_changed.emit()

    def usual_columns(self) -> None:
        """Back to the columns and widths of the first day."""
        self._on, self._off = [], []
        for place, column in enumerate(COLUMNS):
            self.heads().moveSection(self.heads().visualIndex(place), place)
            if not column.stretch:
                self.setColumnWidth(place, column.width)
        self.fit()
        self.columns_changed.emit()

    def fit(self) -> None:
        """Show the columns that there is room for."""
        widths = {column.key: self._width(place) for place, column in enumerate(COLUMNS)}
        shown = columns_that_fit(COLUMNS, widths, self.viewport().width(), self._on, self._off)
        self._fitting = True
        for column in COLUMNS:
            if self.column_shown(column.key) != (column.key in shown):
                self.show_column(column.key, column.key in shown)
        self._fitting = False

    def top_place(self) -> int:
        """The place in the list of the first row in sight."""
        line = max(0, self.rowAt(0))
        return self._rows.place_of(line + 1 if self._rows.group_at(line) is not None else line)

    def saved_columns(self) -> dict[str, Any]:
        """Order, widths and choice of columns, and the sort, for the desk file."""
        return {"columns": save_columns(self), "on": self._on, "off": self._off}

    def restore(self, saved: Any) -> None:
        """Bring back what was saved; what cannot be read is left as it is."""
        known = {column.key for column in COLUMNS}
        if isinstance(saved, dict) and isinstance(saved.get("columns"), str):
            restore_columns(self, saved["columns"])
            self._on = [key for key in saved.get("on", ()) if key in known]
            self._off = [key for key in saved.get("off", ()) if key in known]
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def _width(self, place: int) -> int:
        """What a column takes when it is shown; a hidden one has no width of its own."""
        column = COLUMNS[place]
        if column.stretch:
            return column.width
        return self.columnWidth(place) or self._hidden_width(place) or column.width

    def _hidden_width(self, place: int) -> int:
        heads = self.heads()
        if not heads.isSectionHidden(place):
            return 0
        self._fitting = True
        heads.showSection(place)
        width = heads.sectionSize(place)
        heads.hideSection(place)
        self._fitting = False
        return width

    def _resized_by_hand(self, place: int, before: int, now: int) -> None:
        if not self._fitting and before and now and not COLUMNS[place].stretch:
            self.columns_changed.emit()


def carried(ids: list[Hashable]) -> QMimeData | None:
    """Customers on their way to a person or a team."""
    if not ids:
        return None
    data = QMimeData()
    data.setData(CUSTOMERS, json.dumps(ids).encode())
    return data
