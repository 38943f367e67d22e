"""The menu of selected rows: what can be done with one customer, or with several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from ui.parts.action import Actions

_ENTRIES = (
    ("touchpoints.log", "customer", "Log a call"),
    ("customers.edit", "customer", "Edit"),
    ("team.assign", "customers", "Assign…"),
    ("", "", ""),
    ("customers.retire", "customers", ""),
    ("customers.bring_back", "customers", ""),
    ("customers.export", "customers", ""),
    ("customers.print", "customers", ""),
    ("customers.copy", "customers", ""),
    ("", "", ""),
    ("journal.customer", "customer", "Journal"),
)
"""Action, what it is told (one customer, or all selected ones), and other words than its own."""


def row_menu(actions: Actions, ids: Sequence[int], parent: QWidget) -> QMenu:
    """What is offered here and can be done now; what concerns one customer only where one is selected."""
    actions.refresh()
    menu = QMenu(parent)
    menu.setObjectName("customers.row_menu")
    for action, argument, words in _ENTRIES:
        one = argument == "customer"
        if not action:
            menu.addSeparator()
        elif actions.has(action) and not (one and len(ids) != 1):
            _add(menu, actions, action, words, {argument: ids[0] if one else list(ids)})
    return menu


def _add(menu: QMenu, actions: Actions, action: str, words: str, told: dict[str, Any]) -> None:
    known = actions.qaction(action)
    if known.isEnabled():
        entry = menu.addAction(known.icon(), words or known.text())
        entry.setObjectName(f"customers.row_menu.{action}")
        entry.triggered.connect(partial(_trigger, actions, action, told))


def _trigger(actions: Actions, action: str, told: dict[str, Any], _checked: bool = False) -> None:
    actions.trigger(action, **told)
