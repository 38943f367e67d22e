"""The journal: who did what and when, what it was before; taking it back, and proving that nobody rewrote it."""

from app.computer.memory import Memory
from ui.desk import Desk
from ui.pages.journal.page import JournalPage
from ui.parts.action import Actions

__all__ = ["JournalPage", "page"]


def make_page(desk: Desk, actions: Actions, memory: Memory) -> JournalPage:
    """The page of one window."""
    return JournalPage(desk, actions, memory)
