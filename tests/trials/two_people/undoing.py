"""What undoing must come to: exactly what was, except where somebody went on since; that is kept and listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.features.undo import Kept
from app.features.undo.plan import ANEW, CHANGED, GONE, NEEDED, ORPHANED, TOGETHER
from tests.trials.two_people.acts import holds
from tests.trials.two_people.editing import of
from tests.trials.two_people.rows import Columns, Key, Rows, links_of

Changed = dict[Key, tuple[Columns | None, Columns | None]]
"""By row what it was before an operation and after it."""


@dataclass
class Done:
    """One operation as the model remembers it."""

    number: int
    changed: Changed
    undoes: Done | None = None
    undone_by: Done | None = None
    undoings: list[Done] = field(default_factory=list)

    @property
    def undone(self) -> bool:
        """Whether nothing of it is in force."""
        return self.undone_by is not None

    def undo(self, other: Done, *, complete: bool) -> None:
        """This one takes back another, or some of its rows."""
        self.undoes = other
        other.undoings.append(self)
        if complete:
            other.undone_by = self
            other.pass_on()

    def pass_on(self) -> None:
        """What an undoing took back is in force again without it, and no longer so with it."""
        target = self.undoes
        if target is None:
            return
        if self.undone and target.undone_by is self:
            target.undone_by = None
            target.pass_on()
        elif not self.undone and not target.undone:
            rows = {key for one in target.undoings if not one.undone for key in one.changed}
            if target.changed.keys() <= rows:
                target.undone_by = self
                target.pass_on()


@dataclass
class Undoing:
    """An operation to be taken back from the rows as they are."""

    operation: Done
    rows: Rows
    kept: dict[Key, str] = field(default_factory=dict)

    def faults(self, actual: Rows, listed: tuple[Kept, ...]) -> Iterator[str]:
        """What is not as it must be after the undoing."""
        self.kept = {(one.table, one.row_id): one.why for one in listed}
        for key in self.rows.keys() | actual.keys():
            if key not in self.operation.changed and self.rows.get(key) != actual.get(key):
                yield f"{key}: the undone operation never touched it"
        for key, (before, after) in self.operation.changed.items():
            yield from self._faults_of(key, before, after, actual)

    def _faults_of(self, key: Key, before: Columns | None, after: Columns | None, actual: Rows) -> Iterator[str]:
        now, then = self.rows.get(key), actual.get(key)
        if then not in (now, before):
            yield f"{key}: {then}, neither as it was before nor as it was since"
        elif then == now == before:
            return
        elif then == before and now != after:
            names = [name for name in now or {} if (now or {})[name] != (after or {}).get(name)]
            yield f"{key}: the undoing overwrote what somebody had changed since: {', '.join(names)}"
        elif then == now and key not in self.kept:
            yield f"{key}: neither taken back nor listed as kept"
        elif then == now and self.kept[key] not in self._reasons(key, before, after, actual):
            yield f"{key}: kept as “{self.kept[key]}”, which it is not"

    def _reasons(self, key: Key, before: Columns | None, after: Columns | None, actual: Rows) -> set[str]:
        """Why a row may have to stay as it is."""
        now = self.rows.get(key)
        if now != after:
            return {GONE, ORPHANED} if now is None else {CHANGED, ORPHANED, NEEDED, TOGETHER}
        reasons = set[str]()
        if before is None:
            reasons |= self._held(key, after or {}, actual)
        else:
            orphaned = any(link not in actual for link in links_of(key, before))
            anew = self._twin(key, before, actual)
            reasons |= ({ORPHANED} if orphaned else set()) | ({ANEW} if anew else set())
        if key[0] == "assignments" and self._went_on("assignments", (before or after or {})["customer_id"]):
            reasons.add(TOGETHER)
        return reasons

    def _held(self, key: Key, row: Columns, actual: Rows) -> set[str]:
        """What keeps an added row: something else refers to it, or its customer stays with all that came with it."""
        customer = row.get("customer_id") or (key[1] if key[0] == "customers" else None)
        came_with_it = [one for one in self._added_to(customer) if one in actual]
        needed = {link for one, there in actual.items() for link in links_of(one, there) if one != key}
        held = any(one in needed for one in [key, *came_with_it])
        went_on = customer is not None and self._went_on("customers", customer)
        return ({NEEDED} if held else set()) | ({CHANGED} if went_on else set())

    def _added_to(self, customer: int | None) -> Iterator[Key]:
        for key, (before, after) in self.operation.changed.items():
            whose = key[1] if key[0] == "customers" else (after or {}).get("customer_id")
            if before is None and customer is not None and whose == customer:
                yield key

    def _went_on(self, table: str, customer: int) -> bool:
        """Whether somebody changed such a row of the customer since the operation."""
        column = "id" if table == "customers" else "customer_id"
        return any(
            key[0] == table and (after or before or {}).get(column) == customer and self.rows.get(key) != after
            for key, (before, after) in self.operation.changed.items()
        )

    def _twin(self, key: Key, before: Columns, actual: Rows) -> bool:
        """Whether what would come back is there anew."""
        return any(
            all(row[name] == before[name] for name in names) and (key[0], number) != key
            for names in _ONCE.get(key[0], ())
            for number, row in of(actual, key[0])
        )

    def refusable(self) -> list[str]:
        """The rows that stand as the operation left them and that nothing holds: these must not be refused."""
        if twice_owned(self._taken_back()):
            return []
        return [
            str(key)
            for key, (before, after) in self.operation.changed.items()
            if self.rows.get(key) == after and not self._reasons(key, before, after, self.rows)
        ]

    def _taken_back(self) -> Rows:
        back = dict(self.rows)
        for key, (before, _) in self.operation.changed.items():
            back.pop(key, None)
            back |= {key: before} if before is not None else {}
        return back


_ONCE: dict[str, list[tuple[str, ...]]] = {
    "customer_tags": [("customer_id", "tag_id")],
    "field_values": [("customer_id", "field_id")],
    "memberships": [("customer_id", "contact_id")],
    "tags": [("name",)],
}
"""What can be there but once."""


def twins(rows: Rows) -> list[str]:
    """What is there twice although it can be there but once."""
    found = []
    for table, several in _ONCE.items():
        for names in several:
            values = [tuple(row[name] for name in names) for _, row in of(rows, table)]
            found += [f"{table} {value} twice" for value in set(values) if values.count(value) > 1]
    return found


def twice_owned(rows: Rows) -> set[int]:
    """The customers who would have two owners on one day."""
    owns = {number for number, row in of(rows, "assignment_roles") if row["is_owner"]}
    by_customer: dict[int, list[Columns]] = {}
    for _, row in of(rows, "assignments"):
        if row["role_id"] in owns and (row["until_day"] is None or row["until_day"] >= row["from_day"]):
            by_customer.setdefault(row["customer_id"], []).append(row)
    return {
        customer
        for customer, held in by_customer.items()
        if any(sum(holds(other, one["from_day"]) for other in held) > 1 for one in held)
    }
