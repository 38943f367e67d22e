"""Undo of any operation, at any later day: what it did is taken back, what was changed since is kept and listed.

A row stands as the operation left it if its version is the one the journal wrote down: a version is the id of the
operation that made the row so, and undoing gives a row its earlier version back. An added row goes, unless something
else refers to it by now; then all that the operation added to that customer stays with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Date, Table, select

from app.errors import NotAllowed, NotFound, Refused
from app.house_rules import an_owner_stays, one_owner_each
from app.models import JOURNALLED, Assignment, Change, Customer, Instant, Operation
from app.models.among import among
from app.models.base import table_of
from app.rules.chunks import CHUNK, chunks
from app.rules.instants import from_number
from app.rules.permissions import Permission, allows
from app.work import Command, Work

_NOT_UNDONE = {"FoundBook": "The making of the book cannot be undone."}

CHANGED = "changed since"
GONE = "no longer there"
NEEDED = "used by something newer"
ORPHANED = "what it belonged to is no longer there"
TOGETHER = "belongs to what was changed since"
ANEW = "there anew by now"

_ONCE = {
    "tags": ("name",),
    "memberships": ("customer_id", "contact_id"),
    "customer_tags": ("customer_id", "tag_id"),
    "field_values": ("customer_id", "field_id"),
}
"""By table the columns in which no two rows are the same."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that was not taken back, and why."""

    table: str
    row_id: int
    customer_id: int | None
    customer: str
    why: str


@dataclass(frozen=True, slots=True)
class Undone:
    """How many rows were taken back, and which were kept."""

    undone: int
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class UndoOperation(Command[Undone]):
    """Take back all that an operation did, as far as nobody changed it since. It is an operation itself."""

    needs: ClassVar[Permission] = Permission.UNDO_OWN

    operation_id: int

    def carry_out(self, work: Work) -> Undone:
        operation = _undoable(work, self.operation_id)
        changes = _net_changes(work, operation.id)
        _demand_rights(work, changes)
        with ExitStack() as rules:
            if any(change.table == "users" for change in changes):
                rules.enter_context(an_owner_stays(work))
            rules.enter_context(one_owner_each(work, _customers(changes, "assignments")))
            plan = _Plan(work, changes)
            undone = plan.carry_out()
        if not undone:
            raise Refused(f"Nothing was undone: all that “{operation.summary}” did was changed since, and is kept.")
        work.undo(operation, complete=not plan.kept)
        verb = "Did again" if operation.undoes is not None else "Undid"
        work.say(f"{verb} “{_core(operation.summary)}”")
        return Undone(undone, _named(work, plan.kept))


def _undoable(work: Work, key: int) -> Operation:
    operation = work.get_operation(key)
    if operation is None or operation.revision is None:
        raise NotFound(f"There is no operation {key} in the journal.")
    if operation.command in _NOT_UNDONE:
        raise Refused(_NOT_UNDONE[operation.command])
    if operation.undone_by is not None:
        raise Refused(f"“{operation.summary}” was undone already. Undo that undoing to have it again.")
    if operation.user_id != work.user.id and not allows(work.user.role, Permission.UNDO_ANY):
        raise NotAllowed("Not undone: this was done by somebody else, and you may undo only your own operations.")
    return operation


def _demand_rights(work: Work, changes: Iterable[_RowChange]) -> None:
    """What was in one's rights at the time may not be so any more."""
    for permission in sorted({right for change in changes for right in _rights(change)}):
        if not allows(work.user.role, permission):
            who = f"{work.user.name} is {work.user.role} in this book"
            raise NotAllowed(f"Not undone: it takes the right to {permission}, and {who}.")


def _rights(change: _RowChange) -> Iterator[Permission]:
    model = JOURNALLED[change.table]
    yield model.needs
    if change.first == change.last == "changed":
        yield from (right for column, right in model.needs_for.items() if column in change.before)


def _customers(changes: Iterable[_RowChange], table: str) -> Sequence[int]:
    return list({change.customer_id for change in changes if change.table == table and change.customer_id})


def _core(summary: str) -> str:
    """The sentence that an undoing quotes."""
    start, end = summary.find("“"), summary.rfind("”")
    return summary[start + 1 : end] if summary.startswith(("Undid “", "Did again “")) and start < end else summary


@dataclass(slots=True)
class _RowChange:
    """The net effect of the operation on one row."""

    table: str
    row_id: int
    customer_id: int | None
    first: str
    last: str
    version: int
    before: dict[str, Any] = field(default_factory=dict)


class _Plan:
    """What undoing one operation comes to."""

    def __init__(self, work: Work, changes: Iterable[_RowChange]) -> None:
        self._work = work
        self.kept: list[tuple[_RowChange, str]] = []
        self._add: dict[str, dict[int, _RowChange]] = {name: {} for name in JOURNALLED}
        self._put: dict[str, dict[int, _RowChange]] = {name: {} for name in JOURNALLED}
        self._remove: dict[str, dict[int, _RowChange]] = {name: {} for name in JOURNALLED}
        for change in changes:
            self._place(change)

    def _place(self, change: _RowChange) -> None:
        if change.first == "added":
            if change.last != "removed":
                self._remove[change.table][change.row_id] = change
        elif change.last == "removed":
            self._add[change.table][change.row_id] = change
        else:
            self._put[change.table][change.row_id] = change

    def carry_out(self) -> int:
        """Do it in an order that suits the links between tables; answers how many rows were taken back."""
        self._drop_changed()
        self._keep_successions()
        while self._keep_needed():
            pass
        self._drop_twins()
        self._drop_orphans()
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

    def _drop_changed(self) -> None:
        """Keep the rows that are not as the operation left them."""
        for place in (self._remove, self._put):
            for name, changes in place.items():
                versions = self._versions(name, changes, leaving=place is self._remove)
                for key, change in list(changes.items()):
                    version = versions.get(key)
                    if version == change.version:
                        continue
                    del changes[key]
                    if version is None and place is self._put:
                        self.kept.append((change, GONE))
                    elif version is not None and version != change.before.get("version"):
                        self.kept.append((change, CHANGED))
        for name, changes in self._add.items():
            for key in self._versions(name, changes):
                del changes[key]

    def _versions(self, name: str, keys: Iterable[int], *, leaving: bool = False) -> dict[int, int]:
        """The present versions of rows; locked, where the database knows locks, so that they stay so.

        To rows that shall leave nobody can add anything either: who does so at the same moment waits, or is waited for.
        """
        table = _table(name)
        found: dict[int, int] = {}
        for some in chunks(sorted(keys)):
            rows = (
                select(table.c.id, table.c.version)
                .where(among(table.c.id))
                .order_by(table.c.id)
                .with_for_update(key_share=not leaving)
            )
            found.update(self._work.session.connection().execute(rows, {"ids": some}).all())
        return found

    def _keep_successions(self) -> None:
        """Who follows whom in a role at a customer is taken back together or not at all."""
        places = self._add, self._put, self._remove
        kept = [change for change, why in self.kept if (change.table, why) == ("assignments", CHANGED)]
        if not kept:
            return
        roles = self._roles([*kept, *(change for place in places for change in place["assignments"].values())])
        broken = {(change.customer_id, roles.get(change.row_id)) for change in kept}
        for place in places:
            for key, change in list(place["assignments"].items()):
                if (change.customer_id, roles.get(key)) in broken:
                    del place["assignments"][key]
                    self.kept.append((change, TOGETHER))

    def _roles(self, changes: Sequence[_RowChange]) -> dict[int, int]:
        """By assignment its role: as it stands, else as it stood."""
        roles = {change.row_id: role for change in changes if (role := change.before.get("role_id")) is not None}
        for some in chunks([change.row_id for change in changes]):
            rows = select(Assignment.id, Assignment.role_id).where(among(Assignment.id))
            roles.update({key: role for key, role in self._work.session.execute(rows, {"ids": some})})
        return roles

    def _keep_needed(self) -> bool:
        """Keep added rows that rows outside of the operation refer to, with all of their customer. Whether any."""
        needed = [
            change
            for name, changes in self._remove.items()
            for key in self._referred(name, changes)
            if (change := changes.get(key)) is not None
        ]
        went_on = {change.row_id for change, why in self.kept if (change.table, why) == ("customers", CHANGED)}
        customers = went_on | {change.customer_id for change in needed if change.customer_id is not None}
        for changes in self._remove.values():
            needed += [change for change in changes.values() if change.customer_id in customers]
        for change in needed:
            if self._remove[change.table].pop(change.row_id, None) is not None:
                self.kept.append((change, CHANGED if change.customer_id in went_on else NEEDED))
        return bool(needed)

    def _referred(self, name: str, changes: dict[int, _RowChange]) -> set[int]:
        """Which of these rows have other rows hanging on them that are not to be removed as well."""
        found: set[int] = set()
        for child, column in _children(name):
            table = _table(child)
            leaving = self._remove[child]
            for some in chunks(list(changes)):
                rows = select(table.c.id, table.c[column]).where(among(table.c[column]))
                hanging = self._work.session.connection().execute(rows, {"ids": some}).all()
                found.update(parent for key, parent in hanging if key not in leaving)
        return found

    def _drop_twins(self) -> None:
        """Keep off what somebody added anew meanwhile and may be there but once."""
        for name, columns in _ONCE.items():
            there = self._there(name, columns)
            for key, change in list(self._add[name].items()):
                if tuple(change.before[column] for column in columns) in there:
                    del self._add[name][key]
                    self.kept.append((change, ANEW))

    def _there(self, name: str, columns: Sequence[str]) -> set[tuple[Any, ...]]:
        """What stands now in these columns, where the first of them is as in a row that would come back."""
        first, *_ = wanted = [_table(name).c[column] for column in columns]
        asked = sorted({change.before[first.name] for change in self._add[name].values()})
        found = (self._work.session.execute(select(*wanted).where(first.in_(some))) for some in chunks(asked))
        return {tuple(row) for rows in found for row in rows}

    def _drop_orphans(self) -> None:
        """Keep off what would come back without what it belonged to."""
        for place in (self._add, self._put):
            for name, changes in place.items():
                for column, parent in _parents(name):
                    asked = {value for one in changes.values() if (value := one.before.get(column)) is not None}
                    there = set(self._versions(parent, asked)) | set(self._add[parent])
                    there -= set(self._remove[parent])
                    for key, change in list(changes.items()):
                        if (value := change.before.get(column)) is not None and value not in there:
                            del changes[key]
                            self.kept.append((change, ORPHANED))


def _net_changes(work: Work, operation: int) -> Sequence[_RowChange]:
    """One entry a row: what it was before the whole operation, and the version it was left with."""
    columns = Change.table_name, Change.row_id, Change.customer_id, Change.kind, Change.before, Change.version
    net: dict[tuple[str, int], _RowChange] = {}
    changes = select(*columns).where(Change.operation_id == operation).order_by(Change.id)
    rows = work.session.execute(changes, execution_options={"yield_per": CHUNK})
    for table, row_id, customer, kind, before, version in rows:
        change = net.setdefault((table, row_id), _RowChange(table, row_id, customer, kind, kind, version))
        change.last, change.version = kind, version
        if before is not None:
            change.before = json.loads(before) | change.before
    return list(net.values())


def _table(name: str) -> Table:
    return table_of(JOURNALLED[name])


def _children(name: str) -> Iterator[tuple[str, str]]:
    """The tables and columns that refer to this one."""
    for child in JOURNALLED:
        yield from ((child, column) for column, parent in _parents(child) if parent == name)


def _parents(name: str) -> Iterator[tuple[str, str]]:
    """The columns of this table that refer to other journalled ones, and to which."""
    for link in _table(name).foreign_keys:
        if link.column.table.name in JOURNALLED:
            yield link.parent.name, link.column.table.name


def _typed(name: str, before: dict[str, Any]) -> dict[str, Any]:
    """The journal's values as the columns take them."""
    columns = _table(name).columns
    return {key: _value(columns[key].type, value) for key, value in before.items() if key in columns}


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Instant):
        return from_number(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _named(work: Work, kept: Sequence[tuple[_RowChange, str]]) -> tuple[Kept, ...]:
    keys = sorted({change.customer_id for change, _ in kept if change.customer_id is not None})
    names: dict[int | None, str] = {}
    for some in chunks(keys):
        rows = select(Customer.id, Customer.name).where(among(Customer.id))
        names.update({key: name for key, name in work.session.execute(rows, {"ids": some})})
    return tuple(
        Kept(change.table, change.row_id, change.customer_id, names.get(change.customer_id, ""), why)
        for change, why in kept
    )
