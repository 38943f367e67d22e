"""What is seen of touch points: one, and a customer's time line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal_column,
    null,
    select,
    text,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Contact, Customer, Instant, TouchPoint, User
from app.models.among import handed, keys_in
from app.rules.instants import from_number
from app.store.hot import engine_of, rows_of, to_day, to_instant
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
    """One touch point as it is shown: the very row of the database, and what was promised with it.

    `version` is the operation that last changed it.
    """

    id: int
    touched: int
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
    withdrawn_at: int | None
    version: int
    promise: Promise | None

    @property
    def at(self) -> datetime:
        """When it was."""
        return from_number(self.touched)

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None

    @property
    def place(self) -> Place:
        """What the next page is asked for with."""
        return self.at, self.id


_entry: Callable[[Sequence[Any]], TimeLineEntry] = partial(tuple.__new__, TimeLineEntry)
"""As `_make`, in a fifth of its time."""

ENTRIES: Select[*tuple[Any, ...]] = (
    select(
        TouchPoint.id, type_coerce(TouchPoint.at, BigInteger), TouchPoint.kind, TouchPoint.direction, TouchPoint.mood,
        TouchPoint.minutes, TouchPoint.words, TouchPoint.user_id, User.name, TouchPoint.customer_id, Customer.name,
        Customer.kind, TouchPoint.contact_id, func.coalesce(Contact.name, literal_column("''")),
        type_coerce(TouchPoint.withdrawn_at, BigInteger), TouchPoint.version, null(),
    )
    .join(User, User.id == TouchPoint.user_id)
    .join(Customer, Customer.id == TouchPoint.customer_id)
    .outerjoin(Contact, Contact.id == TouchPoint.contact_id)
    .order_by(TouchPoint.at.desc(), TouchPoint.id.desc())
)  # fmt: skip
_FURTHER = tuple_(TouchPoint.at, TouchPoint.id) < tuple_(
    bindparam("before_at", type_=Instant), bindparam("before_id", type_=BigInteger)
)
SEEN = TouchPoint.withdrawn_at.is_(None)
_ALL_OF_CUSTOMER = ENTRIES.where(TouchPoint.customer_id == bindparam("customer_id"))
_OF_CUSTOMER = _ALL_OF_CUSTOMER.where(SEEN)
_FIRST_PAGE = str(_OF_CUSTOMER)
"""As text: each opened card asks for it."""
_ONE = ENTRIES.where(TouchPoint.id == bindparam("touch_point_id"))
_PROMISES = (
    "SELECT touch_point_id, id, due_on, words, done_at, user_id FROM follow_ups WHERE {those}"
    " ORDER BY done_at IS NULL, done_at, due_on DESC, id DESC"
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
    """A page of what `chosen`, made from ENTRIES, picks out, each with its promise. Raises here, where it can be told,
    what a damaged book holds for an instant."""
    if before is not None:
        chosen = chosen.where(_FURTHER)
        asked |= {"before_at": before[0], "before_id": before[1]}
    at_most = f"LIMIT {limit}"  # a number: SQLite prepares anew for each that is handed over; limit() says OFFSET 0
    if chosen is _OF_CUSTOMER:
        rows = rows_of(session, f"{_FIRST_PAGE} {at_most}", asked)
    else:
        rows = session.connection().execute(chosen.suffix_with(text(at_most)), asked).all()
    found = list(map(_entry, rows))
    promises = _promises(session, [one.id for one in found])
    if promises:
        found = [one._replace(promise=promises.get(one.id)) for one in found]
    _refuse_odd_instants(found)
    return found


def _refuse_odd_instants(found: Sequence[TimeLineEntry]) -> None:
    """As `from_number` refuses each: they are in their order, so the two ends tell of all."""
    for one in (*found[:1], *found[-1:]):
        from_number(one.touched)


def _promises(session: Session, ids: Sequence[int]) -> dict[int, Promise]:
    """By touch point the promise that counts: of several the first due of those still open, else the last kept."""
    engine = engine_of(session)
    asked = _PROMISES.format(those=keys_in(engine, "touch_point_id"))
    rows = rows_of(session, asked, {"ids": handed(engine, ids)})
    return {row[0]: Promise(row[1], to_day(row[2]), row[3], to_instant(row[4]), row[5]) for row in rows}
