"""What holds in every book after every operation, whichever command did it. Nothing is written where it would not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.errors import Refused
from app.models import Assignment, AssignmentRole, Customer, User
from app.models.among import among
from app.rules.chunks import chunks
from app.rules.people import departed
from app.rules.permissions import Role
from app.work import Work

_ONE, _OTHER = aliased(Assignment), aliased(Assignment)
_OWNERS = select(User.departed_on).where(User.role == Role.OWNER, User.locked_at.is_(None))
_OWNS = select(AssignmentRole.id).where(AssignmentRole.is_owner)
_TWICE_OWNED = (
    select(_ONE.customer_id)
    .join(_OTHER, (_OTHER.customer_id == _ONE.customer_id) & (_OTHER.id > _ONE.id))
    .where(
        among(_ONE.customer_id),
        _ONE.role_id.in_(_OWNS),
        _OTHER.role_id.in_(_OWNS),
        or_(_ONE.until_day.is_(None), _ONE.until_day >= _ONE.from_day),
        or_(_OTHER.until_day.is_(None), _OTHER.until_day >= _OTHER.from_day),
        or_(_ONE.until_day.is_(None), _ONE.until_day >= _OTHER.from_day),
        or_(_OTHER.until_day.is_(None), _OTHER.until_day >= _ONE.from_day),
    )
)
# Locked, where the database knows locks: two desks that give the same customer away do it one after the other.
_LOCKED = select(Customer.id).where(among(Customer.id)).order_by(Customer.id).with_for_update(key_share=True)


@contextmanager
def an_owner_stays(work: Work, field: str | None = None) -> Iterator[None]:
    """Around a change of users: the book keeps an owner who can open it. Raises Refused."""
    work.one_at_a_time("owners")
    yield
    if all(departed(on, work.today) for on in work.session.execute(_OWNERS).scalars()):
        raise Refused("This would take away the only owner; make somebody else an owner first.", field)


@contextmanager
def one_owner_each(work: Work, customers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Around a change of assignments: no customer gets two owners on any day. Raises Refused.

    Gives those of the customers that are in the book; until the end no other desk changes who looks after them.
    """
    work.find(customers, "Some of these customers are not in the book (any more). Nothing was changed.")
    known = _asked(work, _LOCKED, customers)
    before = set(_asked(work, _TWICE_OWNED, known))
    yield known
    if twice := sorted(set(_asked(work, _TWICE_OWNED, known)) - before):
        name = work.session.execute(select(Customer.name).where(Customer.id == twice[0])).scalar_one()
        more = f" and {len(twice) - 1:,} more" if len(twice) > 1 else ""
        raise Refused(f"This would give two owners at once to {name}{more}. Nothing was changed.")


def _asked(work: Work, chosen: Any, customers: Sequence[int]) -> list[int]:
    return [key for some in chunks(sorted(customers)) for key in work.session.execute(chosen, {"ids": some}).scalars()]
