"""Where one was in the list: filter, order, columns, selected row, scroll place and panes, over restarts."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.computer.memory import Memory
from app.features.customers.lists import ListFilter
from ui.pages.customers.arrangement import Arrangement
from ui.pages.customers.list_pane import ListPane

_SOON = 400


class ListPlace(QObject):
    """Columns and panes belong to this desk; filter, selection and scroll place to this book at this desk."""

    def __init__(self, pane: ListPane, arrangement: Arrangement, memory: Memory) -> None:
        super().__init__(pane)
        self._pane, self._arrangement, self._memory = pane, arrangement, memory
        self._top: object = None
        self._later = QTimer(self, singleShot=True, interval=_SOON)
        self._later.timeout.connect(self.keep)
        pane.state_changed.connect(self.keep_soon)
        arrangement.changed.connect(self.keep_soon)

    def keep_soon(self) -> None:
        """Remember it when things have come to rest."""
        self._later.start()

    def keep(self) -> None:
        """Remember it now."""
        self._later.stop()
        table, memory = self._pane.table, self._memory
        memory.keep("customers.columns", table.saved_columns())
        memory.keep("customers.panes", {"wanted": self._arrangement.wanted, "widths": self._arrangement.widths})
        memory.keep_here("customers.filter", self._pane.chosen.to_json())
        memory.keep_here("customers.sort", table.sort())
        if self._pane.known:
            memory.keep_here("customers.selected", table.current_id())
            memory.keep_here("customers.top", table.top_id())

    def restore(self) -> int | None:
        """Bring it back; answers the customer that was selected."""
        memory, table = self._memory, self._pane.table
        table.restore(memory.recall("customers.columns"))
        self._pane.put_filter(_filter(memory.recall_here("customers.filter")))
        sort = memory.recall_here("customers.sort")
        if isinstance(sort, list) and sort:
            table.set_sort([(str(key), bool(down)) for key, down in sort])
        self._arrangement.restore(memory.recall("customers.panes"))
        self._top = memory.recall_here("customers.top")
        selected = memory.recall_here("customers.selected")
        return selected if isinstance(selected, int) else None

    def scroll_back(self) -> bool:
        """Once, when the list is first there: to the row that stood on top. False if there is none."""
        top, self._top = self._top, None
        if top is None or not self._pane.shows(top):
            return False
        self._pane.table.scroll_to(top, top=True)
        return True


def _filter(saved: object) -> ListFilter:
    """The filter as it was kept; all customers where it cannot be read."""
    try:
        return ListFilter.from_json(str(saved)) if saved else ListFilter()
    except (ValueError, TypeError, AttributeError):
        return ListFilter()
