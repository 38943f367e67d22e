"""When backups are made by themselves, and how many are kept in each place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import BackupPlan
from app.rules.permissions import Permission, of_the_whole_book
from app.rules.retention import DEFAULT, Keep
from app.work import Command, Work

NIGHTLY: Final = 2
_AT_WORK: Final = timedelta(hours=3)
"""So long the desk that began may take; after that another one tries."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The hour of the day at which a backup is made, nothing: at none; and how many are kept."""

    hour: int | None = NIGHTLY
    keep: Keep = DEFAULT


@dataclass(frozen=True)
class ChangePlan(Command[None]):
    """Change when backups are made by themselves, or how many are kept."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    plan: Plan

    def carry_out(self, work: Work) -> None:
        _refuse_odd(self.plan)
        hour, keep = self.plan.hour, self.plan.keep
        when = "by hand alone" if hour is None else f"every night at {hour:02}:00"
        work.say(
            f"Changed the plan of backups: {when}, kept {keep.daily} daily, {keep.weekly} weekly, {keep.monthly}"
            f" monthly, {keep.yearly} yearly"
        )
        work.change(_row(work), hour=hour, **asdict(keep))


@dataclass(frozen=True)
class BeginScheduled(Command[bool]):
    """Take it upon this desk to make the backup that is due; answers whether no other one is at it."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    def carry_out(self, work: Work) -> bool:
        work.one_at_a_time("keys of backups")
        row = _row(work)
        if _at_work(row.begun_at, work.now):
            return False
        work.change(row, begun_at=work.now)
        work.say("Began the backup that was due")
        return True


@dataclass(frozen=True)
class EndScheduled(Command[None]):
    """This desk is done with what was due: the next one need not wait."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    def carry_out(self, work: Work) -> None:
        work.change(_row(work), begun_at=None)
        work.say("Did what was due for the backups")


def _refuse_odd(plan: Plan) -> None:
    if plan.hour is not None and not 0 <= plan.hour <= 23:
        raise Refused("The hour is one from 0 to 23.", "hour")
    for name, count in asdict(plan.keep).items():
        if not (1 if name == "daily" else 0) <= count <= 1000:
            raise Refused(f"How many {name} backups are kept: at least one daily one, and 1,000 of each at most.", name)


def _at_work(begun_at: datetime | None, now: datetime) -> bool:
    return begun_at is not None and abs(now - begun_at) < _AT_WORK


def _row(work: Work) -> BackupPlan:
    found = work.session.execute(select(BackupPlan).limit(1)).scalar_one_or_none()
    return found or work.add(BackupPlan(hour=NIGHTLY, **asdict(DEFAULT)))


@of_the_whole_book(Permission.BACK_UP)
def plan(session: Session) -> Plan:
    """The plan as it stands; that of a new book, if nobody changed it."""
    row = session.execute(
        select(BackupPlan.hour, BackupPlan.daily, BackupPlan.weekly, BackupPlan.monthly, BackupPlan.yearly).limit(1)
    ).one_or_none()
    return Plan() if row is None else Plan(row.hour, Keep(row.daily, row.weekly, row.monthly, row.yearly))


@of_the_whole_book(Permission.BACK_UP)
def at_work(session: Session, now: datetime) -> bool:
    """Whether a desk has begun what is due, and may be at it yet."""
    return _at_work(session.execute(select(BackupPlan.begun_at).limit(1)).scalar_one_or_none(), now)
