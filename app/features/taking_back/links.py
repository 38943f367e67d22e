"""What stands in the book today for what rows of an earlier state name: by uid, by name, or as nothing."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import func, select

from app.features.taking_back.then import TRAVELLING, Then, Values
from app.models import JOURNALLED, Stage, Tag, User
from app.models.base import table_of
from app.work import Work

_LISTS: Final = {"stage_id": "stages", "tag_id": "tags", "field_id": "fields", "role_id": "assignment_roles"}
_ROWS: Final = {"customer_id": "customers", "contact_id": "contacts", "touch_point_id": "touch_points"}


class Gone(Exception):
    """What a row belonged to is nowhere in the book any more: the row does not come back."""


class Links:
    """Looked up once each."""

    def __init__(self, work: Work, then: Then) -> None:
        self._work, self._then = work, then
        self._found: dict[tuple[str, int], int | None] = {}
        self._users = set(work.session.execute(select(User.id)).scalars())

    def there(self, table: str, key: int) -> int | None:
        """The row of today that is the same customer, person or touch point."""
        if (table, key) not in self._found:
            columns = table_of(JOURNALLED[table]).c
            asked = select(columns.id).where(columns.uid == self._then.uids.get((table, key), ""))
            self._found[table, key] = self._work.session.execute(asked).scalar_one_or_none()
        return self._found[table, key]

    def know(self, table: str, key: int, now: int) -> None:
        """This one has just come back."""
        self._found[table, key] = now

    def values(self, table: str, row: Values) -> dict[str, Any]:
        """A row's values as they fit into the book of today. Raises Gone."""
        found = {name: value for name, value in row.items() if name not in ("id", "version")}
        for column, value in found.items():
            if value is not None:
                found[column] = self._value(table, column, value)
        return found

    def _value(self, table: str, column: str, value: Any) -> Any:
        if column in _ROWS:
            now = self.there(_ROWS[column], value)
            if now is None and (column == "customer_id" or table not in ("touch_points", "follow_ups")):
                raise Gone
            return now
        if column in _LISTS:
            return self._in_list(_LISTS[column], value)
        if column == "user_id":
            return value if value in self._users else self._work.user.id
        return self._picture(value) if column == "photo" else value

    def _in_list(self, table: str, key: int) -> int:
        """By its name, as it may have been called otherwise since; a tag that nobody has any more is made anew."""
        name, columns = self._then.names.get((table, key), ""), table_of(JOURNALLED[table]).c
        session = self._work.session
        for condition in (columns.id == key, columns.name == name):
            found = session.execute(select(columns.id).where(condition)).scalar_one_or_none()
            if found is not None:
                return int(found)
        if table == "tags":
            return self._work.add(Tag(name=name)).id
        first = select(Stage.id).where(Stage.position == select(func.min(Stage.position)).scalar_subquery())
        if table == "stages":
            return session.execute(first.limit(1)).scalar_one()
        raise Gone

    def _picture(self, digest: str) -> str | None:
        if digest not in self._then.pictures:
            return None
        self._work.keep_file(digest, *self._then.pictures[digest])
        return digest


def travels(table: str) -> bool:
    """Whether rows of a table are known by a uid."""
    return table in TRAVELLING
