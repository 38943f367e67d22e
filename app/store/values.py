"""Whether the tables hold what a program of ours can have written: their columns, their triggers, their values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from types import NoneType
from typing import Any

from sqlalchemy import Column, Connection, Table, select
from sqlalchemy.exc import DBAPIError

from app.changes import Topic
from app.models import JOURNALLED, Row
from app.models.base import Instant
from app.rules.touch import Direction, Kind, Mood
from app.store.search import SEARCHED

_FETCH = 1000
_READING_FAULTS = (ValueError, TypeError, OverflowError, RecursionError)


def _one_of(words: Iterable[str]) -> Callable[[str], bool]:
    return frozenset(words).__contains__


def _is_json(value: str) -> bool:
    json.loads(value)
    return True


_FITS: dict[tuple[str, str], Callable[[str], bool]] = {
    ("touch_points", "kind"): _one_of(Kind),
    ("touch_points", "direction"): _one_of(Direction),
    ("touch_points", "mood"): _one_of(Mood),
    ("operations", "topics"): lambda value: set(value.split(",")) - {""} <= set(Topic),
    ("settings", "value"): _is_json,
    ("saved_lists", "criteria"): _is_json,
    ("changes", "before"): _is_json,
}


def unfit_schema(connection: Connection) -> Iterator[str]:
    """A sentence's part for each table whose columns or triggers are not those that this program works with."""
    for table in Row.metadata.sorted_tables:
        columns = ", ".join(column.name for column in table.columns)
        asked = [f"SELECT {columns} FROM {table.name} LIMIT 0"]
        if table.name in JOURNALLED:
            asked += [
                f"EXPLAIN INSERT INTO {table.name} DEFAULT VALUES",
                f"EXPLAIN UPDATE {table.name} SET id = id",
                f"EXPLAIN DELETE FROM {table.name}",
            ]
        if not all(_can_be_asked(connection, one) for one in asked):
            yield f"the table {table.name} is not made as it was"
    if not all(_can_be_asked(connection, f"SELECT rowid FROM {one} LIMIT 0") for one in SEARCHED):
        yield "what customers are found by is not made as it was"


def _can_be_asked(connection: Connection, statement: str) -> bool:
    try:
        connection.exec_driver_sql(statement).close()
    except DBAPIError as fault:
        if getattr(fault.orig, "sqlite_errorcode", 0) != 1:
            raise
        return False
    except UnicodeDecodeError:  # the complaint itself has a damaged name in it
        return False
    return True


def odd_values(connection: Connection) -> Iterator[str]:
    """A sentence's part for each table with a value that no program of ours wrote."""
    for table in Row.metadata.sorted_tables:
        if not _is_readable(connection, table):
            yield f"the table {table.name} holds values that cannot be right"


def _is_readable(connection: Connection, table: Table) -> bool:
    tests = [(place, test) for place, column in enumerate(table.columns) for test in _tests_of(column)]
    try:
        with connection.execution_options(yield_per=_FETCH).execute(select(table)) as rows:
            return all(test(row[place]) for row in rows for place, test in tests)
    except _READING_FAULTS:
        return False


def _tests_of(column: Column[Any]) -> Iterator[Callable[[Any], bool]]:
    kind = datetime if isinstance(column.type, Instant) else column.type.python_type
    kinds = (kind, NoneType) if column.nullable else (kind,)
    yield lambda value: isinstance(value, kinds)
    fits = _FITS.get((column.table.name, column.name))
    if fits is not None:
        yield lambda value: value is None or fits(value)
