"""All that a backup holds of a book, out of its database: rows as lines of JSON, files, and how far keys are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from sqlalchemy import Connection

from app.archive.form import Shape
from app.models.journal import KEYS
from app.store.hot import batches, run
from app.store.lines import key_of, postgres_lines, sqlite_lines
from app.store.rows import copied_out
from app.store.server.preparing import prefix_of

_FILES: Final = "SELECT digest, data FROM files ORDER BY digest"


def lines_of(connection: Connection, table: str, shape: Shape) -> Iterator[bytes]:
    """All rows of a table, in the order of its key; many lines at a time, each with its end."""
    if connection.dialect.name == "sqlite":
        yield from _lines_of_file(connection, table, shape)
    elif _is_prepared(connection):
        yield from copied_out(connection, f"SELECT line FROM backed_up('{table}')")
    else:
        yield from copied_out(connection, postgres_lines(table, shape))


def _lines_of_file(connection: Connection, table: str, shape: Shape) -> Iterator[bytes]:
    key: dict[str, Any] = {}
    while lines := _some_lines(connection, sqlite_lines(table, shape, go_on=bool(key)), key):
        yield f"{lines}\n".encode()
        key = key_of(shape, lines[lines.rfind("\n") + 1 :])


def _some_lines(connection: Connection, asked: str, key: dict[str, Any]) -> str | None:
    (lines,) = run(connection, asked, key).fetchone()
    return cast(str | None, lines)


def files_of(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """All files of the book with their digests, one at a time."""
    asked = "SELECT digest, data FROM backed_up_files()" if _is_prepared(connection) else _FILES
    for ((digest, data),) in batches(connection, asked, {}, 1):
        yield digest, bytes(data)


def last_key(connection: Connection) -> int:
    """The last key that the book has given out; none of the rows that this snapshot sees has a later one."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT last_key FROM book"
    else:
        asked = "SELECT backed_up_keys()" if _is_prepared(connection) else f"SELECT last_value FROM {KEYS.name}"
    (last,) = run(connection, asked, {}).fetchone()
    return int(last)


def _is_prepared(connection: Connection) -> bool:
    """Whether the server itself says who is given the rows."""
    return connection.dialect.name != "sqlite" and prefix_of(connection) is not None
