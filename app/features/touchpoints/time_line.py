"""What is seen of touch points: one, and a customer's time line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, select, text, tuple_
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Contact, Customer, FollowUp, Instant, TouchPoint, User
from app.models.among import among
from app.rules.instants import from_number
from app.store.hot import hot, rows_of
from app.store.seeking import touch_points_like

Place = tuple[datetime, int]
"""Where a time line goes on: the instant and id of the last entry shown."""


@dataclass(frozen=True, slots=True)
class Promise:
    """The follow-up that was promised with a touch point."""

    id: int
    due_on: date
    words: str
    done_at: datetime | None
    user_id: int

    def is_late(self, today: date) -> bool:
        """Whether it should have been kept before today, and was not."""
        return self.done_at is None and self.due_on < today


class TimeLineEntry(NamedTuple):
    """One touch point as it is shown; `version` is the operation that last changed it."""

    id: int
    at: datetime
    kind: str
    direction: str
    mood: str
    minutes: int | None
    words: str
    user_id: int
    user: str
    customer_id: int
    customer: str
    customer_kind: str
    contact_id: int | None
    contact: str
    withdrawn: bool
    version: int
    promise: Promise | None = None

    @property
    def place(self) -> Place:
        """What the next page is asked for with."""
        return self.at, self.id


ENTRIES: Select[*tuple[Any, ...]] = (
    select(
        TouchPoint.id, TouchPoint.at, TouchPoint.kind, TouchPoint.direction, TouchPoint.mood, TouchPoint.minutes,
        TouchPoint.words, TouchPoint.user_id, User.name, TouchPoint.customer_id, Customer.name, Customer.kind,
        TouchPoint.contact_id, Contact.name, TouchPoint.withdrawn_at, TouchPoint.version,
    )
    .join(User, User.id == TouchPoint.user_id)
    .join(Customer, Customer.id == TouchPoint.customer_id)
    .outerjoin(Contact, Contact.id == TouchPoint.contact_id)
    .order_by(TouchPoint.at.desc(), TouchPoint.id.desc())
    .suffix_with(text("LIMIT :limit"))  # limit() says OFFSET 0 on SQLite, as if lines were counted
)  # fmt: skip
_FURTHER = tuple_(TouchPoint.at, TouchPoint.id) < tuple_(
    bindparam("before_at", type_=Instant), bindparam("before_id", type_=BigInteger)
)
SEEN = TouchPoint.withdrawn_at.is_(None)
_ALL_OF_CUSTOMER = ENTRIES.where(TouchPoint.customer_id == bindparam("customer_id"))
_OF_CUSTOMER = _ALL_OF_CUSTOMER.where(SEEN)
_FIRST_PAGE = str(_OF_CUSTOMER)
_ONE = ENTRIES.where(TouchPoint.id == bindparam("touch_point_id"))
_PROMISES = (
    select(FollowUp.touch_point_id, FollowUp.id, FollowUp.due_on, FollowUp.words, FollowUp.done_at, FollowUp.user_id)
    .where(among(FollowUp.touch_point_id))
    .order_by(FollowUp.done_at.is_(None), FollowUp.done_at, FollowUp.due_on.desc(), FollowUp.id.desc())
)


def time_line(
    session: Session,
    customer_id: int,
    before: Place | None = None,
    limit: int = 50,
    words: str = "",
    kinds: Sequence[str] = (),
    user_id: int | None = None,
    with_withdrawn: bool = False,
) -> list[TimeLineEntry]:
    """A customer's touch points with all its contacts, newest first; `before`: those after this place in the line."""
    chosen = _ALL_OF_CUSTOMER if with_withdrawn else _OF_CUSTOMER
    if kinds:
        chosen = chosen.where(TouchPoint.kind.in_(kinds))
    if user_id is not None:
        chosen = chosen.where(TouchPoint.user_id == user_id)
    said = with_words(session, words)
    if said is not None:
        chosen = chosen.where(said)
    if chosen is _OF_CUSTOMER and before is None:
        return _first_page(session, customer_id, limit)
    return entries(session, chosen, before, limit, customer_id=customer_id)


def touch_point(session: Session, touch_point_id: int) -> TimeLineEntry:
    """One touch point, withdrawn or not. Raises NotFound."""
    found = entries(session, _ONE, None, 1, touch_point_id=touch_point_id)
    if not found:
        raise NotFound("This touch point is not in the book (any more).")
    return found[0]


def with_words(session: Session, words: str) -> ColumnElement[bool] | None:
    """The condition that all these words were said; nothing if there are none."""
    like = touch_points_like(session, words)
    return None if like is None else text(like.sql).bindparams(**like.parameters)  # type: ignore[return-value]


def entries(
    session: Session, chosen: Select[*tuple[Any, ...]], before: Place | None, limit: int, **asked: object
) -> list[TimeLineEntry]:
    """A page of what `chosen`, made from ENTRIES, picks out, each with its promise."""
    asked["limit"] = limit
    if before is not None:
        chosen = chosen.where(_FURTHER)
        asked |= {"before_at": before[0], "before_id": before[1]}
    rows = session.execute(chosen, asked).all()
    promises = _promises(session, [row[0] for row in rows])
    return [_entry(row, promises.get(row[0])) for row in rows]


def _first_page(session: Session, customer_id: int, limit: int) -> list[TimeLineEntry]:
    """What each opened card asks for: by the text of the statement, with rows as the driver gives them."""
    rows = rows_of(session, hot(_FIRST_PAGE), {"customer_id": customer_id, "limit": limit})
    promises = _promises(session, [row[0] for row in rows])
    return [_entry((row[0], from_number(row[1]), *row[2:]), promises.get(row[0])) for row in rows]


def _entry(row: Any, promise: Promise | None) -> TimeLineEntry:
    values = (*row[:13], row[13] or "", row[14] is not None, row[15], promise)
    return TimeLineEntry._make(values)


def _promises(session: Session, ids: Iterable[int]) -> dict[int, Promise]:
    """By touch point the promise that counts: of several the first due of those still open, else the last kept."""
    rows: Iterable[Any] = session.execute(_PROMISES, {"ids": list(ids)})
    return {touch_point: Promise(*promise) for touch_point, *promise in rows}
