"""Team: who handles whom, where nobody does, on any day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.team.page import TeamPage


def make_page(desk: Desk, actions: Actions, memory: Memory) -> TeamPage:
    """Built once for an opened book; loaded only then, for a page brings much of the program with it."""
    from ui.pages.team.page import TeamPage

    return TeamPage(desk, actions, memory)
