"""Many rows into a table at once, past SQLAlchemy's work for each row: plain tuples, and COPY on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table

GUARDED = "guarded"
"""The option of a connection to a server that looks at each row: it takes no COPY."""

Values = tuple[Any, ...]

_PIECE_BYTES = 1 << 20
_FEW = 50
"""So few rows are handed over as quickly one by one."""


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows, each a tuple of the values of the columns named, as models have them."""
    adapted = _adapters(connection.dialect, table, tuple(names))
    store_rows(connection, table.name, names, [_adapt(row, adapted) for row in rows] if adapted else rows)


def store_rows(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows whose values are as the driver takes them."""
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name != "sqlite" and len(rows) > 1:
        if connection.get_execution_options().get(GUARDED):
            _store_json(connection, table, names, rows)
        else:
            _copy(connection, f"COPY {table} ({columns}) FROM STDIN", rows)
        return
    marks = ", ".join((_mark(connection),) * len(names))
    _each(connection, f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def store_plain(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows of texts, numbers and truths alone: SQLite is handed them as one, and reads them out of it itself."""
    if connection.dialect.name != "sqlite" or len(rows) < _FEW:
        store_rows(connection, table, names, rows)
        return
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f"value->>{place}" for place in range(len(names)))
    cursor: Any = connection.connection.cursor()
    told = json.dumps(rows, ensure_ascii=False)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM jsonb_each(?)", (told,))


def copied_out(connection: Connection, lines: str) -> Iterator[bytes]:
    """The rows of a question that has one column of JSON, on a server: many lines at a time, each with its end.

    Two signs that JSON never has as they are stand for quotes and commas, so that lines come as they are.
    """
    raw: Any = connection.connection.dbapi_connection
    how = r"(FORMAT csv, QUOTE E'\x01', ESCAPE E'\x01', DELIMITER E'\x02')"
    with raw.cursor() as cursor, cursor.copy(f"COPY ({lines}) TO STDOUT {how}") as copy:
        waiting = bytearray()
        for line in copy:
            waiting += line
            if len(waiting) >= _PIECE_BYTES:
                yield bytes(waiting)
                waiting.clear()
    if waiting:
        yield bytes(waiting)


def update_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
    """Set the columns named in many rows; each tuple has their values, as models have them, and last the row's id."""
    adapted = _adapters(connection.dialect, table, tuple(names))
    mark = _mark(connection)
    changes = ", ".join(f'"{name}" = {mark}' for name in names)
    statement = f"UPDATE {table.name} SET {changes} WHERE id = {mark}"
    _each(connection, statement, [_adapt(row, adapted) for row in rows])


def _mark(connection: Connection) -> str:
    """What stands in a statement for a value, as the driver knows it."""
    return "?" if connection.dialect.name == "sqlite" else "%s"


def _each(connection: Connection, statement: str, rows: Sequence[Values]) -> None:
    cursor: Any = connection.connection.cursor()
    cursor.executemany(statement, rows)


def _copy(connection: Connection, statement: str, rows: Iterable[Values]) -> None:
    raw: Any = connection.connection.dbapi_connection
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _store_json(connection: Connection, table: str, names: Sequence[str], rows: Iterable[Values]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    told = json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str)
    cursor: Any = connection.connection.cursor()
    given = f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json)"
    cursor.execute(f"INSERT INTO {table} ({columns}) {given}", (told,))


Adapters = list[tuple[int, Callable[[Any], Any]]]


@lru_cache(maxsize=256)
def _adapters(dialect: Dialect, table: Table, names: tuple[str, ...]) -> Adapters:
    """By place what turns a column's value into the driver's: instants, and on SQLite days."""
    found = ((place, table.c[name].type.dialect_impl(dialect)) for place, name in enumerate(names))
    return [(place, adapt) for place, kind in found if (adapt := kind.bind_processor(dialect)) is not None]


def _adapt(row: Values, adapted: Adapters) -> Values:
    values = list(row)
    for place, adapt in adapted:
        values[place] = adapt(values[place])
    return tuple(values)
