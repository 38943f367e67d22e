"""Undo of any operation, at any later day: what it did is taken back, what was changed since is kept and listed.

A row stands as the operation left it if its version is the one the journal wrote down: a version is the id of the
operation that made the row so, and undoing gives a row its earlier version back. An added row goes, unless something
else refers to it by now; then all that the operation added to that customer stays with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from app.errors import NotAllowed, NotFound, Refused
from app.features.undo.did import RowChange, net_changes
from app.features.undo.plan import Plan
from app.house_roles import the_roles_hold
from app.house_rules import an_owner_stays, one_owner_each
from app.models import JOURNALLED, Customer, Operation
from app.models.among import among
from app.rules.chunks import chunks
from app.rules.never_undone import NEVER_UNDONE
from app.rules.permissions import Permission
from app.work import Command, Work

_NONE = "There is no operation {key} in the journal."
_OF_ROLES = frozenset({"users", "user_roles", "role_permissions"})


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
        work.in_sight.find("operations", [self.operation_id], _NONE.format(key=self.operation_id))
        operation = _undoable(work, self.operation_id)
        changes = net_changes(work, operation.id)
        _demand_rights(work, changes)
        with ExitStack() as rules:
            if any(change.table == "users" for change in changes):
                rules.enter_context(an_owner_stays(work))
            if any(change.table in _OF_ROLES for change in changes):
                rules.enter_context(the_roles_hold(work))
            rules.enter_context(one_owner_each(work, _reassigned(changes)))
            plan = Plan(work, changes)
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
        raise NotFound(_NONE.format(key=key))
    if operation.command in NEVER_UNDONE:
        raise Refused(NEVER_UNDONE[operation.command])
    if operation.undone_by is not None:
        raise Refused(f"“{operation.summary}” was undone already. Undo that undoing to have it again.")
    if operation.user_id != work.user.id and not work.user.may(Permission.UNDO_ANY):
        raise NotAllowed("Not undone: this was done by somebody else, and you may undo only your own operations.")
    return operation


def _demand_rights(work: Work, changes: Iterable[RowChange]) -> None:
    """What was in one's rights at the time may not be so any more."""
    for permission in sorted({right for change in changes for right in _rights(change)}):
        if not work.user.may(permission):
            who = f"{work.user.name} is {work.user.role} in this book"
            raise NotAllowed(f"Not undone: it takes the right to {permission}, and {who}.")


def _rights(change: RowChange) -> Iterator[Permission]:
    model = JOURNALLED[change.table]
    yield model.needs
    if change.first == change.last == "changed":
        yield from (right for column, right in model.needs_for.items() if column in change.before)


def _reassigned(changes: Iterable[RowChange]) -> Sequence[int]:
    return list({change.customer_id for change in changes if change.table == "assignments" and change.customer_id})


def _core(summary: str) -> str:
    """The sentence that an undoing quotes."""
    start, end = summary.find("“"), summary.rfind("”")
    return summary[start + 1 : end] if summary.startswith(("Undid “", "Did again “")) and start < end else summary


def _named(work: Work, kept: Sequence[tuple[RowChange, str]]) -> tuple[Kept, ...]:
    keys = sorted({change.customer_id for change, _ in kept if change.customer_id is not None})
    names: dict[int | None, str] = {}
    for some in chunks(keys):
        rows = select(Customer.id, Customer.name).where(among(Customer.id))
        names.update({key: name for key, name in work.session.execute(rows, {"ids": some})})
    return tuple(
        Kept(change.table, change.row_id, change.customer_id, names.get(change.customer_id, ""), why)
        for change, why in kept
    )
