"""How many customers one act may touch: as many as the role of who does it says."""

from __future__ import annotations

from app.errors import Refused
from app.rules.permissions import Needed, Rights
from app.store.hot import rows_of
from app.users import present_users
from app.work import Work

_TOUCHED = "SELECT count(DISTINCT customer_id) FROM changes WHERE operation_id = :id"
_NAMED = 3


def refuse_too_much(work: Work, needed: Needed) -> None:
    """After a command: raise Refused if it touched more customers than one act of this user may."""
    if work.user.rights.most_at_once is not None:
        work.session.flush()
        refuse_beyond(work, needed, rows_of(work.session, _TOUCHED, {"id": work.operation})[0][0])


def refuse_beyond(work: Work, needed: Needed, count: int) -> None:
    """Raise Refused if so many customers are more than one act of this user may touch; it says who may do it."""
    most = work.user.rights.most_at_once
    if most is not None and count > most:
        raise Refused(
            f"Not done: this is about {count:,} customers, and {work.user.role} may do at most {most:,} in one act."
            f" {_who_may(work, needed, count)}"
        )


def _who_may(work: Work, needed: Needed, count: int) -> str:
    names = [f"{one.name} ({one.role})" for one in present_users(work.session) if _may(one.rights, needed, count)]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"It can be done by {', '.join(names[:_NAMED])}{more}."


def _may(rights: Rights, needed: Needed, count: int) -> bool:
    return rights.allow(needed) and (rights.most_at_once is None or count <= rights.most_at_once)
