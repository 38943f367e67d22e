"""Customers to choose from: all or some of those that somebody has; a click or Space ticks."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.pages.team.questions import Handling
from ui.parts.cells import Cell, Row
from ui.parts.ground import ground
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Space

_SEEN = 4


class TickList(TableView):
    """One row a customer, with all the roles in which they are looked after."""

    ticked_changed = Signal()

    def __init__(self, name: str, lines: Sequence[Handling], parent: QWidget | None = None) -> None:
        columns = [
            Column("name", "Customer", 300, sortable=False, stretch=True),
            Column("role", "Role", 160, "right", sortable=False),
        ]
        super().__init__(name, columns, parent, headings=False, row=Height.ROW, margin=Space.S)
        self._names = {line.customer_id: line.name for line in lines}
        self._roles: dict[int, list[str]] = {}
        for line in lines:
            self._roles.setdefault(line.customer_id, []).extend([line.role] if line.role else [])
        owned = {line.customer_id for line in lines if line.is_owner}
        # Who owns customers hands those over; who only helps with some hands over these.
        self._ticked = owned or set(self._names)
        self.setAccessibleName("Customers")
        self.setFixedHeight(_SEEN * Height.ROW)
        self.cell_clicked.connect(lambda key, _column: self._toggle([key]))
        ground(self, "sunken")
        self._show()
        if self._names:
            self.select([next(iter(self._names))])

    def ids(self) -> tuple[int, ...]:
        """Those that are ticked, by name."""
        return tuple(key for key in self._names if key in self._ticked)

    def tick_all(self, ticked: bool) -> None:
        """Tick all of them, or none."""
        self._ticked = set(self._names) if ticked else set()
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._toggle(self.selected_ids())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _toggle(self, keys: Sequence[Hashable]) -> None:
        """All alike: ticked unless all of them are already."""
        wanted = {key for key in keys if isinstance(key, int)}
        self._ticked = self._ticked - wanted if wanted <= self._ticked else self._ticked | wanted
        self._tell()

    def _tell(self) -> None:
        self._show()
        self.ticked_changed.emit()

    def _show(self) -> None:
        self.show_rows([self._row_of(key, name) for key, name in self._names.items()])

    def _row_of(self, key: int, name: str) -> Row:
        ticked = key in self._ticked
        sign, tone = ("done circle", "accent") if ticked else ("lead", "text3")
        spoken = f"{name}, {'chosen' if ticked else 'not chosen'}"
        cells = (Cell(name, icon=sign, icon_tone=tone), Cell(", ".join(self._roles[key]), tone="text2"))
        return Row(key, cells, spoken)
