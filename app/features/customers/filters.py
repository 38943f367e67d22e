"""Which customers a list shows: the filter, as it is kept, and as conditions on the lines of the list."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select, text
from sqlalchemy.orm import Session

from app import clock
from app.models import Assignment, Customer, CustomerTag, Listing, User
from app.rules.days import day_start
from app.rules.folding import fold
from app.rules.text import clean
from app.store.seeking import customers_like

Rows = Select[*tuple[Any, ...]]


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

    @property
    def fits_all(self) -> bool:
        """Whether nothing is asked for but whether they are retired."""
        return replace(self, retired=False, on=None) == ListFilter()

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


def filtered(session: Session, rows: Rows, chosen: ListFilter) -> Rows:
    """Those of the rows, which are chosen from `Listing`, that fit."""
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
    on = chosen.on or clock.today()
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
