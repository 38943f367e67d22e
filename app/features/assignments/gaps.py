"""Where nobody is in charge: customers without an owner, without service, or with an owner who has departed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, select
from sqlalchemy.orm import Session

from app.features.assignments.who import IN_FORCE, ON
from app.models import Assignment, AssignmentRole, Customer, FollowUp, TouchPoint, User
from app.rules.days import day_end
from app.rules.touch import Kind

SERVICE = "Service"
"""The role that must be given for a customer who bought."""

NO_OWNER, NO_SERVICE, DEPARTED = "no owner", "no service", "departed"
_WORDS = {NO_OWNER: "No owner", NO_SERVICE: "No service, but bought", DEPARTED: "Owner has departed"}
_Ids = Select[int] | CompoundSelect[int]


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


def gaps(session: Session, on: date, moment: datetime) -> Iterator[Gap]:
    """Every kind of gap on the day, counted; `moment` is the instant up to which it is looked at."""
    chosen: dict[str, _Ids] = {NO_OWNER: _without_owner()}
    if session.execute(select(AssignmentRole.id).where(AssignmentRole.name == SERVICE)).first():
        chosen[NO_SERVICE] = _without_service(moment)
    chosen[DEPARTED] = _departed_owner()
    for kind, ids in chosen.items():
        count, late = session.execute(_counted(ids, moment), {"on": on}).one()
        yield Gap(kind, _WORDS[kind], count, late)


def _existing() -> Select[int]:
    return select(Customer.id).where(existing())


def _in_role(role: ColumnElement[bool]) -> Select[int]:
    """The customers for whom somebody is in the role on the day."""
    held = select(Assignment.customer_id).join(AssignmentRole, AssignmentRole.id == Assignment.role_id)
    return held.where(role, IN_FORCE)


def _without_owner() -> CompoundSelect[int]:
    return _existing().except_(_in_role(AssignmentRole.is_owner.is_(True)))


def _departed_owner() -> CompoundSelect[int]:
    gone = _in_role(AssignmentRole.is_owner.is_(True)).join(User, User.id == Assignment.user_id)
    return _existing().intersect(gone.where(User.departed_on <= ON))


def _without_service(moment: datetime) -> CompoundSelect[int]:
    bought = (
        select(TouchPoint.customer_id)
        .join(Customer, Customer.id == TouchPoint.customer_id)
        .where(TouchPoint.kind == Kind.ORDER, TouchPoint.at < moment, TouchPoint.withdrawn_at.is_(None), existing())
    )
    return bought.except_(_in_role(AssignmentRole.name == SERVICE))


def _counted(ids: _Ids, moment: datetime) -> Select[int, int]:
    """How many customers there are, and how many late promises to them."""
    missing = ids.subquery()
    still_open = FollowUp.done_at.is_(None) | (FollowUp.done_at >= moment)
    late = select(FollowUp.id, FollowUp.customer_id).where(still_open, FollowUp.due_on < ON).subquery()
    counts = select(func.count(missing.c[0].distinct()), func.count(late.c.id))
    return counts.select_from(missing.outerjoin(late, late.c.customer_id == missing.c[0]))


def _ids(session: Session, chosen: _Ids, on: date) -> list[int]:
    missing = chosen.subquery()
    named = select(Customer.id).join(missing, missing.c[0] == Customer.id)
    return list(session.execute(named.order_by(Customer.sort_name, Customer.id), {"on": on}).scalars())
