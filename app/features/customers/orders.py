"""The orders of a list. Nothing to sort by stands last, upwards and downwards; equal ones stand by name.

Whole lists are sorted by the database. The first lines of a long one are walked in runs, each of which an index gives
in its order: first those that have something in the column, then those that have not; by who handles it a run for each
user, by stage one for each stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from app.features.customers.filters import one_of
from app.store.hot import rows_of

Sort = tuple[tuple[str, bool], ...]
"""Column names with whether they run downwards, the most important first."""

_KEYS: Final = {
    "name": "listing.sort_name",
    "number": "listing.number",
    "stage": "stages.position",
    "town": "listing.folded_town",
    "phone": "listing.phone",
    "email": "listing.email",
    "tags": "listing.tags",
    "owner": "users.name",
    "touch": "listing.last_touch_at",
    "kind": "listing.kind",
}
_EMPTY: Final = {
    **{name: f"{_KEYS[name]} = ''" for name in ("number", "town", "phone", "email", "tags", "kind")},
    **{name: f"{_KEYS[name]} IS NULL" for name in ("owner", "touch")},
}
"""Where nothing is to sort by: such lines come last, whichever way the others run."""
_VALUES = 40


class Run(NamedTuple):
    """A part of a list that can be read in its order, as SQL."""

    which: str
    order: str
    asked: Mapping[str, object] = {}


def runs(session: Session, sort: Sort, retired: bool) -> Iterator[Run]:
    """The parts whose lines, one after another, are the list."""
    (name, down), *rest = sort or (("name", False),)
    within = order_of(tuple(rest))
    if name == "name":
        yield Run("1 = 1", order_of(sort))
    elif name in _WALKED:
        yield from _WALKED[name](session, down, retired, within)
    else:
        key = _KEYS[name]
        full = f"{key} IS NOT NULL" if name == "touch" else f"{key} > ''"  # as an index has it
        yield Run(full, f"{key} {_way(down)}, {within}")
        yield Run(_EMPTY[name], within)


def order_of(sort: Sort) -> str:
    """What the lines of a whole list are sorted by."""
    terms: list[str] = []
    for name, down in sort:
        key = f"{_KEYS[name]} {_way(down)}"
        if name == "touch":
            terms.append(f"{key} NULLS LAST")  # as its index has it
        else:
            terms += [_EMPTY[name], key] if name in _EMPTY else [key]
    ties = () if any(name == "name" for name, _ in sort) else ("listing.sort_name",)
    last_down = bool(sort) and sort[-1] == ("name", True)
    return ", ".join([*terms, *ties, f"listing.customer_id {_way(last_down)}"])


def _way(down: bool) -> str:
    return "DESC" if down else "ASC"


def _by_stage(session: Session, down: bool, _retired: bool, within: str) -> Iterator[Run]:
    stages = rows_of(session, f"SELECT position, id FROM stages ORDER BY position {_way(down)}", {})
    for some in _alike(stages):
        yield _with_one_of("listing.stage_id", some, within)


_OWNERS = (
    "SELECT users.name, users.id FROM users"
    " WHERE EXISTS (SELECT 1 FROM listing WHERE listing.retired = :retired AND listing.owner_id = users.id)"
    " ORDER BY users.name {way}"
)


def _by_owner(session: Session, down: bool, retired: bool, within: str) -> Iterator[Run]:
    owners = rows_of(session, _OWNERS.format(way=_way(down)), {"retired": retired})
    for some in _alike(owners):
        yield _with_one_of("listing.owner_id", some, within)
    yield Run("listing.owner_id IS NULL", within)


def _with_one_of(column: str, keys: Iterable[int], within: str) -> Run:
    which = one_of(column, "of", keys)
    return Run(which.sql, within, which.parameters)


def _alike(rows: Iterable[Any]) -> list[list[int]]:
    """The ids of those that are called the same."""
    return [[key for _, key in some] for _, some in groupby(rows, key=lambda row: row[0])]


_FURTHEST = "SELECT {which}({key}) FROM listing WHERE listing.retired = :retired AND {key} > ''"


def _by_value(name: str) -> Callable[[Session, bool, bool, str], Iterator[Run]]:
    """For columns of which many lines have the same: a run for each value, looked up when it is reached.

    A narrow list may have few of very many values: after some runs all further ones are a single run.
    """
    key = _KEYS[name]

    def walk(session: Session, down: bool, retired: bool, within: str) -> Iterator[Run]:
        furthest = _FURTHEST.format(which="max" if down else "min", key=key)
        further = f"{furthest} AND {key} {'<' if down else '>'} :value"
        ((value,),) = rows_of(session, furthest, {"retired": retired})
        for _ in range(_VALUES):
            if value is None:
                break
            yield Run(f"{key} = :value", within, {"value": value})
            ((value,),) = rows_of(session, further, {"retired": retired, "value": value})
        if value is not None:
            all_further = f"{key} <= :value AND {key} > ''" if down else f"{key} >= :value"
            yield Run(all_further, f"{key} {_way(down)}, {within}", {"value": value})
        yield Run(_EMPTY[name], within)

    return walk


_WALKED: dict[str, Callable[[Session, bool, bool, str], Iterator[Run]]] = {
    "stage": _by_stage,
    "owner": _by_owner,
    "town": _by_value("town"),
    "tags": _by_value("tags"),
    "kind": _by_value("kind"),
}
