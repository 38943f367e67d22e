"""What stands in the window while its book is being opened: the list with its first customers, at its own place.

Loading the database's library takes longer than all else of a start. Nothing here may bring it in; a test looks.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app import clock
from app.computer.memory import Memory
from app.glimpse import Glimpse
from ui.pages.customers.arrangement import Arrangement
from ui.pages.customers.customer_table import CustomerTable
from ui.pages.customers.lines import row_of
from ui.pages.customers.list_head import MENUS, ListHead, head_end
from ui.parts.cells import Row
from ui.parts.chips import Chip
from ui.parts.ground import ground
from ui.parts.section import Hairline
from ui.theme.tokens import Space

_BY_NAME = [["name", False]]


@runtime_checkable
class Successor(Protocol):
    """The page that comes in its place."""

    def take_over(self, rows: list[Row], current: object, scrolled: int) -> None:
        """Go on with these rows, this customer chosen, at this place."""


def begins_by_name(memory: Memory) -> bool:
    """Whether one left the list as it first was: all customers, by name."""
    page, chosen = memory.recall_here("window.page", ""), memory.recall_here("customers.filter", "{}")
    return page in ("", "customers") and chosen == "{}" and memory.recall_here("customers.sort", _BY_NAME) == _BY_NAME


class FirstSight(QWidget):
    """Can be scrolled and chosen from; what was done here goes on in the page."""

    def __init__(self, seen: Glimpse, memory: Memory) -> None:
        super().__init__()
        ground(self, "surface")
        now = clock.now()
        self._rows = [row_of(line, now) for line in seen.lines]
        self.table = CustomerTable()
        card, passed = QWidget(), QWidget()
        ground(card, "surface")
        ground(passed, "sunken")
        panes = Arrangement(self._pane(), card, passed)
        panes.restore(memory.recall("customers.panes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panes)
        self.table.restore(memory.recall("customers.columns"))
        self.table.show_rows(self._rows)
        self.setFocusProxy(self.table)

    def hand_over(self, page: Successor) -> None:
        """Go on there where one is here."""
        self.table.setObjectName("")
        page.take_over(self._rows, self.table.current_id(), self.table.verticalScrollBar().value())

    def _pane(self) -> QWidget:
        """The pane of the list, in which only the list itself does something yet."""
        pane, head = QWidget(), ListHead()
        ground(pane, "surface")
        for menu in MENUS:
            head.add_menu(*menu, QMenu)
        self.table.addScrollBarWidget(head_end(), Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, _filters(), Hairline()):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        return pane


def _filters() -> QWidget:
    """As the bar of filters is while nothing is asked for."""
    bar = QWidget()
    line = QHBoxLayout(bar)
    line.setContentsMargins(Space.LIST, 0, Space.LIST, Space.M)
    line.addWidget(Chip("Add filter", "add"))
    line.addStretch(1)
    return bar
