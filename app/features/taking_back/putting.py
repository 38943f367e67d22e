"""The rows of an earlier state put into the book: changed where they are still there, added where they are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select

from app.errors import Refused
from app.features.taking_back.links import Gone, Links, travels
from app.features.taking_back.then import Then, Values
from app.models import JOURNALLED, Change, Journalled, User
from app.models.among import among
from app.models.base import table_of
from app.rules.chain import digest_of
from app.rules.chunks import chunks
from app.rules.people import departed
from app.rules.permissions import Permission
from app.work import Work

_TODAYS: Final = frozenset({"assignments", "follow_ups", "customer_readers", "origins"})
"""Of what is still there these stay as they are; only those of a customer who is gone come back."""
_STAYS: Final = {"customers": frozenset({"restricted_on"})}
_ONCE: Final = {
    "memberships": ("customer_id", "contact_id"),
    "customer_tags": ("customer_id", "tag_id"),
    "field_values": ("customer_id", "field_id"),
    "customer_readers": ("customer_id", "user_id"),
    "phones": ("customer_id", "contact_id", "raw"),
    "emails": ("customer_id", "contact_id", "address"),
    "links": ("customer_id", "contact_id", "url"),
    "addresses": ("customer_id", "contact_id", "street", "postal_code", "town"),
}
"""In which columns two rows are the same, whatever their keys."""
_RIGHTS: Final = {"touch_points": Permission.CORRECT_TOUCH_POINTS}
_DAY: Final = timedelta(days=1)
_NOT_THERE: Final = "The customer of {name} is not in the book (any more). Nothing was taken back; take back that one."


class Putting:
    """One customer, person or touch point on the way back."""

    def __init__(
        self, work: Work, then: Then, erased: Container[str | None], fields: frozenset[str], seen: Mapping[str, Any]
    ) -> None:
        self._work, self._then, self._erased = work, then, erased
        self._fields, self._seen = fields, seen
        self.links = Links(work, then)
        self._was_there = self.links.there(then.table, then.id) is not None
        self._departed = {
            key: on for key, on in work.session.execute(select(User.id, User.departed_on)) if departed(on, work.today)
        }
        self.rows = 0

    def carry_out(self) -> None:
        """Table by table, as each may name rows of those before it."""
        by_table: dict[str, list[Values]] = defaultdict(list)
        for table, row in self._then.rows:
            if self._comes(table, row):
                by_table[table].append(row)
        for table in JOURNALLED:
            if by_table[table]:
                self._put_table(table, by_table[table])

    def _comes(self, table: str, row: Values) -> bool:
        if travels(table) and digest_of(str(row["uid"])) in self._erased:
            return False
        if self._was_there and table in _TODAYS:
            return False
        own = table == self._then.table
        whole = not self._fields or not self._was_there
        return whole or (bool(self._fields & set(row)) if own else table in self._fields)

    def _put_table(self, table: str, rows: list[Values]) -> None:
        wanted = list(self._wanted(table, rows))
        standing = self._standing(table, wanted)
        new: list[dict[str, Any]] = []
        for row, values in wanted:
            live = standing.get(row["id"])
            if live is None:
                new.append(values | {"id": row["id"]})
            else:
                self._change(table, live, values)
        self._add(table, new)

    def _wanted(self, table: str, rows: list[Values]) -> Iterator[tuple[Values, dict[str, Any]]]:
        """Each row with its values as they fit today; what belongs to nothing any more is left out."""
        for row in rows:
            try:
                values = self.links.values(table, row)
            except Gone:
                if table == self._then.table:
                    raise Refused(_NOT_THERE.format(name=self._then.name)) from None
                continue
            if self._adapted(table, values):
                yield row, values

    def _adapted(self, table: str, values: dict[str, Any]) -> bool:
        """Whoever has departed handles nothing any more; what they had promised is for who takes it back."""
        left = self._departed.get(values.get("user_id", 0))
        if left is None or table not in ("assignments", "follow_ups"):
            return True
        if table == "follow_ups":
            if values["done_at"] is None:
                values["user_id"] = self._work.user.id
            return True
        last = left - _DAY
        values["until_day"] = last if values["until_day"] is None else min(last, values["until_day"])
        return bool(values["until_day"] >= values["from_day"])

    def _standing(self, table: str, wanted: list[tuple[Values, dict[str, Any]]]) -> dict[int, Journalled]:
        """By the key that a row had, the row of today that is the same."""
        model, by_key = JOURNALLED[table], {row["id"]: values for row, values in wanted}
        if travels(table):
            keys = {row["id"]: self.links.there(table, row["id"]) for row, _ in wanted}
        else:
            keys = {row["id"]: row["id"] for row, _ in wanted}
        found = self._locked(model, [key for key in keys.values() if key is not None])
        same = {key: row for key, now in keys.items() if now is not None and (row := found.get(now)) is not None}
        if not travels(table):
            same = {key: row for key, row in same.items() if self._same_owner(row, by_key[key])}
            same |= self._twins(table, {key: values for key, values in by_key.items() if key not in same})
        return same

    def _locked(self, model: type[Journalled], keys: list[int]) -> dict[int, Journalled]:
        if model.__tablename__ != "touch_points":
            return {key: row for key in keys if (row := self._get(model, key)) is not None}
        found: dict[int, Journalled] = {}
        for some in chunks(sorted(keys)):
            asked = select(model).where(among(model.id)).order_by(model.id).with_for_update(key_share=True)
            found.update({row.id: row for row in self._work.session.execute(asked, {"ids": some}).scalars()})
        return found

    def _get(self, model: type[Journalled], key: int) -> Journalled | None:
        there = self._work.session.execute(select(model.id).where(model.id == key)).scalar_one_or_none()
        return None if there is None else self._work.get(model, key)

    def _same_owner(self, row: Journalled, values: Values) -> bool:
        return all(getattr(row, key) == values[key] for key in ("customer_id", "contact_id") if key in values)

    def _twins(self, table: str, wanted: Mapping[int, Values]) -> dict[int, Journalled]:
        """Rows that say the same under other keys."""
        columns, model, found = _ONCE.get(table, ()), JOURNALLED[table], dict[int, Journalled]()
        for key, values in wanted.items() if columns else ():
            same = [table_of(model).c[name].is_not_distinct_from(values[name]) for name in columns]
            twin = self._work.session.execute(select(model.id).where(*same).limit(1)).scalar_one_or_none()
            if twin is not None:
                found[key] = self._work.get(model, twin)
        return found

    def _change(self, table: str, live: Journalled, values: dict[str, Any]) -> None:
        own = table == self._then.table
        left = _STAYS.get(table, frozenset()) | {"uid"}
        chosen = {
            name: value
            for name, value in values.items()
            if name not in left and (not own or not self._fields or name in self._fields)
        }
        differing = {name: value for name, value in chosen.items() if getattr(live, name) != value}
        if differing:
            self._demand(type(live), differing)
            edits = {
                name: (self._seen.get(name, getattr(live, name)) if own else getattr(live, name), value)
                for name, value in differing.items()
            }
            self._work.edit(live, edits)
            self.rows += 1

    def _demand(self, model: type[Journalled], values: Mapping[str, Any]) -> None:
        right = _RIGHTS.get(model.__tablename__, model.needs)
        for permission in {right, *(right for name, right in model.needs_for.items() if name in values)}:
            self._work.user.demand(permission)

    def _add(self, table: str, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        model = JOURNALLED[table]
        self._demand(model, {name: None for name in model.needs_for if any(row.get(name) for row in rows)})
        keys = self._own_keys(table, [row["id"] for row in rows])
        before = [row["id"] for row in rows]
        given = [row if row["id"] in keys else {k: v for k, v in row.items() if k != "id"} for row in rows]
        for was, now in zip(before, self._work.add_many(model, given), strict=True):
            if travels(table):
                self.links.know(table, was, now)
        self.rows += len(rows)

    def _own_keys(self, table: str, keys: list[int]) -> set[int]:
        """Those under which the journal knows that rows of this table were removed: they come back as the same."""
        found: set[int] = set()
        for some in chunks(keys):
            asked = select(Change.row_id).where(
                among(Change.row_id), Change.table_name == table, Change.kind == "removed", Change.before.is_not(None)
            )
            found.update(self._work.session.execute(asked, {"ids": some}).scalars())
        there = select(table_of(JOURNALLED[table]).c.id).where(among(table_of(JOURNALLED[table]).c.id))
        return found - set(self._work.session.execute(there, {"ids": sorted(found)}).scalars())
