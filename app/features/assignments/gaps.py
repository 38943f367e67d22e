"""Where nobody is in charge: customers without an owner, without service, or with an owner who has departed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.features.assignments.who import IN_FORCE, ON
from app.models import Assignment, AssignmentRole, Customer, FollowUp, TouchPoint, User
from app.rules.days import day_end
from app.rules.touch import Kind

SERVICE = "Service"
"""The role that must be given for a customer who bought."""

NO_OWNER, NO_SERVICE, DEPARTED = "no owner", "no service", "departed"
_WORDS = {NO_OWNER: "No owner", NO_SERVICE: "No service, but bought", DEPARTED: "Owner has departed"}
_OWNER = AssignmentRole.is_owner.is_(True)
# Said in the statement itself: a database takes the index of orders only where it can read what is asked for.
_ORDER: BindParameter[str] = bindparam("order", Kind.ORDER.value, literal_execute=True)


@dataclass(frozen=True, slots=True)
class Gap:
    """Customers of whom nobody takes care in one way, and how many promises to them are late."""

    kind: str
    words: str
    count: int
    late: int


def existing() -> ColumnElement[bool]:
    """Customers on the day: those who had come by then, as far as it is noted, and had not been retired."""
    come = Customer.since.is_(None) | (Customer.since <= ON)
    return come & (Customer.retired_on.is_(None) | (Customer.retired_on > ON))


def unowned(session: Session, on: date) -> list[int]:
    """The customers without an owner on the day, by name."""
    return _ids(session, _without_owner(), on)


def departed_owners(session: Session, on: date) -> list[int]:
    """The customers whose owner had departed by the day, by name."""
    return _ids(session, _departed_owner(), on)


def without_service(session: Session, on: date, zone: tzinfo | None = None) -> list[int]:
    """The customers who had bought by the day and have nobody in service, by name."""
    return _ids(session, _without_service(day_end(on, zone)), on)


def gaps(session: Session, on: date, moment: datetime) -> list[Gap]:
    """Every kind of gap on the day, counted; `moment` is the instant up to which it is looked at."""
    chosen: dict[str, Select[int]] = {NO_OWNER: _without_owner()}
    if session.execute(select(AssignmentRole.id).where(AssignmentRole.name == SERVICE)).first():
        chosen[NO_SERVICE] = _without_service(moment)
    chosen[DEPARTED] = _departed_owner()
    counted = ((kind, session.execute(_counted(ids, moment), {"on": on}).one()) for kind, ids in chosen.items())
    return [Gap(kind, _WORDS[kind], count, late) for kind, (count, late) in counted]


def _existing() -> Select[int]:
    return select(Customer.id).where(existing())


def _roles(which: ColumnElement[bool]) -> Select[int]:
    return select(AssignmentRole.id).where(which)


def _nobody(role: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether nobody is in the role for a customer: looked up for each, so that nothing large is put aside."""
    mine = Assignment.customer_id == Customer.id, Assignment.role_id.in_(_roles(role))
    return ~select(Assignment.id).where(*mine, IN_FORCE).exists()


def _without_owner() -> Select[int]:
    return _existing().where(_nobody(_OWNER))


def _departed_owner() -> Select[int]:
    gone = select(User.id).where(User.departed_on <= ON)
    theirs = Assignment.user_id.in_(gone), Assignment.role_id.in_(_roles(_OWNER))
    return _existing().where(Customer.id.in_(select(Assignment.customer_id).where(*theirs, IN_FORCE)))


def _without_service(moment: datetime) -> Select[int]:
    return (
        select(TouchPoint.customer_id)
        .join(Customer, Customer.id == TouchPoint.customer_id)
        .where(TouchPoint.kind == _ORDER, TouchPoint.at < moment, TouchPoint.withdrawn_at.is_(None))
        .where(existing(), _nobody(AssignmentRole.name == SERVICE))
        .group_by(TouchPoint.customer_id)
    )


def _counted(ids: Select[int], moment: datetime) -> Select[int, int]:
    """How many customers there are, and how many late promises to them."""
    missing = ids.subquery()
    still_open = FollowUp.done_at.is_(None) | (FollowUp.done_at >= moment)
    late = select(FollowUp.id, FollowUp.customer_id).where(still_open, FollowUp.due_on < ON).subquery()
    counts = select(func.count(missing.c[0].distinct()), func.count(late.c.id))
    return counts.select_from(missing.outerjoin(late, late.c.customer_id == missing.c[0]))


def _ids(session: Session, chosen: Select[int], on: date) -> list[int]:
    missing = chosen.subquery()
    named = select(Customer.id).join(missing, missing.c[0] == Customer.id)
    return list(session.execute(named.order_by(Customer.sort_name, Customer.id), {"on": on}).scalars())
