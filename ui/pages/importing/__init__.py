"""Import: files of other programs are read, looked at, brought in, and taken back if need be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.importing.page import ImportingPage


def make_page(desk: Desk, actions: Actions, memory: Memory) -> ImportingPage:
    """Built once for an opened book; loaded only then, for a page brings much of the program with it."""
    from ui.pages.importing.page import ImportingPage

    return ImportingPage(desk, actions, memory)
