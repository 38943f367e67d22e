"""A command carried out in one transaction: from its operation's first half to what came of it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from app import clock
from app.changes import Changes
from app.fixed_fields import refuse_fixed
from app.in_hand import take_in_hand
from app.limits import refuse_too_much
from app.operation import close_operation, open_operation
from app.store.engine import Store
from app.ticket import Ticket
from app.users import SignedIn
from app.work import Command, Work

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What came of a command: its answer, its sentence, and the operation to undo it by (nothing if unchanged).

    `undoes` is the operation that was taken back, if that is what was done.
    """

    answer: R
    summary: str
    operation: int | None
    changes: Changes | None
    undoes: int | None = None


def carry_out(session: Session, store: Store, user: SignedIn, command: Command[R], ticket: Ticket | None) -> Done[R]:
    """Do what a user may do: who calls this has looked whether they may. Nothing is committed."""
    now = clock.now()
    opened = open_operation(session, store, user, socket.gethostname(), type(command).__name__, now)
    work = Work(session, store, user, opened, ticket)
    answer = command.carry_out(work)
    take_in_hand(work)
    work.in_sight.find_touched(opened.id)
    refuse_too_much(work, command.needs)
    refuse_fixed(work)
    changes = close_operation(work, store)
    return Done(answer, work.summary, opened.id if changes else None, changes, work.undoes)
