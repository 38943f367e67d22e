"""Who sees only customers in hand gets those that they add into their own: else they would be gone at once."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Assignment, AssignmentRole
from app.store.hot import rows_of
from app.work import Work

_ADDED = (
    "SELECT row_id FROM changes WHERE operation_id = :id AND table_name = 'customers' AND kind = 'added'"
    " AND row_id IN (SELECT id FROM customers) AND row_id NOT IN (SELECT customer_id FROM assignments)"
)
_OWNS = select(AssignmentRole.id).where(AssignmentRole.is_owner)


def take_in_hand(work: Work) -> None:
    """After a command: give the customers that it added, and nobody has yet, to who added them."""
    if work.user.rights.whose is None:
        return
    work.session.flush()
    added = [key for (key,) in rows_of(work.session, _ADDED, {"id": work.operation})]
    if added:
        role = work.session.execute(_OWNS).scalar_one()
        shared = {"user_id": work.user.id, "role_id": role, "from_day": work.today, "until_day": None}
        work.add_many(Assignment, [{"customer_id": key, **shared} for key in added])
