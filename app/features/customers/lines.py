"""One customer as a line of a list: what hot queries read it with, as text built once and rows taken as they come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.models import Instant
from app.rules.names import strip_letter
from app.store.hot import hot, rows_of


class CustomerLine(NamedTuple):
    """One customer as a line of a list. A tuple, since a page has hundreds and a frozen dataclass costs ten times."""

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


_COLUMNS = (
    "SELECT listing.customer_id, listing.kind, listing.name, listing.listed_as, listing.number, stages.name,"
    " stages.sign, listing.town, listing.phone, listing.email, listing.tags, listing.owner_id,"
    " coalesce(users.name, ''), listing.last_touch_at, listing.marks, listing.retired, listing.sort_name, listing.rank"
)
_NAMED = " LEFT JOIN stages ON stages.id = listing.stage_id LEFT JOIN users ON users.id = listing.owner_id"
_AMONG = {
    "sqlite": "listing.customer_id IN (SELECT value FROM json_each(:ids))",
    "postgresql": "listing.customer_id = ANY(CAST(:ids AS bigint[]))",
}


def lines_of(session: Session, ids: Sequence[int]) -> list[CustomerLine]:
    """The lines of these customers, in this order; those that are gone are left out."""
    if not ids:
        return []
    engine = session.get_bind().dialect.name
    asked = json.dumps(list(ids)) if engine == "sqlite" else list(ids)
    rows = rows_of(session, hot(f"{_COLUMNS} FROM listing{_NAMED} WHERE {_AMONG[engine]}"), {"ids": asked})
    found = {row[0]: as_line(row) for row in rows}
    return [found[key] for key in ids if key in found]


def lines_ranked(session: Session, ranks: str, asked: dict[str, object]) -> Sequence[Any]:
    """Rows for `as_line` and behind them the rank, of those whose ranks the SELECT gives: the newest first."""
    found = f"FROM ({ranks}) AS found CROSS JOIN listing{_NAMED}"
    newest = f"{_COLUMNS} {found} WHERE listing.rank = found.rank ORDER BY found.rank DESC"
    return rows_of(session, hot(newest), asked)


def as_line(row: Any) -> CustomerLine:
    """What the statements here read, as a line."""
    touched, marks, retired, sort_name = row[13:17]
    at = None if touched is None else Instant.from_number(touched)
    return CustomerLine._make((*row[:13], at, marks, bool(retired), strip_letter(sort_name)))
