"""What the parts of a card can have done, without knowing who does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.rules.permissions import Permission


@dataclass(frozen=True)
class Verbs:
    """The card's verbs; each part is given them."""

    may: Callable[[Permission], bool]
    do: Callable[[Any], object]
    """Carry out a command."""
    trigger: Callable[..., bool]
    """An action of this or another page, by its id."""
    can: Callable[[str], bool]
    """Whether that action is offered here."""
    show: Callable[[int], object]
    """Show another customer."""
    edit: Callable[[str], object]
    """Edit the customer, beginning at a field."""
    edit_person: Callable[[int | None], object]
    """Edit a person, or add one."""
    add_follow_up: Callable[[], object]
    edit_follow_up: Callable[[int], object]
    show_history: Callable[[], object]
    open: Callable[[str], object]
    """Open a checked link."""
    copy: Callable[[str, str], object]
    """Copy a value and say what it was."""

    @property
    def may_edit(self) -> bool:
        """Whether this person may change customers."""
        return self.may(Permission.EDIT_CUSTOMERS)
