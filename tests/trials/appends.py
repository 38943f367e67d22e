"""Six desks append to lists and read them: nothing acknowledged is lost, and nobody sees an order that never was.

In the manner of list-append checks of databases: touch points of a customer are one kind of list, the lines of a
customer's notes the other. Each desk is a process of its own on the same book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book import open_book
from app.entrance import check_book
from app.features.customers.commands import AddCustomer
from app.models import Operation
from tests.trials import Outcome
from tests.trials.six_desks.checking import Verdict, check
from tests.trials.six_desks.desk import Lists, Log, Orders, all_lists, meet_at, work_at
from tests.trials.two_people.desks import place

ENGINES = ("sqlite", "postgresql")
LONG, SHORT = 30.0, 1.0
"""Seconds on each engine."""
_DESKS = 6
_TOPICS = select(Operation.revision, Operation.topics).where(Operation.revision.is_not(None))


def trial(*, long: bool) -> Outcome:
    """The same on both engines."""
    verdicts = {engine: _run(engine, LONG if long else SHORT) for engine in ENGINES}
    told = "; ".join(f"{engine} {verdict.line}" for engine, verdict in verdicts.items())
    return Outcome(told, all(verdict.ok for verdict in verdicts.values()))


def control_overwriting_edit(engine: str = "sqlite") -> Outcome:
    """Edits that do not look whether somebody else wrote meanwhile lose what was appended."""
    verdict = _run(engine, SHORT, ["overwrites"] * _DESKS, lists=1)
    return Outcome(verdict.line, not verdict.lost)


def control_stale_reads(engine: str = "sqlite") -> Outcome:
    """A desk that keeps its read transaction open sees what was."""
    verdict = _run(engine, SHORT, ["reads what was"])
    return Outcome(verdict.line, not verdict.out_of_order)


def _run(engine: str, seconds: float, manners: Sequence[str] = (), lists: int = 4) -> Verdict:
    """Let six desks work on a new book; the first of them in the manners given."""
    with place(engine) as location:
        book = open_book(location, "ann")
        customers = tuple(book.do(AddCustomer(name=f"List {number}")).answer for number in range(lists))
        book.close()
        logs = _work(location, customers, seconds, [*manners, *[""] * (_DESKS - len(manners))])
        return _judged(location, logs)


def _work(location: str, customers: tuple[int, ...], seconds: float, manners: Sequence[str]) -> list[Log]:
    orders = [Orders(location, number, customers, seconds, manner) for number, manner in enumerate(manners)]
    processes = _processes()
    meeting = (processes.Barrier(_DESKS),)
    with ProcessPoolExecutor(_DESKS, mp_context=processes, initializer=meet_at, initargs=meeting) as desks:
        return list(desks.map(work_at, orders))


def _processes() -> BaseContext:
    """Processes that inherit no connection of ours, and need not import everything anew where the system allows it."""
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    context.set_forkserver_preload([work_at.__module__])
    return context


def _judged(location: str, logs: Sequence[Log]) -> Verdict:
    book = open_book(location, "ann")
    final, topics = book.ask(_final)
    book.close()
    verdict = check(logs, final, topics)
    for problem in check_book(location):
        verdict.note("lost", problem)
    return verdict


def _final(session: Session) -> tuple[Lists, Mapping[int, frozenset[str]]]:
    topics = {revision: frozenset(names.split(",")) for revision, names in session.execute(_TOPICS) if revision}
    return all_lists(session), topics
