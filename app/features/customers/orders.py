"""The orders of a list. Nothing to sort by stands last, upwards and downwards; equal ones stand by name.

Whole lists are sorted by the database. The first lines of a long one are walked in runs, each of which an index gives
in its order: first those that have something in the column, then those that have not; by who handles it a run for each
user, by stage one for each stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.features.customers.filters import Rows
from app.models import Listing, Stage, User

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


_VALUES = 40


class Run(NamedTuple):
    """A part of a list that can be read in its order."""

    which: ColumnElement[bool]
    order: Sequence[ColumnElement[Any]]


def sorted_rows(rows: Rows, sort: Sort) -> Rows:
    """All of the rows in the order."""
    return with_names(rows, sort).order_by(*_order(sort))


def with_names(rows: Rows, sort: Sort) -> Rows:
    """The rows with what the order needs from other tables."""
    if any(name == "stage" for name, _ in sort):
        rows = rows.outerjoin(Stage, Stage.id == Listing.stage_id)
    if any(name == "owner" for name, _ in sort):
        rows = rows.outerjoin(User, User.id == Listing.owner_id)
    return rows


def runs(session: Session, sort: Sort, retired: bool) -> Iterator[Run]:
    """The parts whose lines, one after another, are the list."""
    (name, down), *rest = sort or (("name", False),)
    within = _order(tuple(rest))
    if name == "name":
        yield Run(true(), _order(sort))
    elif name in _WALKED:
        yield from _WALKED[name](session, down, retired, within)
    else:
        key = _KEYS[name]
        empty = key.is_(None) if name == "touch" else key == ""
        full = key.is_not(None) if name == "touch" else key > ""
        yield Run(full, [key.desc() if down else key.asc(), *within])
        yield Run(empty, within)


def _order(sort: Sort) -> list[ColumnElement[Any]]:
    terms: list[ColumnElement[Any]] = []
    for name, down in sort:
        key = _KEYS[name]
        if name == "touch":
            terms.append(key.desc().nulls_last() if down else key.nulls_last())
            continue
        if name == "owner":
            terms.append(key.is_(None))
        elif name in ("town", "number", "phone", "email", "tags"):
            terms.append(key == "")
        terms.append(key.desc() if down else key)
    ties = () if any(name == "name" for name, _ in sort) else (Listing.sort_name,)
    last_down = bool(sort) and sort[-1] == ("name", True)
    return [*terms, *ties, Listing.customer_id.desc() if last_down else Listing.customer_id]


_Order = Sequence[ColumnElement[Any]]


def _by_stage(session: Session, down: bool, _retired: bool, within: _Order) -> Iterator[Run]:
    positions = select(Stage.position, Stage.id).order_by(Stage.position.desc() if down else Stage.position)
    for keys in _alike(session.execute(positions)):
        yield Run(Listing.stage_id.in_(keys), within)


def _by_owner(session: Session, down: bool, retired: bool, within: _Order) -> Iterator[Run]:
    owns = exists().where(Listing.retired.is_(retired), Listing.owner_id == User.id)
    names = select(User.name, User.id).where(owns).order_by(User.name.desc() if down else User.name)
    for keys in _alike(session.execute(names)):
        yield Run(Listing.owner_id.in_(keys), within)
    yield Run(Listing.owner_id.is_(None), within)


def _alike(rows: Iterable[Any]) -> list[list[int]]:
    """The ids of those that are called the same."""
    return [[key for _, key in some] for _, some in groupby(rows, key=lambda row: row[0])]


def _by_value(key: InstrumentedAttribute[str]) -> Callable[[Session, bool, bool, _Order], Iterator[Run]]:
    """For columns of which many lines have the same: a run for each value, looked up when it is reached.

    A narrow list may have few of very many values: after some runs all further ones are a single run.
    """

    def walk(session: Session, down: bool, retired: bool, within: _Order) -> Iterator[Run]:
        furthest = select(func.max(key) if down else func.min(key)).where(Listing.retired.is_(retired), key > "")
        value: str | None = session.execute(furthest).scalar_one()
        for _ in range(_VALUES):
            if value is None:
                break
            yield Run(key == value, within)
            value = session.execute(furthest.where(key < value if down else key > value)).scalar_one()
        if value is not None:
            further = and_(key <= value, key > "") if down else key >= value
            yield Run(further, [key.desc() if down else key.asc(), *within])
        yield Run(key == "", within)

    return walk


_WALKED: dict[str, Callable[[Session, bool, bool, _Order], Iterator[Run]]] = {
    "stage": _by_stage,
    "owner": _by_owner,
    "town": _by_value(Listing.folded_town),
    "tags": _by_value(Listing.tags),
    "kind": _by_value(Listing.kind),
}
