"""Customers: the list, the card, and what passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.computer.memory import Memory
from ui.parts.action import Actions
from ui.parts.page import Page

if TYPE_CHECKING:
    from ui.desk import Desk


def make_page(desk: Desk, actions: Actions, memory: Memory) -> Page:
    """The page, built once for an opened book; loaded then, for it brings most of the screens with it."""
    from ui.pages.customers.page import CustomersPage

    return CustomersPage(desk, actions, memory)
