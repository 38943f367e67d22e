"""Follow-ups: what was promised to a customer, by which day and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import Customer, FollowUp, TouchPoint, User
from app.rules.people import departed
from app.rules.permissions import Permission
from app.rules.text import clean
from app.work import Command, Edits, Work

_EDITABLE = frozenset({"due_on", "words", "user_id"})


@dataclass(frozen=True)
class AddFollowUp(Command[int]):
    """Promise something to a customer; without a user it is the one who is signed in."""

    needs: ClassVar[Permission] = Permission.LOG_TOUCH_POINTS

    customer_id: int
    due_on: date
    words: str = ""
    user_id: int | None = None
    touch_point_id: int | None = None

    def carry_out(self, work: Work) -> int:
        customer = work.keep(self.customer_id)
        user = work.user.id if self.user_id is None else self.user_id
        _check(work, {"due_on": self.due_on, "user_id": user})
        self._check_touch_point(work)
        added = work.add(
            FollowUp(
                customer_id=self.customer_id,
                touch_point_id=self.touch_point_id,
                user_id=user,
                due_on=self.due_on,
                words=clean(self.words, lines=True),
            )
        )
        work.say(f"Promised {customer} a follow-up by {self.due_on.isoformat()}")
        return added.id

    def _check_touch_point(self, work: Work) -> None:
        if self.touch_point_id is None:
            return
        whose = select(TouchPoint.customer_id).where(TouchPoint.id == self.touch_point_id)
        if work.session.execute(whose).scalar_one_or_none() != self.customer_id:
            raise Refused("This touch point was not with this customer.", "touch_point_id")


@dataclass(frozen=True)
class FinishFollowUp(Command[None]):
    """Note that a promise was kept."""

    needs: ClassVar[Permission] = Permission.LOG_TOUCH_POINTS

    follow_up_id: int

    def carry_out(self, work: Work) -> None:
        follow_up = work.get(FollowUp, self.follow_up_id)
        if follow_up.done_at is None:
            work.change(follow_up, done_at=work.now)
        work.say(f"Finished a follow-up for {work.keep(follow_up.customer_id)}")


@dataclass(frozen=True)
class EditFollowUp(Command[None]):
    """Change the day, the words or the accountable user of a promise."""

    needs: ClassVar[Permission] = Permission.LOG_TOUCH_POINTS

    follow_up_id: int
    edits: Edits

    def carry_out(self, work: Work) -> None:
        follow_up = work.get(FollowUp, self.follow_up_id)
        unknown = self.edits.keys() - _EDITABLE
        if unknown:
            raise Refused(f"A follow-up has no {min(unknown)} that could be changed.", min(unknown))
        edits = {name: (was, _kept(name, now)) for name, (was, now) in self.edits.items()}
        _check(work, {name: now for name, (was, now) in edits.items() if now != was})
        work.edit(follow_up, edits)
        work.say(f"Changed a follow-up for {work.keep(follow_up.customer_id)}")


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A promise that is still to be kept."""

    id: int
    customer_id: int
    customer: str
    customer_kind: str
    user_id: int
    user: str
    due_on: date
    words: str
    touch_point_id: int | None
    version: int

    def is_late(self, today: date) -> bool:
        """Whether it should have been kept before today."""
        return self.due_on < today


_OPEN = (
    select(
        FollowUp.id, FollowUp.customer_id, Customer.name, Customer.kind, FollowUp.user_id, User.name, FollowUp.due_on,
        FollowUp.words, FollowUp.touch_point_id, FollowUp.version,
    )
    .join(Customer, Customer.id == FollowUp.customer_id)
    .join(User, User.id == FollowUp.user_id)
    .where(FollowUp.done_at.is_(None))
    .order_by(FollowUp.due_on, FollowUp.id)
    .limit(bindparam("limit", type_=BigInteger))
)  # fmt: skip


def open_follow_ups(
    session: Session,
    customer_id: int | None = None,
    user_id: int | None = None,
    until: date | None = None,
    limit: int = 1000,
) -> list[FollowUpLine]:
    """What is promised to a customer, by a user, up to a day; the first due come first."""
    chosen = _OPEN
    if customer_id is not None:
        chosen = chosen.where(FollowUp.customer_id == customer_id)
    if user_id is not None:
        chosen = chosen.where(FollowUp.user_id == user_id)
    if until is not None:
        chosen = chosen.where(FollowUp.due_on <= until)
    rows: Iterable[Any] = session.execute(chosen, {"limit": limit})
    return [FollowUpLine(*row) for row in rows]


def _kept(name: str, value: Any) -> Any:
    return clean(value, lines=True) if name == "words" else value


def _check(work: Work, values: Mapping[str, Any]) -> None:
    if "due_on" in values and (values["due_on"] is None or values["due_on"] < work.today):
        raise Refused("The day of a promise cannot be in the past.", "due_on")
    if "user_id" in values:
        found = select(User.name, User.departed_on).where(User.id == values["user_id"])
        user = work.session.execute(found).one_or_none()
        if user is None:
            raise Refused("Say which colleague will do it.", "user_id")
        if departed(user.departed_on, work.today):
            raise Refused(f"{user.name} has departed and can keep no promise.", "user_id")
