"""The list as tutorials have it: QTableView asks a model for each value, role by role. It has all rows in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QTableView

from app.features.customers.lists import CustomerLine
from ui.pages.customers.lines import ago
from ui.theme.icons import icon

Index = QModelIndex | QPersistentModelIndex
_NOBODY = QModelIndex()
_NOW = datetime.now(UTC)
_COLUMNS: Final[dict[str, Callable[[CustomerLine], str]]] = {
    "sign": lambda _line: "",
    "name": lambda line: line.listed_as,
    "stage": lambda line: line.stage,
    "town": lambda line: line.town,
    "phone": lambda line: line.phone,
    "email": lambda line: line.email,
    "tags": lambda line: line.tags,
    "owner": lambda line: line.owner,
    "touch": lambda line: ago(line.last_touch_at, _NOW),
}


class NaiveModel(QAbstractTableModel):
    """One value for each index and role."""

    def __init__(self, lines: Sequence[CustomerLine]) -> None:
        super().__init__()
        self._lines = lines
        self._keys = list(_COLUMNS)

    def rowCount(self, parent: Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, key = self._lines[index.row()], self._keys[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _COLUMNS[key](line)
        if role == Qt.ItemDataRole.DecorationRole and key == "sign":
            return icon(line.stage_sign)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor("#1d1d1f" if key == "name" else "#6e6e73")
        if role == Qt.ItemDataRole.FontRole and key == "name":
            font = QFont()
            font.setWeight(QFont.Weight.Medium)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if key == "touch" else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class NaiveTable(QTableView):
    """As large as the real list, with rows as high and as many columns."""

    def __init__(self, lines: Sequence[CustomerLine], size: QSize, row: int) -> None:
        super().__init__()
        self._model = NaiveModel(lines)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setModel(self._model)
        for column in range(self._model.columnCount()):
            self.setColumnWidth(column, size.width() // self._model.columnCount())
        self.resize(size)
        self.show()
