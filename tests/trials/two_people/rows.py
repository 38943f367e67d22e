"""All rows of a book as plain values, what a command should make of them, and where the book differs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import JOURNALLED
from app.models.base import table_of

Key = tuple[str, int]
"""A table and the key of a row in it."""
Columns = dict[str, Any]
Rows = dict[Key, Columns]

_LEFT_ALONE = {"teams", "users", "settings", "saved_lists", "stages"}
_SELECTS = {name: select(table_of(model)) for name, model in JOURNALLED.items() if name not in _LEFT_ALONE}
_DERIVED = frozenset({"sort_name", "e164", "folded"})


class New(NamedTuple):
    """Stands for the key of the so-maniest row that a command adds to a table."""

    table: str
    place: int = 0


class Some:
    """Stands for an instant that the book takes from its clock."""


SOME = Some()


def all_rows(session: Session) -> Rows:
    """Every row of every table that two people change here."""
    return {
        (name, row["id"]): dict(row) for name, chosen in _SELECTS.items() for row in session.execute(chosen).mappings()
    }


def links_of(key: Key, row: Columns) -> list[Key]:
    """The rows that this one refers to."""
    targets = _TARGETS[key[0]]
    return [(table, row[column]) for column, table in targets if row[column] is not None]


_TARGETS = {
    name: [
        (link.parent.name, link.column.table.name)
        for link in table_of(model).foreign_keys
        if link.column.table.name in _SELECTS
    ]
    for name, model in JOURNALLED.items()
    if name in _SELECTS
}


@dataclass
class Expected:
    """What a command does to the rows, as far as a person chose it."""

    changed: dict[Key, Columns] = field(default_factory=dict)
    added: list[tuple[str, Columns]] = field(default_factory=list)
    removed: set[Key] = field(default_factory=set)

    def set(self, key: Key, **columns: Any) -> None:
        """Another value of some columns."""
        self.changed.setdefault(key, {}).update(columns)

    def add(self, table: str, **columns: Any) -> New:
        """One more row; what is not named is the book's own affair."""
        place = sum(name == table for name, _ in self.added)
        self.added.append((table, columns))
        return New(table, place)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)


def carried_out(expected: Expected, before: Rows, actual: Rows, operation: int | None) -> Rows:
    """The rows as they must be after the command; keys and what is derived are taken over from the book."""
    rows = {key: row for key, row in before.items() if key not in expected.removed}
    for key, columns in expected.changed.items():
        found = actual.get(key, {})
        derived = {name: found[name] for name in _DERIVED & found.keys()}
        rows[key] = before[key] | derived | _resolved(columns, found, {}) | {"version": operation}
    fresh: dict[str, list[int]] = defaultdict(list)
    for table, number in sorted(actual.keys() - before.keys()):
        fresh[table].append(number)
    taken: dict[str, int] = defaultdict(int)
    for table, columns in expected.added:
        place = taken[table]
        taken[table] += 1
        key = (table, fresh[table][place] if place < len(fresh[table]) else -1 - place)
        found = actual.get(key, {})
        rows[key] = found | _resolved(columns, found, fresh) | {"version": operation}
    return rows


def _resolved(columns: Columns, found: Columns, fresh: dict[str, list[int]]) -> Columns:
    return {name: _value(value, found.get(name), fresh) for name, value in columns.items()}


def _value(value: Any, found: Any, fresh: dict[str, list[int]]) -> Any:
    if isinstance(value, Some):
        return value if found is None else found
    if isinstance(value, New):
        keys = fresh[value.table]
        return keys[value.place] if value.place < len(keys) else None
    return value


def differences(expected: Rows, actual: Rows) -> list[str]:
    """Each value of the book that is not the one that it must be."""
    found = []
    for key in sorted(expected.keys() | actual.keys()):
        wanted, there = expected.get(key), actual.get(key)
        if wanted == there:
            continue
        if wanted is None or there is None:
            found.append(f"{key}: {there} instead of {wanted}")
            continue
        names = [name for name in wanted if wanted[name] != there.get(name)]
        found += [f"{key}.{name}: {there.get(name)!r} instead of {wanted[name]!r}" for name in names]
    return found


def changes(before: Rows, after: Rows) -> dict[Key, tuple[Columns | None, Columns | None]]:
    """By row what it was before and after, where these differ."""
    return {
        key: (before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }
