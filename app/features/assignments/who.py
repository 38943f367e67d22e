"""What is seen of assignments: who handles a customer, whom a user handles, on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from app.models import Assignment, AssignmentRole, Customer, User

ON = bindparam("on", type_=Date)
IN_FORCE: ColumnElement[bool] = (Assignment.from_day <= ON) & (
    Assignment.until_day.is_(None) | (Assignment.until_day >= ON)
)


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role in which customers are looked after."""

    id: int
    name: str
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Assigned:
    """A user in a role at a customer. `away_until` is set if they are away on the day asked for."""

    assignment_id: int
    role_id: int
    role: str
    is_owner: bool
    user_id: int
    login: str
    user: str
    from_day: date
    until_day: date | None
    away_until: date | None
    departed_on: date | None


@dataclass(frozen=True, slots=True)
class Handled:
    """A customer whom a user looks after, and in which role."""

    assignment_id: int
    customer_id: int
    customer: str
    customer_kind: str
    role_id: int
    role: str
    from_day: date
    until_day: date | None


_ASSIGNED = (
    select(
        Assignment.id, AssignmentRole.id, AssignmentRole.name, AssignmentRole.is_owner, User.id, User.login, User.name,
        Assignment.from_day, Assignment.until_day, User.departed_on, User.away_from, User.away_until,
    )
    .join(User, User.id == Assignment.user_id)
    .join(AssignmentRole, AssignmentRole.id == Assignment.role_id)
    .where(Assignment.customer_id == bindparam("customer_id"))
)  # fmt: skip
_WHO_HANDLES = _ASSIGNED.where(IN_FORCE).order_by(
    AssignmentRole.is_owner.desc(), AssignmentRole.position, AssignmentRole.id, User.name, Assignment.id
)
_HISTORY = _ASSIGNED.where(or_(Assignment.until_day.is_(None), Assignment.until_day >= Assignment.from_day)).order_by(
    Assignment.from_day.desc(), AssignmentRole.is_owner.desc(), Assignment.id.desc()
)
_HANDLED = (
    select(
        Assignment.id, Customer.id, Customer.name, Customer.kind, AssignmentRole.id, AssignmentRole.name,
        Assignment.from_day, Assignment.until_day,
    )
    .join(Customer, Customer.id == Assignment.customer_id)
    .join(AssignmentRole, AssignmentRole.id == Assignment.role_id)
    .where(
        Assignment.user_id == bindparam("user_id"),
        IN_FORCE,
        Customer.retired_on.is_(None) | (Customer.retired_on > ON),
    )
    .order_by(Customer.sort_name, Customer.id, AssignmentRole.position)
)  # fmt: skip
ROLES = select(AssignmentRole.id, AssignmentRole.name, AssignmentRole.is_owner).order_by(
    AssignmentRole.position, AssignmentRole.id
)


def assignment_roles(session: Session) -> list[RoleLine]:
    """The roles of assignment in the firm's order."""
    return [RoleLine(*row) for row in _rows(session, ROLES)]


def who_handles(session: Session, customer_id: int, on: date) -> list[Assigned]:
    """Who looks after a customer on a day, the owner first."""
    return [_assigned(row, on) for row in _rows(session, _WHO_HANDLES, customer_id=customer_id, on=on)]


def handlers_history(session: Session, customer_id: int, today: date) -> list[Assigned]:
    """All who ever looked after a customer, or will, the latest first."""
    return [_assigned(row, today) for row in _rows(session, _HISTORY, customer_id=customer_id)]


def handled_by(session: Session, user_id: int, on: date, role_id: int | None = None) -> list[Handled]:
    """Whom a user looks after on a day, in the order of their names."""
    chosen = _HANDLED if role_id is None else _HANDLED.where(Assignment.role_id == role_id)
    return [Handled(*row) for row in _rows(session, chosen, user_id=user_id, on=on)]


def away_on(day: date, away_from: date | None, away_until: date | None) -> date | None:
    """The last day of an absence, if the day lies in it."""
    if away_from is None or away_until is None:
        return None
    return away_until if away_from <= day <= away_until else None


def _rows(session: Session, chosen: Select[*tuple[Any, ...]], **asked: object) -> list[Any]:
    return list(session.execute(chosen, asked))


def _assigned(row: Any, on: date) -> Assigned:
    values = (*row[:9], away_on(on, row[10], row[11]), row[9])
    return Assigned(*values)
