"""Several desks at once, each a program of its own as in an office; one desk alone stays in this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from app import clock
from app.book import Book
from app.errors import HousebookError
from app.features.sampling import picked
from app.features.team import users
from app.rules.people import departed
from ui.replay.day import ctrl_c, work_a_day
from ui.replay.plan import Plan
from ui.replay.tally import Tally

_BUSY = 12
"""So many customers the whole house has to do with."""
_GOODBYE_SECONDS = 10.0


def replay(location: str, logins: Sequence[str], plan: Plan) -> Tally:
    """Play these users at work, and wait for the end; Ctrl+C ends it early, with what came of it so far."""
    with ctrl_c() as pressed:
        if len(logins) == 1:
            return work_a_day(location, logins[0], plan, 0, pressed)
        return _side_by_side(location, logins, plan, pressed)


def with_busy_customers(book: Book, plan: Plan) -> Plan:
    """The same plan, with whom the whole house has to do."""
    return replace(plan, busy=tuple(one.id for one in book.ask(picked, _BUSY, plan.seed)))


def staff(book: Book, number: int) -> list[str]:
    """So many logins: first who opened the book, then others of all roles in turn; all of them again where more."""
    present = [one for one in book.ask(users) if not departed(one.departed_on, clock.today())]
    by_role = [[one.login for one in present if one.role == role] for role in dict.fromkeys(u.role for u in present)]
    turns = range(max(map(len, by_role)))
    mixed = [logins[turn] for turn in turns for logins in by_role if turn < len(logins)]
    ordered = [book.user.login, *(login for login in mixed if login != book.user.login)]
    return [ordered[place % len(ordered)] for place in range(number)]


def _side_by_side(location: str, logins: Sequence[str], plan: Plan, pressed: Callable[[], bool]) -> Tally:
    context, desks = get_context("spawn"), []
    for number, login in enumerate(logins):
        ours, theirs = context.Pipe()
        desk = context.Process(target=_desk, args=(theirs, location, login, plan, number), daemon=True)
        desk.start()
        theirs.close()
        desks.append((desk, ours))
    tally = _gather([ours for _, ours in desks], pressed)
    for desk, _ in desks:
        desk.join(_GOODBYE_SECONDS)
    return tally


def _gather(lines: Sequence[Connection], pressed: Callable[[], bool]) -> Tally:
    """Wait for what each desk tells at its end; once Ctrl+C is pressed, send all home."""
    tally, waiting, told = Tally(), list(lines), False
    while waiting:
        if pressed() and not told:
            told = True
            _send_home(waiting)
        for line in wait(waiting, 0.2):
            waiting.remove(line)  # type: ignore[arg-type]
            tally.add(_told(line))  # type: ignore[arg-type]
    return tally


def _send_home(lines: Sequence[Connection]) -> None:
    for line in lines:
        with suppress(OSError):
            line.send("home")


def _told(line: Connection) -> Tally:
    lost = Tally()
    try:
        answer: Tally | str = line.recv()
    except (EOFError, OSError):
        answer = "A desk ended without a word."
    if isinstance(answer, Tally):
        return answer
    lost.err(answer)
    return lost


def _desk(line: Any, location: str, login: str, plan: Plan, number: int) -> None:
    """In a program of its own. When the line is cut there is nobody left to work for."""
    with ctrl_c():
        try:
            answer: Tally | str = work_a_day(location, login, plan, number, line.poll)
        except HousebookError as error:
            answer = error.words
        with suppress(OSError):
            line.send(answer)
