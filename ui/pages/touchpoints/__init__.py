"""Touch points: the firm's time line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.pages.touchpoints.page import TouchPointsPage
from ui.parts.action import Actions
from ui.parts.page import Page

if TYPE_CHECKING:
    from ui.desk import Desk


def make_page(desk: Desk, actions: Actions, memory: Memory) -> Page:
    """The page for one opened book."""
    return TouchPointsPage(desk, actions, memory)
