"""Which rows of a table each right lets through; of tables that are not named here, all of them.

`me()` is the user of whoever signed in, whatever role they take on later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.rules.permissions import Permission as May
from app.store.server.seeing import OPERATION_SEEN, change_in_sight

_SEEN: Final = change_in_sight()
_MINE: Final = "user_id = (SELECT me())"
_OF_CUSTOMERS: Final = f"topics ~ 'customers|touch points|assignments|follow-ups' AND {OPERATION_SEEN}"


@dataclass(frozen=True, slots=True)
class Policy:
    """What rows of a table an act reaches for those who hold a right; `new` is what a row has to be afterwards."""

    table: str
    act: str
    right: May | None
    rows: str
    new: str | None = None


POLICIES: tuple[Policy, ...] = (
    Policy("users", "SELECT", None, "true"),
    Policy("users", "ALL", May.EDIT_TEAM, "true"),
    Policy("saved_lists", "SELECT", May.SEE_CUSTOMERS, f"shared OR {_MINE}"),
    Policy("saved_lists", "ALL", May.SEE_CUSTOMERS, _MINE, f"{_MINE} AND NOT shared"),
    Policy("saved_lists", "ALL", May.SHARE_LISTS, f"shared OR {_MINE}"),
    Policy("operations", "SELECT", None, f"{_MINE} AND {OPERATION_SEEN}"),
    Policy("operations", "SELECT", May.SEE_CUSTOMERS, _OF_CUSTOMERS),
    Policy("operations", "SELECT", May.SEE_JOURNAL, OPERATION_SEEN),
    Policy("operations", "UPDATE", May.UNDO_OWN, _MINE),
    Policy("operations", "UPDATE", May.UNDO_ANY, "true"),
    Policy("operations", "UPDATE", May.ERASE, "true"),
    Policy("changes", "UPDATE", May.ERASE, "true"),
    Policy("changes", "SELECT", None, f"{_SEEN} AND mine(operation_id)"),
    Policy("changes", "SELECT", May.SEE_CUSTOMERS, f"(customer_id IS NOT NULL OR contact_id IS NOT NULL) AND {_SEEN}"),
    Policy("changes", "SELECT", May.SEE_JOURNAL, _SEEN),
    Policy("export_requests", "SELECT", May.SEE_LEDGER, "true"),
    Policy("export_requests", "SELECT", May.APPROVE, "true"),
    Policy("export_requests", "UPDATE", May.APPROVE, "user_id <> (SELECT me())"),
    Policy("export_requests", "ALL", May.EXPORT, _MINE),
    Policy("exports", "SELECT", May.SEE_LEDGER, "true"),
    Policy("exports", "ALL", May.EXPORT, _MINE),
    Policy("export_ends", "SELECT", May.SEE_LEDGER, "true"),
    Policy("export_ends", "ALL", May.EXPORT, "my_export(export_id)"),
    Policy("card_openings", "SELECT", May.SEE_LEDGER, "true"),
    Policy("card_openings", "ALL", May.SEE_CUSTOMERS, _MINE),
)

GUARDED = frozenset(policy.table for policy in POLICIES)
"""The tables in which it always depends on the row."""
