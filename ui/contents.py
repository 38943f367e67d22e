"""The pages of a book in their order: name, sign, who may see them, and how each is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.computer.memory import Memory
from app.rules.permissions import SEES_EXPORTS, SEES_TEAM, Needed, Permission
from ui.desk import Desk
from ui.pages import backups, customers, importing, journal, ledger, lists, roles, settings, team, touchpoints
from ui.parts.action import Actions
from ui.parts.page import Page

MakePage = Callable[[Desk, Actions, Memory], Page]


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the contents."""

    id: str
    text: str
    icon: str
    make: MakePage
    needs: Needed = Permission.SEE_CUSTOMERS
    at_foot: bool = False
    takes_customers: bool = False
    """Whether customers dragged over its line in the rail open it, to be dropped on somebody there."""


def _settings(desk: Desk, actions: Actions, memory: Memory) -> Page:
    """The settings, and for who may change them the lists of the firm."""
    page = settings.make_page(desk, actions, memory)
    if desk.may(Permission.EDIT_BOOK):
        page.add_section(lists.make_panel(desk, actions, memory))
    return page


CONTENTS: Final[tuple[Entry, ...]] = (
    Entry("customers", "Customers", "customers", customers.make_page),
    Entry("touchpoints", "Touch points", "touch points", touchpoints.make_page),
    Entry("team", "Team", "team", team.make_page, SEES_TEAM, takes_customers=True),
    Entry("journal", "Journal", "journal", journal.make_page),
    Entry("ledger", "Ledger", "ledger", ledger.make_page, SEES_EXPORTS, at_foot=True),
    Entry("importing", "Import", "import", importing.make_page, Permission.IMPORT, at_foot=True),
    Entry("backups", "Backups", "backups", backups.make_page, Permission.BACK_UP, at_foot=True),
    Entry("roles", "Roles", "role", roles.make_page, Permission.EDIT_ROLES, at_foot=True),
    Entry("settings", "Settings", "settings", _settings, (), at_foot=True),
)


def contents_for(may: Callable[[Needed], bool]) -> list[Entry]:
    """What this user may see."""
    return [entry for entry in CONTENTS if may(entry.needs)]
