"""Import: files of other programs are read, looked at, brought in, and taken back if need be."""

from app.computer.memory import Memory
from ui.desk import Desk
from ui.pages.importing.page import ImportingPage
from ui.parts.action import Actions

__all__ = ["ImportingPage", "page"]


def make_page(desk: Desk, actions: Actions, memory: Memory) -> ImportingPage:
    """The page of one window."""
    return ImportingPage(desk, actions, memory)
