"""The least that PySide6 can show of a book: a QTableView with its first 200 customers by name.

A script that imports nothing else: `python bare.py BOOK [KEY]` prints the moment of its first paint, and ends.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView
from sqlcipher3 import dbapi2

Index = QModelIndex | QPersistentModelIndex
_NOBODY = QModelIndex()
_FIRST = (
    "SELECT l.listed_as, s.name, l.town, l.phone, l.email, l.tags, u.name, l.last_touch_at"
    " FROM listing l LEFT JOIN stages s ON s.id = l.stage_id LEFT JOIN users u ON u.id = l.owner_id"
    " WHERE l.retired = 0 ORDER BY l.sort_name, l.customer_id LIMIT 200"
)


class Values(QAbstractTableModel):
    """Rows of text."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self._rows[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(self._rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None


class Table(QTableView):
    """Ends the program once it was painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        print(time.monotonic(), flush=True)
        QApplication.exit()


def main() -> int:
    """Show the book's first customers."""
    app = QApplication(sys.argv[:1])
    book = dbapi2.connect(f"file:{sys.argv[1]}?mode=rw", uri=True)
    if len(sys.argv) > 2:
        book.execute(f"PRAGMA key = \"x'{sys.argv[2]}'\"")
    values = Values(book.execute(_FIRST).fetchall())
    table = Table()
    table.setModel(values)
    table.resize(1280, 800)
    table.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
