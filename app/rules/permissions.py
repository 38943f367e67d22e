"""Who may do what: the permissions, and which of them each role holds."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

Q = TypeVar("Q", bound=Callable[..., Any])


class Permission(StrEnum):
    """One right; a command names the one it needs."""

    SEE_CUSTOMERS = "see customers"
    EDIT_CUSTOMERS = "add and change customers"
    RETIRE_CUSTOMERS = "retire customers and bring them back"
    LOG_TOUCH_POINTS = "log touch points"
    CORRECT_TOUCH_POINTS = "correct and withdraw the touch points of others"
    ASSIGN = "assign customers"
    IMPORT = "import files"
    SHARE_LISTS = "share saved lists with the firm"
    SEE_JOURNAL = "read the journal of the whole book"
    UNDO_OWN = "undo one's own operations"
    UNDO_ANY = "undo the operations of others"
    EDIT_TEAM = "add and change users and teams"
    EDIT_BOOK = "change the book's lists and settings"


READING = frozenset({Permission.SEE_CUSTOMERS, Permission.SEE_JOURNAL})
"""The rights that change nothing."""


class Role(StrEnum):
    """The roles a user can have in the book."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    VIEWER = "viewer"


_VIEWER = frozenset({Permission.SEE_CUSTOMERS})
_STAFF = _VIEWER | {
    Permission.EDIT_CUSTOMERS,
    Permission.LOG_TOUCH_POINTS,
    Permission.UNDO_OWN,
}
_MANAGER = _STAFF | {
    Permission.RETIRE_CUSTOMERS,
    Permission.CORRECT_TOUCH_POINTS,
    Permission.ASSIGN,
    Permission.IMPORT,
    Permission.SHARE_LISTS,
    Permission.SEE_JOURNAL,
    Permission.UNDO_ANY,
}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.STAFF: _STAFF,
    Role.MANAGER: _MANAGER,
    Role.OWNER: frozenset(Permission),
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether `role` holds `permission`."""
    return permission in GRANTED[role]


def asks_for(choose: Callable[..., Permission]) -> Callable[[Q], Q]:
    """Mark a query with what it takes to ask it: `choose` gets the user's id and the query's own arguments."""

    def mark(query: Q) -> Q:
        setattr(query, "needs", choose)  # noqa: B010 - a function has no such attribute of its own
        return query

    return mark


def needed_for(query: Callable[..., Any], user_id: int, /, *args: Any, **kwargs: Any) -> Permission:
    """What it takes to ask a query with these arguments; seeing customers, where it says nothing else."""
    choose: Callable[..., Permission] | None = getattr(query, "needs", None)
    return Permission.SEE_CUSTOMERS if choose is None else choose(user_id, *args, **kwargs)
