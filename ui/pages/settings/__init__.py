"""The settings of this desk and of the book, as `app.settings` declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.settings.page import SettingsPage


def make_page(desk: Desk, actions: Actions, memory: Memory) -> SettingsPage:
    """Built once for an opened book; loaded only then, for a page brings much of the program with it."""
    from ui.pages.settings.page import SettingsPage

    return SettingsPage(desk, actions, memory)
