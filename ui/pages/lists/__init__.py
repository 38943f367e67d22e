"""The firm's own lists, as a section of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.lists.panel import ListsPanel


def make_panel(desk: Desk, actions: Actions, memory: Memory) -> ListsPanel:
    """The section of one window; loaded only when the settings are."""
    from ui.pages.lists.panel import ListsPanel

    return ListsPanel(desk, actions, memory)
