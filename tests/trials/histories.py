"""Two people edit: do, undo and conflict in any order, and no value is lost without somebody choosing it.

Beside the book plain dictionaries are kept of what every row must be. Each command is foreseen from what its form had
shown: what nobody touched merges, what two people changed is a conflict, and nothing else changes. Undoing gives
back exactly what was; what somebody went on with is kept and listed. Lists, searches and the journal agree with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from random import randrange
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select

from app.features.customers.commands import EditCustomer
from app.features.undo import Undone, UndoOperation
from app.models import Change, Customer
from app.rules.permissions import Permission
from app.work import Command, Work
from tests.trials import Outcome
from tests.trials.two_people.desks import Lost, Tally
from tests.trials.two_people.editing import REACHES
from tests.trials.two_people.machine import TwoPeople

ENGINES = ("sqlite", "postgresql")
LONG, SHORT = 10_000, 120
"""Steps on each engine."""
_CHANGED = {*REACHES, "customers", "contacts", "memberships", "touch_points", "follow_ups", "customer_tags"}
_CHANGED |= {"field_values", "assignments", "origins"}
_HISTORIES = 5
"""So many by one seed: of ten and more hypothesis begins with the simplest, in which little happens."""


def trial(*, long: bool) -> Outcome:
    """The same histories on both engines."""
    steps, length, first_seed = (LONG, 100, randrange(10**6)) if long else (SHORT, 30, 0)
    tallies = {engine: _run(engine, steps, TwoPeople, first_seed=first_seed, length=length) for engine in ENGINES}
    told = "; ".join(f"{engine} {_told(tally)}" for engine, (tally, _) in tallies.items())
    faults = [fault for _, fault in tallies.values() if fault]
    tried = all(_was_tried(tally, steps) for tally, _ in tallies.values())
    return Outcome(" ".join([told, *faults]), tried and not faults)


@dataclass(frozen=True)
class LastWriterWins(Command[None]):
    """Broken on purpose: an edit that takes for seen whatever stands in the book."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    edit: EditCustomer

    def carry_out(self, work: Work) -> None:
        customer = work.get(Customer, self.edit.customer_id)
        plain = {name: now for name, (_, now) in self.edit.edits.items() if hasattr(Customer, name)}
        blind = {name: (getattr(customer, name), now) for name, now in plain.items()}
        replace(self.edit, edits={**self.edit.edits, **blind}).carry_out(work)


@dataclass(frozen=True)
class BlindUndo(Command[Undone]):
    """Broken on purpose: an undoing that gives back what was, whatever was done since."""

    needs: ClassVar[Permission] = Permission.UNDO_OWN

    undo: UndoOperation

    def carry_out(self, work: Work) -> Undone:
        operation = work.get_operation(self.undo.operation_id)
        of_customers = Change.table_name == "customers", Change.kind == "changed"
        changes = select(Change).where(Change.operation_id == self.undo.operation_id, *of_customers)
        before = {one.row_id: json.loads(one.before or "{}") for one in work.session.execute(changes).scalars()}
        if (
            not before
            or operation is None
            or operation.undone_by
            or any("retired_on" in row for row in before.values())
        ):
            return self.undo.carry_out(work)
        work.put_back(Customer, [row | {"id": key} for key, row in before.items()])
        work.undo(operation, complete=True)
        work.say("Undid blindly")
        return Undone(len(before), ())


def control_last_writer_wins(engine: str = "sqlite") -> Outcome:
    """An edit that does not look whether somebody changed the same field meanwhile."""
    return _broken(engine, lambda command: LastWriterWins(command) if isinstance(command, EditCustomer) else command)


def control_blind_undo(engine: str = "sqlite") -> Outcome:
    """An undoing that does not look whether somebody went on since."""
    return _broken(engine, lambda command: BlindUndo(command) if isinstance(command, UndoOperation) else command)


def _broken(engine: str, written: Callable[[Command[Any]], Command[Any]]) -> Outcome:
    machine = type("Broken", (TwoPeople,), {"written": staticmethod(written)})
    tally, fault = _run(engine, LONG, machine, first_seed=0)
    return Outcome(f"{_told(tally)} {fault}".strip(), not fault)


def _run(engine: str, steps: int, machine: type[TwoPeople], *, first_seed: int, length: int = 30) -> tuple[Tally, str]:
    """Histories of a length until so many steps were done; what went wrong in the first that failed."""
    tally = Tally()
    one = type("TwoPeople", (machine,), {"engine": engine, "tally": tally})
    some = settings(
        max_examples=_HISTORIES,
        stateful_step_count=length,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    for number in count(first_seed):
        try:
            run_state_machine_as_test(seed(number)(one), settings=some)
        except Lost as fault:
            return tally, " | ".join([f"seed {number}: {fault}", *getattr(fault, "__notes__", [])])
        if tally.steps >= steps:
            break
    return tally, ""


def _was_tried(tally: Tally, steps: int) -> bool:
    """Whether there were conflicts and undoings, and in the long form all kinds of rows were changed."""
    changed = steps < LONG or tally.tables >= _CHANGED
    return changed and tally.steps >= steps and tally.conflicts > 0 and tally.undone > 0


def _told(tally: Tally) -> str:
    met = f"{tally.steps:,} steps in {len(tally.tables)} tables, {tally.conflicts} conflicts, {tally.undone} undone"
    return f"{met}, {tally.lost} values lost"
