"""The firm's time line: what passed between all of us and all customers, by any wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from app.features.touchpoints.time_line import ENTRIES, SEEN, Place, TimeLineEntry, entries, with_words
from app.models import Customer, FollowUp, Membership, TouchPoint, User
from app.rules.days import Run, day_end, day_start, runs
from app.rules.text import clean

MOST_COUNTED = 10_000
_SECOND = 1_000_000
_DAY = 24 * 60 * 60 * _SECOND


@dataclass(frozen=True, slots=True)
class TouchFilter:
    """Which touch points are meant. Empty means any; people and teams add up; both days are included."""

    user_ids: tuple[int, ...] = ()
    team_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    stage_ids: tuple[int, ...] = ()
    contact_role: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    customer_id: int | None = None
    with_promise: bool = False
    with_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class TouchCount:
    """How many there are; `more`: the count was ended at this number."""

    number: int
    more: bool


def firm_time_line(
    session: Session,
    wanted: TouchFilter,
    before: Place | None = None,
    limit: int = 200,
    zone: tzinfo | None = None,
) -> list[TimeLineEntry]:
    """The touch points that the filter means, newest first; `before`: those after this place in the line."""
    return entries(session, ENTRIES.where(*_conditions(session, wanted, zone)), before, limit)


def count_touch_points(session: Session, wanted: TouchFilter, zone: tzinfo | None = None) -> TouchCount:
    """How many touch points the filter means, counted up to 10,000."""
    some = select(literal(1)).select_from(TouchPoint).where(*_conditions(session, wanted, zone))
    number = session.execute(_count(some.limit(MOST_COUNTED + 1))).scalar_one()
    return TouchCount(min(number, MOST_COUNTED), number > MOST_COUNTED)


def touches_per_day(
    session: Session,
    wanted: TouchFilter,
    first: date,
    last: date,
    zone: tzinfo | None = None,
) -> list[tuple[date, int]]:
    """For each day from first to last how many touch points of the filter it has."""
    conditions = list(_conditions(session, wanted, zone))
    counts: dict[date, int] = {}
    for run in runs(first, last, zone):
        counts |= dict.fromkeys(run.days, 0)
        for number, count in session.execute(_by_day(run, conditions)):
            counts[run.day_at(number)] += count
    return list(counts.items())


def contact_roles(session: Session) -> list[str]:
    """The roles that contacts have at customers."""
    roles = select(Membership.role).where(Membership.role != "").distinct().order_by(Membership.role)
    return list(session.execute(roles).scalars())


def _count(some: Select[Any]) -> Select[int]:
    return select(func.count()).select_from(some.subquery())


def _by_day(run: Run, conditions: list[ColumnElement[bool]]) -> Select[int, int]:
    """How many touch points there were in each 24 hours from the run's start on."""
    begun = int(run.start.timestamp()) * _SECOND
    number = ((type_coerce(TouchPoint.at, BigInteger) - begun) // _DAY).label("number")
    within = TouchPoint.at >= run.start, TouchPoint.at < run.end
    counted = select(number).where(*within, *conditions).subquery()
    return select(counted.c.number, func.count()).group_by(counted.c.number)


def _conditions(
    session: Session,
    wanted: TouchFilter,
    zone: tzinfo | None,
) -> Iterator[ColumnElement[bool]]:
    for column, some in (
        (TouchPoint.kind, wanted.kinds),
        (TouchPoint.direction, wanted.directions),
        (TouchPoint.mood, wanted.moods),
    ):
        if some:
            yield column.in_(some)
    yield from _whose(wanted)
    if wanted.since is not None:
        yield TouchPoint.at >= day_start(wanted.since, zone)
    if wanted.until is not None:
        yield TouchPoint.at < day_end(wanted.until, zone)
    said = with_words(session, wanted.words)
    if said is not None:
        yield said
    if wanted.with_promise:
        yield TouchPoint.id.in_(select(FollowUp.touch_point_id).where(FollowUp.touch_point_id.is_not(None)))
    if not wanted.with_withdrawn:
        yield SEEN


def _whose(wanted: TouchFilter) -> Iterator[ColumnElement[bool]]:
    """With which customers and contacts, by whom of ours."""
    if wanted.customer_id is not None:
        yield TouchPoint.customer_id == wanted.customer_id
    if wanted.user_ids or wanted.team_ids:
        colleagues = select(User.id).where(User.id.in_(wanted.user_ids) | User.team_id.in_(wanted.team_ids))
        yield TouchPoint.user_id.in_(colleagues)
    if wanted.stage_ids:
        staged = Customer.id == TouchPoint.customer_id, Customer.stage_id.in_(wanted.stage_ids)
        yield select(Customer.id).where(*staged).correlate(TouchPoint).exists()
    if wanted.contact_role:
        yield (
            select(Membership.id)
            .where(
                Membership.customer_id == TouchPoint.customer_id,
                Membership.contact_id == TouchPoint.contact_id,
                Membership.role == clean(wanted.contact_role),
            )
            .correlate(TouchPoint)
            .exists()
        )
