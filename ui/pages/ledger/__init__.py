"""The page of the ledger: what left the book, and who asks to take something along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.ledger.page import LedgerPage


def make_page(desk: Desk, actions: Actions, memory: Memory) -> LedgerPage:
    """Built once for an opened book; loaded only then."""
    from ui.pages.ledger.page import LedgerPage

    return LedgerPage(desk, actions, memory)
