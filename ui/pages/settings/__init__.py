"""The settings of this desk and of the book, as `app.settings` declares them."""

from app.computer.memory import Memory
from ui.desk import Desk
from ui.pages.settings.page import SettingsPage
from ui.parts.action import Actions

__all__ = ["SettingsPage", "page"]


def make_page(desk: Desk, actions: Actions, memory: Memory) -> SettingsPage:
    """The page of one window."""
    return SettingsPage(desk, actions, memory)
