"""The customers of a person or a gap: whom, in which role, since when."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from datetime import date

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.pages.team.questions import Handling
from ui.pages.team.words import NONE
from ui.parts.avatar import face_for
from ui.parts.cells import Cell, Row
from ui.parts.days import short_day
from ui.parts.dragged import CUSTOMERS
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Space, Weight

_NARROW = (
    Column("name", "Customer", 160, sortable=False, stretch=True),
    Column("role", "Role", 84, "right", sortable=False),
)
_WIDE = (
    Column("name", "Customer", 320, sortable=False, stretch=True),
    Column("role", "Role", 150, sortable=False),
    Column("from", "From", 130, "right", sortable=False),
    Column("until", "Until", 130, "right", sortable=False),
)


class HandledList(TableView):
    """Rows are known by customer and assignment; Enter opens the customer, Delete ends, Esc leaves."""

    end_wanted = Signal(list)
    left = Signal()

    def __init__(self, name: str, wide: bool, parent: QWidget | None = None) -> None:
        columns, margin = (_WIDE, Space.PAGE) if wide else (_NARROW, Space.PANE)
        height = Height.TABLE_ROW if wide else Height.ROW
        super().__init__(name, columns, parent, row=height, margin=margin, headings=wide)
        self._wide = wide
        self._lines: dict[Hashable, Handling] = {}
        self.setAccessibleName("Customers handled")

    def show_lines(self, lines: Sequence[Handling], today: date) -> None:
        """Show these customers."""
        self._lines = {(line.customer_id, line.assignment_id): line for line in lines}
        if not self._wide:
            self.show_column("role", any(line.role for line in lines))
        self.show_rows([self._row_of(line, today) for line in lines])

    def chosen(self) -> list[Handling]:
        """The lines that are selected."""
        return [self._lines[key] for key in self.selected_ids() if key in self._lines]

    def line(self, key: Hashable) -> Handling | None:
        """The line of a row."""
        return self._lines.get(key)

    def let_drag(self) -> None:
        """Let rows be dragged onto a person of the board."""
        self.allow_drag(self._carried)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Delete and self.chosen():
            self.end_wanted.emit(self.chosen())
        else:
            super().keyPressEvent(event)

    def _carried(self, keys: list[Hashable]) -> QMimeData | None:
        ids = list(dict.fromkeys(self._lines[key].customer_id for key in keys if key in self._lines))
        carried = QMimeData()
        carried.setData(CUSTOMERS, json.dumps(ids).encode())
        return carried if ids else None

    def _row_of(self, line: Handling, today: date) -> Row:
        face = face_for(line.customer_id, line.name, line.company)
        name = Cell(line.name, Weight.MEDIUM if self._wide else Weight.PLAIN, faces=(face,))
        role = Cell(line.role or NONE if self._wide else line.role, Weight.BOLD if line.is_owner else Weight.PLAIN)
        role = role if self._wide else Cell(line.role, tone="text2")
        since = short_day(line.from_day, today) if line.from_day is not None else NONE
        until = short_day(line.until_day, today) if line.until_day is not None else NONE
        spoken = f"{line.name}, {line.role}, from {since}" if line.role else line.name
        cells = (name, role, Cell(since, tone="text2"), Cell(until, tone="text2")) if self._wide else (name, role)
        return Row((line.customer_id, line.assignment_id), cells, spoken)
