"""Touch points: the firm's time line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.touchpoints.page import TouchPointsPage


def make_page(desk: Desk, actions: Actions, memory: Memory) -> TouchPointsPage:
    """Built once for an opened book; loaded only then, for a page brings much of the program with it."""
    from ui.pages.touchpoints.page import TouchPointsPage

    return TouchPointsPage(desk, actions, memory)
