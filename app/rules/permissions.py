"""Who may do what: the permissions, and which of them the roles of a new book hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
    EXPORT = "export customers"
    APPROVE = "approve exports"
    SEE_LEDGER = "read the ledger of exports"
    SEED_CANARIES = "see and seed canary customers"
    ERASE = "erase customers for good"
    SHARE_LISTS = "share saved lists with the firm"
    SEE_JOURNAL = "read the journal of the whole book"
    UNDO_OWN = "undo one's own operations"
    UNDO_ANY = "undo the operations of others"
    EDIT_TEAM = "add and change users and teams"
    EDIT_BOOK = "change the book's lists and settings"
    RESTRICT_CUSTOMERS = "restrict customers to people they name"
    EDIT_ROLES = "change what each role may do"
    BACK_UP = "back up and restore the book"


READING = frozenset({Permission.SEE_CUSTOMERS, Permission.SEE_JOURNAL, Permission.SEE_LEDGER})
"""The rights that change nothing."""


SHOWING = frozenset({Permission.EXPORT, Permission.RESTRICT_CUSTOMERS, Permission.SEE_JOURNAL})
"""The rights by which names of customers are seen: no role holds one without seeing customers."""


ASKED_BY = "asked by"
"""Under this name a query finds in its session whose question it is: the user's id."""


Needed = Permission | tuple[Permission, ...]
"""One right, or several of which one is enough; none at all is asked where there is none."""


SEES_TEAM = (Permission.SEE_CUSTOMERS, Permission.EDIT_TEAM)
"""Who sees the board of the team: how many customers each has, though not which."""


SEES_EXPORTS = (Permission.SEE_LEDGER, Permission.EXPORT, Permission.APPROVE)
"""Who sees the ledger's page: all of it, or what they took or asked for themselves."""


class Role(StrEnum):
    """The roles that every book begins with, by their keys; who may change roles changes all but the owner's."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    VIEWER = "viewer"
    IT = "IT"


class Whose(StrEnum):
    """Which customers a role sees, where it is not all of them."""

    OWN = "own"
    TEAM = "team"


_WIDTH = (Whose.OWN, Whose.TEAM, None)
"""Whose customers a role is about, from few to all."""


def _width(whose: str | None) -> int:
    return _WIDTH.index(whose)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role gives."""

    may: frozenset[Permission]
    most_at_once: int | None = None
    """How many customers one act may touch; None: any number."""
    whose: str | None = None
    """Whose customers are seen: the user's own, those of their team; None: all."""
    fixed: frozenset[str] = frozenset()
    """Fields of a customer that are not changed, by column or table."""

    def allow(self, needed: Needed) -> bool:
        """Whether that is in it which something needs."""
        one_of = needed if isinstance(needed, tuple) else (needed,)
        return not one_of or any(permission in self.may for permission in one_of)

    def holds(self, other: Rights) -> bool:
        """Whether all that `other` gives is in it."""
        most = self.most_at_once
        enough = most is None or (other.most_at_once is not None and other.most_at_once <= most)
        wide = _width(other.whose) <= _width(self.whose)
        return other.may <= self.may and enough and wide and self.fixed <= other.fixed


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
    Permission.EXPORT,
    Permission.APPROVE,
    Permission.SEE_LEDGER,
    Permission.SHARE_LISTS,
    Permission.SEE_JOURNAL,
    Permission.UNDO_ANY,
}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: _MANAGER,
    Role.STAFF: _STAFF,
    Role.VIEWER: _VIEWER,
    Role.IT: frozenset({Permission.EDIT_TEAM, Permission.UNDO_OWN, Permission.BACK_UP}),
}
"""What the roles of a new book hold. From then on the book says it; the owner's alone holds everything for good."""

FREELY_GIVEN = frozenset({Role.STAFF, Role.VIEWER})
"""The roles that in a new book those who change the team may give although theirs holds less."""

OWNERS = Rights(frozenset(Permission))


def permissions_named(names: Iterable[str]) -> frozenset[Permission]:
    """The rights of these names; those of a newer program say nothing here."""
    known = Permission.__members__
    return frozenset(known[name] for name in names if name in known)


def fields_named(names: str) -> frozenset[str]:
    """The fields that a role leaves as they are, from how its row has them."""
    return frozenset(names.split()) if names else frozenset()


def asks_for(choose: Callable[..., Needed]) -> Callable[[Q], Q]:
    """Mark a query with what it takes to ask it: `choose` gets the user's id and the query's own arguments."""

    def mark(query: Q) -> Q:
        setattr(query, "needs", choose)  # noqa: B010 - a function has no such attribute of its own
        return query

    return mark


def for_everybody(query: Q) -> Q:
    """Mark a query that tells nothing of customers: whoever is let in may ask it."""
    return of_the_whole_book()(query)


def of_the_whole_book(*rights: Permission) -> Callable[[Q], Q]:
    """Mark a query that is asked of all customers, also of those whom the user does not see."""

    def mark(query: Q) -> Q:
        setattr(query, "sees_all", True)  # noqa: B010 - a function has no such attribute of its own
        return for_any(*rights)(query)

    return mark


def for_any(*rights: Permission) -> Callable[[Q], Q]:
    """Mark a query that anybody with one of these rights may ask."""
    return asks_for(lambda *_, **__: rights)


def needed_for(query: Callable[..., Any], user_id: int, /, *args: Any, **kwargs: Any) -> Needed:
    """What it takes to ask a query with these arguments; seeing customers, where it says nothing else."""
    choose: Callable[..., Needed] | None = getattr(query, "needs", None)
    return Permission.SEE_CUSTOMERS if choose is None else choose(user_id, *args, **kwargs)
