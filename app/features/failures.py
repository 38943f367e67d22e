"""Wrong passwords: brought into the book by the computer where they were typed, seen by who may change the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import FailedSignIn
from app.rules.permissions import Needed, Permission, for_any
from app.work import Command, Work

_MOST_AT_ONCE = 200


@dataclass(frozen=True)
class NoteFailures(Command[None]):
    """Note wrong passwords that were typed at this desk before: day, login ("" if it is nobody's) and how many."""

    needs: ClassVar[Needed] = ()

    failures: tuple[tuple[date, str, int], ...]

    def carry_out(self, work: Work) -> None:
        if len(self.failures) > _MOST_AT_ONCE:
            raise Refused("This is more than one computer can have noted.", "failures")
        for on, login, times in self.failures:
            work.add(FailedSignIn(day=on, login=login, times=times, desk=work.opened.desk))
        number = sum(times for _, _, times in self.failures)
        work.say(f"Noted {number:,} wrong {'password' if number == 1 else 'passwords'} at {work.opened.desk}")


@dataclass(frozen=True, slots=True)
class FailedRow:
    """So many wrong passwords for a login on a day at a desk."""

    id: int
    on: date
    login: str
    desk: str
    times: int


@for_any(Permission.EDIT_TEAM)
def failed_sign_ins(session: Session, since: date) -> list[FailedRow]:
    """All since that day, the newest first."""
    wanted = select(FailedSignIn.id, FailedSignIn.day, FailedSignIn.login, FailedSignIn.desk, FailedSignIn.times)
    rows = session.execute(wanted.where(FailedSignIn.day >= since).order_by(FailedSignIn.day.desc(), FailedSignIn.id))
    return [FailedRow(*row) for row in rows]


def together(rows: Iterable[FailedRow]) -> list[FailedRow]:
    """What was noted at several times for the same login on a day at a desk as one, in the place of the first."""
    found: dict[tuple[date, str, str], FailedRow] = {}
    for row in rows:
        of = (row.on, row.login, row.desk)
        found[of] = replace(found[of], times=found[of].times + row.times) if of in found else row
    return list(found.values())
