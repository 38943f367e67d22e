"""What a user does not see of the book: customers restricted to others, and those that are not in their hands.

One place for every question: whatever a query reads, it reads of the customers that are in sight. Each table that
tells of customers is put before the statement under its own name, as those of its rows that are in sight, so that
no query can forget it; both engines flatten that into the statement. A book without restricted customers, asked by
a user who sees all of it, pays nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from app import clock
from app.rules.permissions import Whose


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks, at whose customers (none said: at all), and whether any customer is restricted."""

    user: int
    whose: str | None
    team: int | None
    restricted: bool


_BEGINS: Final = re.compile(r"\s*(\(*\s*SELECT\b|WITH\b)", re.IGNORECASE)
BY_CUSTOMER: Final = {
    "phones": "customer_id", "emails": "customer_id", "links": "customer_id", "addresses": "customer_id",
    "customer_tags": "customer_id", "field_values": "customer_id", "origins": "customer_id",
    "touch_points": "customer_id", "follow_ups": "customer_id", "listing": "customer_id",
    "memberships": "customer_id", "customer_readers": "customer_id", "assignments": "customer_id", "customers": "id",
}  # fmt: skip
_OTHERS: Final = ("operations", "changes", "contacts")
TABLES: Final = (*_OTHERS, *BY_CUSTOMER)
"""All that tell of customers. First those whose condition looks into others, which must still be whole by then."""
_NAMED: Final = re.compile(rf"\b({'|'.join(TABLES)})\b", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _seen(sight: Sight, engine: str, today: date, sql: str) -> str:
    begins = _BEGINS.match(sql)
    named = {name.lower() for name in _NAMED.findall(sql)}
    if begins is None or not named:
        return sql
    scope = _Scope(sight, engine, today)
    parts = [*scope.sets(), *(scope.table(name) for name in TABLES if name in named)]
    before = "WITH " + ", ".join(parts)
    own_with = begins[1].upper() == "WITH"
    return f"{before}, {sql[begins.end() :]}" if own_with else f"{before} {sql}"


def seen(sight: Sight, engine: str, sql: str) -> str:
    """The statement as this user asks it; what is no question stays as it is."""
    return _seen(sight, engine, clock.today(), sql)


@dataclass(frozen=True, slots=True)
class _Scope:
    sight: Sight
    engine: str
    today: date

    def sets(self) -> list[str]:
        """The customers that are out of sight, and those in hand."""
        found = []
        if self.sight.restricted:
            named = f"SELECT customer_id FROM {self._whole('customer_readers')} WHERE user_id = {self.sight.user}"
            kept = f"SELECT id FROM {self._whole('customers')} WHERE restricted_on IS NOT NULL AND id NOT IN ({named})"
            found.append(f"kept_from_me(id) AS ({kept})")
        if self.sight.whose is not None:
            day = self.today.isoformat()
            held = f"from_day <= '{day}' AND (until_day IS NULL OR until_day >= '{day}')"
            mine = f"SELECT customer_id FROM {self._whole('assignments')} WHERE {self._by_us()} AND {held}"
            found.append(f"in_our_hands(id) AS ({mine})")
        return found

    def table(self, name: str) -> str:
        """A table under its own name, without the rows that are out of sight."""
        shown = {"contacts": self._person("contacts.id"), "changes": self._change(), "operations": self._operation()}
        where = shown[name] if name in shown else self._customer(f"{name}.{BY_CUSTOMER[name]}")
        return f"{name} AS NOT MATERIALIZED (SELECT {name}.* FROM {self._whole(name)} AS {name} WHERE {where})"

    def _whole(self, name: str) -> str:
        """The table itself; on a server a name means that by itself in here, in a file it would mean itself."""
        return f"main.{name}" if self.engine == "sqlite" else name

    def _by_us(self) -> str:
        if self.sight.whose == Whose.TEAM and self.sight.team is not None:
            return f"user_id IN (SELECT id FROM {self._whole('users')} WHERE team_id = {self.sight.team})"
        return f"user_id = {self.sight.user}"

    def _customer(self, column: str) -> str:
        parts = [f"{column} NOT IN (SELECT id FROM kept_from_me)"] if self.sight.restricted else []
        parts += [f"{column} IN (SELECT id FROM in_our_hands)"] if self.sight.whose is not None else []
        return f"({column} IS NULL OR ({' AND '.join(parts)}))"

    def _person(self, column: str) -> str:
        """Somebody at a customer in sight, or at none."""
        at = f"SELECT 1 FROM {self._whole('memberships')} AS at WHERE at.contact_id = {column}"
        return f"(EXISTS ({at} AND {self._customer('at.customer_id')}) OR NOT EXISTS ({at}))"

    def _change(self, table: str = "changes") -> str:
        return f"({self._customer(f'{table}.customer_id')} AND {self._person(f'{table}.contact_id')})"

    def _operation(self) -> str:
        """One that is wholly about what is in sight: its sentence may name each of its customers."""
        of_it = f"SELECT 1 FROM {self._whole('changes')} AS did WHERE did.operation_id = operations.id"
        return f"NOT EXISTS ({of_it} AND NOT {self._change('did')})"
