"""Which customers a list shows: the filter, as it is kept, and as a condition on the lines of the list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.rules.days import day_start
from app.rules.folding import fold
from app.rules.instants import to_number
from app.rules.text import clean
from app.store.hot import engine_of, from_day
from app.store.seeking import Condition, customers_like


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


def fitting(session: Session, chosen: ListFilter) -> Condition:
    """The condition on `listing` for the customers that fit."""
    pieces = [*_plain(chosen), *_by_people(chosen, engine_of(session)), *_by_touch(chosen)]
    if chosen.words.strip():
        pieces.append(customers_like(session, chosen.words) or Condition("1 = 0", {}))
    asked: dict[str, object] = {"retired": chosen.retired}
    for piece in pieces:
        asked |= piece.parameters
    return Condition(" AND ".join(["listing.retired = :retired", *(piece.sql for piece in pieces)]), asked)


def in_town(beginning: str) -> Condition:
    """For customers of a town that begins so."""
    begins = re.sub("([/%_])", r"/\1", fold(clean(beginning)))
    return Condition("listing.folded_town LIKE :town ESCAPE '/'", {"town": f"{begins}%"})


def one_of(column: str, name: str, keys: Iterable[int]) -> Condition:
    """Each key by itself, as there are few: where it is a single one, an index still gives the lines in their order."""
    asked: dict[str, object] = {f"{name}{number}": key for number, key in enumerate(keys)}
    return Condition(f"{column} IN ({', '.join(f':{each}' for each in asked)})", asked)


_LACKS = {
    "email": "listing.email = ''",
    "phone": "listing.phone = ''",
    "owner": "listing.owner_id IS NULL",
    "touch": "listing.last_touch_at IS NULL",
}
_HAS = {
    "email": "listing.email <> ''",
    "phone": "listing.phone <> ''",
    "owner": "listing.owner_id IS NOT NULL",
    "touch": "listing.last_touch_at IS NOT NULL",
    "mark": "listing.marks <> ''",
}
_SPEAKS = "EXISTS (SELECT 1 FROM customers WHERE customers.id = listing.customer_id AND customers.language = :language)"
_BEARS = "EXISTS (SELECT 1 FROM customer_tags WHERE customer_tags.customer_id = listing.customer_id AND {those})"


def _plain(chosen: ListFilter) -> Iterator[Condition]:
    if chosen.stage_ids:
        yield one_of("listing.stage_id", "stage", chosen.stage_ids)
    if chosen.kind:
        yield Condition("listing.kind = :kind", {"kind": chosen.kind})
    if chosen.town:
        yield in_town(chosen.town)
    if chosen.language:
        yield Condition(_SPEAKS, {"language": clean(chosen.language)})
    if chosen.tag_ids:
        tags = one_of("customer_tags.tag_id", "tag", chosen.tag_ids)
        yield Condition(_BEARS.format(those=tags.sql), tags.parameters)
    for names, known in ((chosen.without, _LACKS), (chosen.having, _HAS)):
        yield from (Condition(known[name], {}) for name in names if name in known)


_HANDLED = (
    "listing.customer_id IN (SELECT customer_id FROM assignments"
    " WHERE {by} AND from_day <= :on AND (until_day IS NULL OR until_day >= :on))"
)
"""Looked after in any role on the day that is looked at."""


def _by_people(chosen: ListFilter, engine: str) -> Iterator[Condition]:
    on = {"on": from_day(engine, chosen.on or clock.today())}
    if chosen.owned_by:
        yield one_of("listing.owner_id", "owner", chosen.owned_by)
    if chosen.handled_by:
        by = one_of("user_id", "handler", chosen.handled_by)
        yield Condition(_HANDLED.format(by=by.sql), by.parameters | on)
    if chosen.team_ids:
        of = one_of("team_id", "team", chosen.team_ids)
        yield Condition(_HANDLED.format(by=f"user_id IN (SELECT id FROM users WHERE {of.sql})"), of.parameters | on)


def _by_touch(chosen: ListFilter) -> Iterator[Condition]:
    if chosen.touched_before:
        before = "(listing.last_touch_at < :touched_before OR listing.last_touch_at IS NULL)"
        yield Condition(before, {"touched_before": to_number(day_start(chosen.touched_before))})
    if chosen.touched_after:
        after = "listing.last_touch_at >= :touched_after"
        yield Condition(after, {"touched_after": to_number(day_start(chosen.touched_after))})
