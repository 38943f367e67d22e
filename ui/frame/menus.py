"""The menu bar and the menus of the top bar, made from the actions."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QMenuBar

from ui.parts.action import Actions

TITLES: Final = ("File", "Edit", "View", "Go", "Customer", "Tools", "Help")


def fill(bar: QMenuBar, actions: Actions) -> None:
    """All menus that have something in them, in the usual order."""
    bar.clear()
    known = actions.titles()
    for title in [*(one for one in TITLES if one in known), *(one for one in known if one not in TITLES)]:
        bar.addMenu(actions.menu(title, bar))
