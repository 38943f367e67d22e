"""The journal: who did what and when, what it was before; taking it back, and proving that nobody rewrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.journal.page import JournalPage


def make_page(desk: Desk, actions: Actions, memory: Memory) -> JournalPage:
    """Built once for an opened book; loaded only then, for a page brings much of the program with it."""
    from ui.pages.journal.page import JournalPage

    return JournalPage(desk, actions, memory)
