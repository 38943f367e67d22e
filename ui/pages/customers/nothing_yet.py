"""What stands in the place of list, card and time line while the book has no customers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.permissions import Permission
from ui.pages.customers.list_head import ListHead
from ui.parts.action import Actions
from ui.parts.empty import EmptyState, FirstStep
from ui.theme.tokens import Space

_WORDS = "One list for the whole house: companies and people, what passed between you, and who looks after them."
_BEGIN = (
    ("import", "Import what you have", "Outlook, vCard or CSV. You look first, and can take it back later.",
     "importing.files", "Ctrl+I", Permission.IMPORT),
    ("add", "Add the first customer", "A name is enough for a start.",
     "customers.new", "Ctrl+N", Permission.EDIT_CUSTOMERS),
)  # fmt: skip


def nothing_yet(actions: Actions, may: Callable[[Permission], bool]) -> QWidget:
    """The head of a list without number, and the first steps; none in the past, or for who may only look."""
    empty, head = QWidget(), ListHead()
    head.show_count(0, 0, False)
    steps = [
        FirstStep(sign, text, words, partial(actions.trigger, action), key, f"customers.first.{action}")
        for sign, text, words, action, key, needs in _BEGIN
        if may(needs)
    ]
    column = QVBoxLayout(empty)
    column.setContentsMargins(Space.PAGE - Space.LIST, 0, Space.PAGE - Space.LIST, 0)
    column.addWidget(head)
    column.addWidget(
        EmptyState("customers", "Your customers belong here" if steps else "No customers", _WORDS, steps), 1
    )
    return empty
