"""A row as a line of JSON, and how the database itself puts it together: the same line on both engines.

Each is an array of the row's values: bytes in hex, instants as the numbers they are, days as ISO text. What is drawn of
other rows (lists, search) or counted by the place that the book stands in is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Boolean, Column, Connection, Date, LargeBinary, MetaData, Table

from app.archive.form import Shape
from app.models import Instant, Row

_LEFT_OUT: Final = {("book", "rank"), ("book", "last_key"), ("book", "listed_on"), ("files", "data")}
"""Where the lists stand, which are drawn anew; what keys are counted by; and files, which stand beside their table."""
_NOBODYS_WORK: Final = {
    "alembic_version", "listing", "said", "search_words", "server_logins", "server_place", "server_turns",
}  # fmt: skip
"""What is drawn anew or tells of the place alone."""
_KINDS: Final = {Boolean: "truth", Date: "day", Instant: "instant", LargeBinary: "bytes"}
LINES_AT_ONCE: Final = 2_000
BYTES, _TRUTH = _KINDS[LargeBinary], _KINDS[Boolean]


def _kind(column: Column[object]) -> str:
    found = next((kind for what, kind in _KINDS.items() if isinstance(column.type, what)), None)
    return found or ("text" if column.type.python_type is str else "number")


def _shape(table: Table) -> Shape:
    columns = {column.name: _kind(column) for column in table.columns if (table.name, column.name) not in _LEFT_OUT}
    return Shape([column.name for column in table.primary_key], columns)


def _shapes(tables: Iterable[Table]) -> dict[str, Shape]:
    return {table.name: _shape(table) for table in tables if table.name not in _NOBODYS_WORK}


SHAPES: Final = _shapes(Row.metadata.sorted_tables)
"""All tables that people's work is in, each after those it points to."""


def shapes_in(connection: Connection) -> dict[str, Shape]:
    """As `SHAPES`, of a server's book as an earlier program left it."""
    there = MetaData()
    there.reflect(connection)
    return _shapes(there.sorted_tables)


def sqlite_lines(table: str, shape: Shape, most: int, *, go_on: bool) -> str:
    """The question whose one answer are so many lines at most in the order of their key, parted by line ends: the first
    ones, or those after the row whose key is handed over. Nothing when there are no more.

    The database joins them, as each row that is handed over by itself costs as much as its line.
    """
    values = ", ".join(_sqlite_value(f'"{name}"', kind) for name, kind in shape.columns.items())
    after = f" WHERE ({_order(shape)}) > ({', '.join(f':{name}' for name in shape.key)})" if go_on else ""
    some = f"SELECT json_array({values}) AS line FROM {table}{after} ORDER BY {_order(shape)} LIMIT {most}"
    return f"SELECT group_concat(line, char(10)) FROM ({some})"


def key_of(shape: Shape, line: str) -> dict[str, Any]:
    """The key of the row that is told by a line."""
    row = dict(zip(shape.columns, json.loads(line), strict=True))
    return {name: row[name] for name in shape.key}


def _sqlite_value(name: str, kind: str) -> str:
    if kind == _TRUTH:
        return f"json(CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
    return f"CASE WHEN {name} IS NOT NULL THEN lower(hex({name})) END" if kind == BYTES else name


def sqlite_rows(table: str, shape: Shape, zeros: Sequence[str]) -> str:
    """The statement that puts `:lines`, an array of lines, into a table; in the columns besides there stands 0. What is
    no line of this shape it passes over."""
    columns = ", ".join(f'"{name}"' for name in (*shape.columns, *zeros))
    picked = (f"value->>{place}" for place in range(len(shape.columns)))
    values = [
        f"unhex({one})" if kind == BYTES else one for one, kind in zip(picked, shape.columns.values(), strict=True)
    ]
    given = ", ".join([*values, *("0" for _ in zeros)])
    fit = f"json_array_length(value) = {len(shape.columns)}"
    return f"INSERT INTO {table} ({columns}) SELECT {given} FROM jsonb_each(:lines) WHERE {fit}"


def postgres_lines(table: str, shape: Shape) -> str:
    """As on SQLite."""
    values = " || ',' || ".join(_postgres_value(f'"{name}"', kind) for name, kind in shape.columns.items())
    return f"SELECT '[' || {values} || ']' FROM {table} ORDER BY {_order(shape)}"


def _postgres_value(name: str, kind: str) -> str:
    told = f"encode({name}, 'hex')" if kind == BYTES else name
    return f"coalesce(to_json({told})::text, 'null')"


def _order(shape: Shape) -> str:
    return ", ".join(f'"{name}"' for name in shape.key)
