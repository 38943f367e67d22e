"""Team: who handles whom, where nobody does, on any day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.pages.team.page import TeamPage
from ui.parts.action import Actions
from ui.parts.page import Page

if TYPE_CHECKING:
    from ui.desk import Desk


def make_page(desk: Desk, actions: Actions, memory: Memory) -> Page:
    """The page, built once for an opened book."""
    return TeamPage(desk, actions, memory)
