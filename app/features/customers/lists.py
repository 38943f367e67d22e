"""The list of customers: filtered, sorted, counted, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, exists, func, literal, or_, select, text
from sqlalchemy.orm import Session

from app.models import Assignment, Customer, CustomerTag, Listing, Stage, User
from app.rules.days import day_start
from app.rules.folding import fold
from app.rules.names import strip_letter
from app.rules.text import clean
from app.store.search import customers_like


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which customers a list shows. Everything given must fit; ids of one kind are alternatives.

    `mine` and `quiet_days` are relative: `seen_by` turns them into a user and a day.
    """

    words: str = ""
    stage_ids: tuple[int, ...] = ()
    handled_by: tuple[int, ...] = ()
    owned_by: tuple[int, ...] = ()
    team_ids: tuple[int, ...] = ()
    tag_ids: tuple[int, ...] = ()
    kind: str = ""
    town: str = ""
    language: str = ""
    touched_before: date | None = None
    touched_after: date | None = None
    without: tuple[str, ...] = ()
    """Any of: email, phone, owner, touch."""
    having: tuple[str, ...] = ()
    """Any of: email, phone, owner, touch, mark (do not call, write or mail)."""
    retired: bool = False
    mine: bool = False
    quiet_days: int | None = None
    on: date | None = None

    def seen_by(self, user_id: int, today: date) -> ListFilter:
        """The same filter with `mine` and `quiet_days` told in absolute terms."""
        handled = (*self.handled_by, user_id) if self.mine else self.handled_by
        before = self.touched_before
        if self.quiet_days is not None:
            before = today - timedelta(days=self.quiet_days)
        return replace(self, handled_by=handled, touched_before=before, on=today, mine=False, quiet_days=None)

    def to_json(self) -> str:
        """The filter as a saved list keeps it."""
        kept = {name: value for name, value in asdict(self).items() if value not in ("", (), None, False)}
        return json.dumps(kept, default=str, sort_keys=True)

    @classmethod
    def from_json(cls, criteria: str) -> ListFilter:
        """A filter from a saved list; what this program does not know is left out."""
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in json.loads(criteria).items() if name in known}
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = tuple(value)
            elif name in ("touched_before", "touched_after", "on"):
                values[name] = date.fromisoformat(value)
        return cls(**values)


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One customer as a line of a list."""

    id: int
    kind: str
    name: str
    listed_as: str
    number: str
    stage: str
    stage_sign: str
    town: str
    phone: str
    email: str
    tags: str
    owner_id: int | None
    owner: str
    last_touch_at: datetime | None
    marks: str
    retired: bool
    letter: str


Rows = Select[*tuple[Any, ...]]

Sort = tuple[tuple[str, bool], ...]
"""Column names with whether they run downwards, the most important first."""

_KEYS: dict[str, Any] = {
    "name": Listing.sort_name,
    "number": Listing.number,
    "stage": Stage.position,
    "town": Listing.folded_town,
    "phone": Listing.phone,
    "email": Listing.email,
    "tags": Listing.tags,
    "owner": User.name,
    "touch": Listing.last_touch_at,
    "kind": Listing.kind,
}

_LINES = (
    select(
        Listing.customer_id, Listing.kind, Listing.name, Listing.listed_as, Listing.number,
        Stage.name.label("stage"), Stage.sign, Listing.town, Listing.phone, Listing.email, Listing.tags,
        Listing.owner_id, User.name.label("owner"), Listing.last_touch_at, Listing.marks, Listing.retired,
        Listing.sort_name,
    )
    .outerjoin(Stage, Stage.id == Listing.stage_id)
    .outerjoin(User, User.id == Listing.owner_id)
)  # fmt: skip


def first_lines(session: Session, chosen: ListFilter, sort: Sort, limit: int = 200) -> list[CustomerLine]:
    """The first lines of a list, for the screen to have at once."""
    rows = session.execute(_sorted(_filtered(session, _LINES, chosen), sort).limit(limit))
    return [_line(row) for row in rows]


def customer_ids(session: Session, chosen: ListFilter, sort: Sort) -> list[int]:
    """The ids of all customers in a list, in its order."""
    ids = select(Listing.customer_id).select_from(Listing)
    if any(name == "stage" for name, _ in sort):
        ids = ids.outerjoin(Stage, Stage.id == Listing.stage_id)
    if any(name == "owner" for name, _ in sort):
        ids = ids.outerjoin(User, User.id == Listing.owner_id)
    return list(session.execute(_sorted(_filtered(session, ids, chosen), sort)).scalars())


def lines_of(session: Session, ids: Sequence[int]) -> list[CustomerLine]:
    """The lines of these customers, in this order; those that are gone are left out."""
    found = {row.customer_id: _line(row) for row in session.execute(_LINES.where(Listing.customer_id.in_(ids)))}
    return [found[key] for key in ids if key in found]


def count_customers(session: Session, chosen: ListFilter) -> int:
    """How many customers fit."""
    counted = _filtered(session, select(func.count()).select_from(Listing), chosen)
    return int(session.execute(counted).scalar_one())


def letters(session: Session, chosen: ListFilter) -> list[tuple[str, int]]:
    """The first letters of a list sorted by name, each with how many begin with it, in order."""
    first = func.substr(Listing.sort_name, 1, 1, type_=String)
    counted = _filtered(session, select(first, func.count()).select_from(Listing), chosen)
    found: list[tuple[str, int]] = []
    for sign, count in session.execute(counted.group_by(first).order_by(func.min(Listing.sort_name))):
        letter = strip_letter(sign)
        if found and found[-1][0] == letter:
            count += found.pop()[1]
        found.append((letter, count))
    return found


def towns(session: Session, beginning: str, limit: int = 20) -> list[str]:
    """Towns that begin so, for a field that completes what is typed."""
    start = fold(clean(beginning))
    named = select(Listing.town).where(Listing.folded_town.startswith(start, autoescape=True), Listing.town != "")
    return list(session.execute(named.distinct().order_by(Listing.town).limit(limit)).scalars())


def _line(row: Any) -> CustomerLine:
    known = row._asdict()
    key, owner, sort_name = known.pop("customer_id"), known.pop("owner"), known.pop("sort_name")
    sign = known.pop("sign")
    return CustomerLine(id=key, owner=owner or "", stage_sign=sign, letter=strip_letter(sort_name), **known)


def _sorted(rows: Rows, sort: Sort) -> Rows:
    """Nothing to sort by stands last, upwards and downwards; equal ones stand by name."""
    for name, down in sort:
        key = _KEYS[name]
        if name == "touch":
            rows = rows.order_by(key.desc().nulls_last() if down else key.nulls_last())
            continue
        if name == "owner":
            rows = rows.order_by(key.is_(None))
        elif name in ("town", "number", "phone", "email", "tags"):
            rows = rows.order_by(key == "")
        rows = rows.order_by(key.desc() if down else key)
    ties = () if any(name == "name" for name, _ in sort) else (Listing.sort_name,)
    last_down = bool(sort) and sort[-1] == ("name", True)
    return rows.order_by(*ties, Listing.customer_id.desc() if last_down else Listing.customer_id)


def _filtered(session: Session, rows: Rows, chosen: ListFilter) -> Rows:
    conditions = [
        Listing.retired.is_(chosen.retired),
        *_plain(chosen),
        *_by_people(chosen),
        *_by_touch(chosen),
    ]
    if chosen.tag_ids:
        bears = CustomerTag.customer_id == Listing.customer_id, CustomerTag.tag_id.in_(chosen.tag_ids)
        conditions.append(exists().where(*bears))
    like = customers_like(session, chosen.words)
    if like is not None:
        conditions.append(text(like.sql).bindparams(**like.parameters))  # type: ignore[arg-type]
    elif chosen.words.strip():
        conditions.append(literal(False))
    return rows.where(and_(*conditions))


def _plain(chosen: ListFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.stage_ids:
        conditions.append(Listing.stage_id.in_(chosen.stage_ids))
    if chosen.kind:
        conditions.append(Listing.kind == chosen.kind)
    if chosen.town:
        conditions.append(Listing.folded_town.startswith(fold(clean(chosen.town)), autoescape=True))
    if chosen.language:
        speaks = Customer.id == Listing.customer_id, Customer.language == clean(chosen.language)
        conditions.append(exists().where(*speaks))
    conditions += [_EMPTY[name] for name in chosen.without if name in _EMPTY]
    conditions += [~_EMPTY[name] if name in _EMPTY else Listing.marks != "" for name in chosen.having]
    return conditions


_EMPTY: dict[str, ColumnElement[bool]] = {
    "email": Listing.email == "",
    "phone": Listing.phone == "",
    "owner": Listing.owner_id.is_(None),
    "touch": Listing.last_touch_at.is_(None),
}


def _by_people(chosen: ListFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.owned_by:
        conditions.append(Listing.owner_id.in_(chosen.owned_by))
    if chosen.handled_by:
        conditions.append(_handled(chosen, Assignment.user_id.in_(chosen.handled_by)))
    if chosen.team_ids:
        members = select(User.id).where(User.team_id.in_(chosen.team_ids))
        conditions.append(_handled(chosen, Assignment.user_id.in_(members)))
    return conditions


def _handled(chosen: ListFilter, by: ColumnElement[bool]) -> ColumnElement[bool]:
    """Looked after in any role on the day that is looked at."""
    on = chosen.on or datetime.now(UTC).astimezone().date()
    until = or_(Assignment.until_day.is_(None), Assignment.until_day >= on)
    return Listing.customer_id.in_(select(Assignment.customer_id).where(by, Assignment.from_day <= on, until))


def _by_touch(chosen: ListFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.touched_before:
        before = Listing.last_touch_at < day_start(chosen.touched_before)
        conditions.append(or_(before, Listing.last_touch_at.is_(None)))
    if chosen.touched_after:
        conditions.append(Listing.last_touch_at >= day_start(chosen.touched_after))
    return conditions
