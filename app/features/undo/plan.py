"""What undoing an operation comes to: which of its rows are taken back, which are kept, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Date

from app.features.undo.did import RowChange
from app.features.undo.standing import journalled_table, parents, referred, roles_of, there_in, versions
from app.models import JOURNALLED, Instant
from app.rules.instants import from_number
from app.work import Work

CHANGED = "changed since"
GONE = "no longer there"
NEEDED = "used by something newer"
ORPHANED = "what it belonged to is no longer there"
TOGETHER = "belongs to what was changed since"
ANEW = "there anew by now"

_ONCE = {
    "tags": ("name",),
    "user_roles": ("name",),
    "role_permissions": ("role_id", "permission"),
    "memberships": ("customer_id", "contact_id"),
    "customer_readers": ("customer_id", "user_id"),
    "customer_tags": ("customer_id", "tag_id"),
    "field_values": ("customer_id", "field_id"),
}
"""By table the columns in which no two rows are the same."""
_Place = dict[str, dict[int, RowChange]]
"""Rows with which one thing is to be done, by table and key."""


class Plan:
    """What undoing one operation comes to."""

    def __init__(self, work: Work, changes: Iterable[RowChange]) -> None:
        self._work = work
        self.kept: list[tuple[RowChange, str]] = []
        self._add: _Place = {name: {} for name in JOURNALLED}
        self._put: _Place = {name: {} for name in JOURNALLED}
        self._remove: _Place = {name: {} for name in JOURNALLED}
        for change in changes:
            self._place(change)

    def _place(self, change: RowChange) -> None:
        if change.first == "added":
            if change.last != "removed":
                self._remove[change.table][change.row_id] = change
        elif change.last == "removed":
            self._add[change.table][change.row_id] = change
        else:
            self._put[change.table][change.row_id] = change

    def carry_out(self) -> int:
        """Do it in an order that suits the links between tables; answers how many rows were taken back."""
        self._leave_changed()
        self._leave_successions()
        while self._leave_needed():
            pass
        self._leave_twins()
        self._leave_orphans()
        order = list(JOURNALLED)
        for name in order:
            rows = [_typed(name, change.before) | {"id": key} for key, change in self._add[name].items()]
            self._work.add_many(JOURNALLED[name], rows)
        for name in order:
            values = [_typed(name, change.before) | {"id": key} for key, change in self._put[name].items()]
            self._work.put_back(JOURNALLED[name], values)
        for name in reversed(order):
            self._work.remove_many(JOURNALLED[name], self._remove[name])
        return sum(len(rows) for place in (self._add, self._put, self._remove) for rows in place.values())

    def _leave(self, place: _Place, change: RowChange, why: str = "") -> None:
        """Do not take this row back; without a reason there is nothing to take back any more."""
        del place[change.table][change.row_id]
        if why:
            self.kept.append((change, why))

    def _leave_changed(self) -> None:
        """The rows that are not as the operation left them."""
        for place, without in ((self._remove, ""), (self._put, GONE)):
            for name, changes in place.items():
                now = versions(self._work, name, changes, leaving=place is self._remove)
                for change in list(changes.values()):
                    version = now.get(change.row_id)
                    if version is None:
                        self._leave(place, change, without)
                    elif version != change.version:
                        self._leave(place, change, "" if version == change.before.get("version") else CHANGED)
        for name, changes in self._add.items():
            for key in versions(self._work, name, changes):
                self._leave(self._add, changes[key])

    def _leave_successions(self) -> None:
        """Who follows whom in a role at a customer is taken back together or not at all."""
        kept = [change for change, why in self.kept if (change.table, why) == ("assignments", CHANGED)]
        if not kept:
            return
        places = self._add, self._put, self._remove
        roles = roles_of(self._work, [*kept, *(change for place in places for change in place["assignments"].values())])
        broken = {(change.customer_id, roles.get(change.row_id)) for change in kept}
        for place in places:
            for change in list(place["assignments"].values()):
                if (change.customer_id, roles.get(change.row_id)) in broken:
                    self._leave(place, change, TOGETHER)

    def _leave_needed(self) -> bool:
        """Added rows that rows outside of the operation refer to, with all of their customer. Whether any."""
        needed = [
            change
            for name, changes in self._remove.items()
            for key in referred(self._work, name, list(changes), self._remove)
            if (change := changes.get(key)) is not None
        ]
        went_on = {change.row_id for change, why in self.kept if (change.table, why) == ("customers", CHANGED)}
        customers = went_on | {change.customer_id for change in needed if change.customer_id is not None}
        for changes in self._remove.values():
            needed += [change for change in changes.values() if change.customer_id in customers]
        for change in needed:
            if change.row_id in self._remove[change.table]:
                self._leave(self._remove, change, CHANGED if change.customer_id in went_on else NEEDED)
        return bool(needed)

    def _leave_twins(self) -> None:
        """What somebody added anew meanwhile and may be there but once."""
        for name, columns in _ONCE.items():
            firsts = [change.before[columns[0]] for change in self._add[name].values()]
            there = there_in(self._work, name, columns, firsts)
            for change in list(self._add[name].values()):
                if tuple(change.before[column] for column in columns) in there:
                    self._leave(self._add, change, ANEW)

    def _leave_orphans(self) -> None:
        """What would come back without what it belonged to."""
        for place in (self._add, self._put):
            for name, changes in place.items():
                for column, parent in parents(name):
                    asked = {value for one in changes.values() if (value := one.before.get(column)) is not None}
                    there = set(versions(self._work, parent, asked)) | set(self._add[parent])
                    there -= set(self._remove[parent])
                    for change in list(changes.values()):
                        if (value := change.before.get(column)) is not None and value not in there:
                            self._leave(place, change, ORPHANED)


def _typed(name: str, before: dict[str, Any]) -> dict[str, Any]:
    """The journal's values as the columns take them."""
    columns = journalled_table(name).columns
    return {key: _value(columns[key].type, value) for key, value in before.items() if key in columns}


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Instant):
        return from_number(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
