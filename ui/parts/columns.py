"""Which columns a list shows, in which order and width, and by what it is sorted: chosen and remembered."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from ui.parts.labels import menu_words
from ui.parts.table import TableView


def column_menu(table: TableView, parent: QWidget | None = None) -> QMenu:
    """A menu that ticks the columns shown; the last one cannot be taken away."""
    menu = QMenu(parent or table)
    menu.setObjectName(f"{table.objectName()}.columns")
    shown = [column.key for column in table.columns if table.column_shown(column.key)]
    for column in table.columns:
        entry = QAction(menu_words(column.title or column.tip), menu)
        entry.setCheckable(True)
        entry.setChecked(column.key in shown)
        entry.setEnabled(shown != [column.key])
        entry.toggled.connect(lambda on, key=column.key: table.show_column(key, on))
        menu.addAction(entry)
    return menu


def save_columns(table: TableView) -> str:
    """Order, widths, shown columns and sort of a list, as text for the desk file."""
    heads = table.heads()
    order = [heads.logicalIndex(place) for place in range(len(table.columns))]
    columns = [
        {
            "key": table.columns[place].key,
            "width": _width(table, place),
            "shown": not table.isColumnHidden(place),
        }
        for place in order
    ]
    return json.dumps({"columns": columns, "sort": table.sort()})


def _width(table: TableView, place: int) -> int:
    """The width that the person gave a column; one that takes what is left has none of its own."""
    column = table.columns[place]
    return column.width if column.stretch else table.columnWidth(place) or column.width


def restore_columns(table: TableView, saved: str) -> bool:
    """Bring back what was saved; unreadable text changes nothing, and is answered with False."""
    try:
        state = json.loads(saved)
        columns = [(str(one["key"]), int(one["width"]), bool(one["shown"])) for one in state["columns"]]
        sort = [(str(key), bool(down)) for key, down in state["sort"]]
    except (ValueError, TypeError, KeyError):
        return False
    _put_columns(table, columns)
    known = {column.key for column in table.columns}
    table.set_sort([(key, down) for key, down in sort if key in known])
    return True


def _put_columns(table: TableView, columns: list[tuple[str, int, bool]]) -> None:
    places: dict[str, Any] = {column.key: place for place, column in enumerate(table.columns)}
    heads = table.heads()
    known = [one for one in columns if one[0] in places]
    for target, (key, width, shown) in enumerate(known):
        place = places[key]
        heads.moveSection(heads.visualIndex(place), target)
        table.setColumnHidden(place, not shown)
        if heads.sectionResizeMode(place) == QHeaderView.ResizeMode.Interactive:
            table.setColumnWidth(place, max(table.columns[place].least, width))
