"""The firm's own lists, as a section of the settings."""

from app.computer.memory import Memory
from ui.desk import Desk
from ui.pages.lists.panel import ListsPanel
from ui.parts.action import Actions

__all__ = ["ListsPanel", "panel"]


def panel(desk: Desk, actions: Actions, memory: Memory) -> ListsPanel:
    """The section of one window."""
    return ListsPanel(desk, actions, memory)
