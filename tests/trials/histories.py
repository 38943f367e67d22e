"""Two people edit: do, undo and conflict in any order, and no value is lost without somebody choosing it.

Beside the book plain dictionaries are kept of what every row must be. Each command is foreseen from what its form had
shown: what nobody touched merges, what two people changed is a conflict, and nothing else changes. Undoing gives
back exactly what was; what somebody went on with is kept and listed. Lists, searches and the journal agree with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select

from app.features.customers.commands import EditCustomer
from app.features.undo import Undone, UndoOperation
from app.models import Change, Customer
from app.rules.permissions import Permission
from app.work import Command, Work
from tests.trials import Outcome
from tests.trials.two_people.desks import Lost, Tally
from tests.trials.two_people.machine import TwoPeople

ENGINES = ("sqlite", "postgresql")
LONG, SHORT = 5000, 120
"""Steps on each engine."""
_HISTORY = 100


def trial(*, long: bool) -> Outcome:
    """The same histories on both engines."""
    tallies = {engine: _run(engine, LONG if long else SHORT, TwoPeople, steady=not long) for engine in ENGINES}
    told = "; ".join(f"{engine} {_told(tally)}" for engine, (tally, _) in tallies.items())
    faults = [fault for _, fault in tallies.values() if fault]
    return Outcome(" ".join([told, *faults]), not faults)


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
        changed = select(Change).where(Change.operation_id == self.undo.operation_id, Change.table_name == "customers")
        for change in work.session.execute(changed.where(Change.kind == "changed")).scalars():
            row = work.get(Customer, change.row_id)
            before = json.loads(change.before or "{}")
            work.change(row, **{name: before[name] for name in ("notes", "organisation") if name in before})
        work.say("Undid blindly")
        return self.undo.carry_out(work)


def control_last_writer_wins() -> Outcome:
    """An edit that does not look whether somebody changed the same field meanwhile."""
    return _broken(lambda command: LastWriterWins(command) if isinstance(command, EditCustomer) else command)


def control_blind_undo() -> Outcome:
    """An undoing that does not look whether somebody went on since."""
    return _broken(lambda command: BlindUndo(command) if isinstance(command, UndoOperation) else command)


def _broken(written: Callable[[Command[Any]], Command[Any]]) -> Outcome:
    machine = type("Broken", (TwoPeople,), {"written": staticmethod(written)})
    tally, fault = _run("sqlite", LONG, machine, steady=True)
    return Outcome(f"{_told(tally)} {fault}".strip(), not fault)


def _run(engine: str, steps: int, machine: type[TwoPeople], *, steady: bool) -> tuple[Tally, str]:
    """Histories until so many steps were done; what went wrong in the first that failed."""
    tally = Tally()
    one = type("TwoPeople", (machine,), {"engine": engine, "tally": tally})
    some = settings(
        max_examples=max(steps // _HISTORY, 1),
        stateful_step_count=_HISTORY,
        deadline=None,
        derandomize=steady,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    try:
        while tally.steps < steps:
            run_state_machine_as_test(one, settings=some)
    except Lost as fault:
        return tally, str(fault)
    return tally, ""


def _told(tally: Tally) -> str:
    return f"{tally.steps:,} steps, {tally.conflicts} conflicts, {tally.undone} undone, {tally.lost} values lost"
