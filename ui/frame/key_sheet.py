"""F1: every key on one sheet, made from the actions."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.action import Actions
from ui.parts.chips import KeyCap
from ui.parts.dialog import Dialog
from ui.parts.labels import text_label
from ui.theme.tokens import Size, Space, Weight

_WORDS = "Everything can be done by keys. Tab goes on to the next field, Esc one step back."
_COLUMNS = 2


def show_keys(window: QWidget, actions: Actions) -> Dialog:
    """Lay the sheet over the window."""
    sheet = Dialog(window, "Keys", _WORDS, width=720, name="keys")
    sheet.body.addLayout(_columns(_by_menu(actions)))
    sheet.add_button("Close", name="keys.close")
    sheet.show_over()
    return sheet


def _by_menu(actions: Actions) -> list[tuple[str, list[tuple[str, str]]]]:
    order = actions.titles()
    keys = sorted(actions.keys(), key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    return [
        (title or "Everywhere", [(text.rstrip("…"), key) for _, text, key in rows])
        for title, rows in groupby(keys, key=lambda one: one[0])
    ]


def _columns(groups: list[tuple[str, list[tuple[str, str]]]]) -> QHBoxLayout:
    """The groups in columns of about the same height."""
    line = QHBoxLayout()
    line.setSpacing(Space.XXL)
    half = sum(len(rows) + 2 for _, rows in groups) / _COLUMNS
    column, filled = QVBoxLayout(), 0
    line.addLayout(column, 1)
    for title, rows in groups:
        if filled >= half:
            column.addStretch(1)
            column, filled = QVBoxLayout(), 0
            line.addLayout(column, 1)
        column.addLayout(_group(title, rows))
        filled += len(rows) + 2
    column.addStretch(1)
    return line


def _group(title: str, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(Space.XS)
    grid.setContentsMargins(0, 0, 0, Space.S)
    grid.addWidget(text_label(title, Size.DETAIL, Weight.BOLD, "text2"), 0, 0, 1, 2)
    grid.setColumnStretch(0, 1)
    for line, (words, key) in enumerate(rows, 1):
        grid.addWidget(text_label(words, Size.DETAIL), line, 0)
        grid.addWidget(KeyCap(key), line, 1, Qt.AlignmentFlag.AlignRight)
    return grid
