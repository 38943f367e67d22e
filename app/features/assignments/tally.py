"""What is counted of each user: whom they handle, what they promised, whom nobody else knows.

Each statement walks an index that holds all it needs, so that at a million customers no row of theirs is looked at and
nothing is sorted or put aside. Customers who are not there on the day are few: they are counted alone and taken off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import CompoundSelect, Select, case, func, select, text, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.features.assignments.who import IN_FORCE, ON
from app.models import Assignment, Customer, FollowUp, TouchPoint
from app.rules.days import day_end, year_before

Among = CompoundSelect[Any] | None

_ABSENT = union_all(
    select(Customer.id).where(Customer.since > ON), select(Customer.id).where(Customer.retired_on <= ON)
)
"""Not yet come on the day, as far as it is noted, or retired."""


@dataclass(frozen=True, slots=True)
class Tally:
    """`handled` by (user, role), the rest by user: promises open and late, customers whom nobody else knows."""

    handled: Counter[tuple[int, int]]
    open: Counter[int]
    late: Counter[int]
    alone: Counter[int]


def tallied(session: Session, on: date, moment: datetime, *, today: bool) -> Tally:
    """All of it on a day; `moment` is the instant up to which it is looked at: now, if the day is today."""
    promises = session.execute(_promises(moment, today=today), {"on": on}).all()
    return Tally(
        handled(session, on),
        Counter({user: number for user, number, _ in promises}),
        Counter({user: late for user, _, late in promises}),
        Counter({user: number for (user,), number in _present(session, partial(_known_alone, on, moment), on).items()}),
    )


def handled(session: Session, on: date) -> Counter[tuple[int, int]]:
    """How many customers each user looks after on the day, in each role."""
    return _present(session, _in_hands, on)


def _present(session: Session, counted: Callable[[Among], Any], on: date) -> Counter[tuple[Any, ...]]:
    """What is counted over all customers, less what is counted over the absent."""
    found: Counter[tuple[Any, ...]] = Counter()
    for sign, among in ((1, None), (-1, _ABSENT)):
        for *key, number in session.execute(counted(among), {"on": on}):
            found[tuple(key)] += sign * number
    return found


def _in_hands(among: Among) -> Any:
    counted = select(Assignment.user_id, Assignment.role_id, func.count()).where(IN_FORCE)
    return _of(among, Assignment.customer_id, counted).group_by(Assignment.user_id, Assignment.role_id)


def _known_alone(on: date, moment: datetime, among: Among) -> Any:
    """With how many customers only this one user had to do in the twelve months before.

    Read in the order of customers: `at` is nothing to look for, since then all of a year would have to be sorted.
    """
    at = TouchPoint.at + text("0")
    touched = select(TouchPoint.customer_id, func.min(TouchPoint.user_id).label("user_id")).where(
        at >= day_end(year_before(on)), at < moment, TouchPoint.withdrawn_at.is_(None)
    )
    users = (
        _of(among, TouchPoint.customer_id, touched)
        .group_by(TouchPoint.customer_id)
        .having(func.min(TouchPoint.user_id) == func.max(TouchPoint.user_id))
        .subquery()
    )
    return select(users.c.user_id, func.count()).group_by(users.c.user_id)


def _of(among: Among, customer: InstrumentedAttribute[int], counted: Any) -> Any:
    return counted if among is None else counted.where(customer.in_(among))


def _promises(moment: datetime, *, today: bool) -> Select[int, int, int]:
    """What is promised and not yet kept, and how much of it is late; of another day: what had been promised by then.

    Of today when it was promised is not looked up: it would cost more than all the rest, and who may note a touch point
    of tomorrow has promised what is due after it.
    """
    late = func.sum(case((FollowUp.due_on < ON, 1), else_=0))
    counted = select(FollowUp.user_id, func.count(), late).group_by(FollowUp.user_id)
    still_open = counted.where(FollowUp.done_at.is_(None) | (FollowUp.done_at >= moment))
    if today:
        return still_open
    given = still_open.outerjoin(TouchPoint, TouchPoint.id == FollowUp.touch_point_id)
    return given.where(TouchPoint.at.is_(None) | (TouchPoint.at < moment))
