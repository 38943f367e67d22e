"""The page of the backups: whether the book could be brought back, from what, and the next one made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.backups.page import BackupsPage


def make_page(desk: Desk, actions: Actions, memory: Memory) -> BackupsPage:
    """Built once for an opened book; loaded only then."""
    from ui.pages.backups.page import BackupsPage

    return BackupsPage(desk, actions, memory)
