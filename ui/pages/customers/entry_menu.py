"""The menu of an entry of the time line: to see all of it, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu

from app.features.touchpoints import TimeLineEntry
from ui.pages.customers.time_line_list import TimeLineList
from ui.parts.action import Actions
from ui.theme.icons import icon

Verb = tuple[str, str, str, dict[str, object]]
"""Sign, words, action and what it is told."""


def entry_menu(line: TimeLineList, entry: TimeLineEntry, actions: Actions, own: bool) -> QMenu:
    """What is offered here; with what is not one's `own` little can be done."""
    menu = QMenu(line)
    menu.setObjectName("time_line.menu")
    menu.aboutToHide.connect(menu.deleteLater)
    words = "Close" if line.is_open(entry.id) else "Show all of it"
    menu.addAction(icon("show"), words).triggered.connect(lambda _on=False: line.toggle(entry.id))
    menu.addSeparator()
    for sign, words, action, told in _verbs(entry, actions, own):
        if actions.has(action):
            menu.addAction(icon(sign), words).triggered.connect(partial(_trigger, actions, action, told))
    return menu


def _verbs(entry: TimeLineEntry, actions: Actions, own: bool) -> list[Verb]:
    which: dict[str, object] = {"touch_point": entry.id}
    back = ("bring back", "Bring back", "touchpoints.bring_back", which)
    away = ("delete", "Withdraw\tDel", "touchpoints.withdraw", which)
    journal: Verb = ("journal", "Journal", "journal.customer", {"customer": entry.customer_id})
    if actions.has("journal.open"):
        journal = ("journal", "Journal", "journal.open", {"operation": entry.version})
    taken: Verb = ("bring back", "Take back…", "past.touch_point", which)
    correct = ("edit", "Correct…\tF2", "touchpoints.correct", which)
    return [correct, back if entry.withdrawn else away, taken, journal] if own else [taken, journal]


def _trigger(actions: Actions, action: str, told: dict[str, object], _checked: bool = False) -> None:
    actions.trigger(action, **told)
