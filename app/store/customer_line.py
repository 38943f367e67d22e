"""One customer as a line of a list, whoever reads it: a query, or the first look. It loads no SQLAlchemy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from app.rules.instants import from_number
from app.rules.names import strip_letter


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


COLUMNS = (
    "listing.customer_id, listing.kind, listing.name, listing.listed_as, listing.number, stages.name, stages.sign,"
    " listing.town, listing.phone, listing.email, listing.tags, listing.owner_id, coalesce(users.name, ''),"
    " listing.last_touch_at, listing.marks, listing.retired, listing.sort_name"
)
NAMED = "LEFT JOIN stages ON stages.id = listing.stage_id LEFT JOIN users ON users.id = listing.owner_id"
"""SQL for what a line is made of, in the order in which `as_line` takes it; and where its names come from."""


def as_line(row: Sequence[Any]) -> CustomerLine:
    """The line that these columns make."""
    touched, marks, retired, sort_name = row[13:17]
    at = None if touched is None else from_number(touched)
    return CustomerLine._make((*row[:13], at, marks, bool(retired), strip_letter(sort_name)))
