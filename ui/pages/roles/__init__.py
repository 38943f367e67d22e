"""The page of the roles: what each may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.roles.page import RolesPage


def make_page(desk: Desk, actions: Actions, memory: Memory) -> RolesPage:
    """The page of one window; loaded only when it is built."""
    from ui.pages.roles.page import RolesPage

    return RolesPage(desk, actions, memory)
