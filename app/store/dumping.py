"""All that a backup holds of a book, out of its database: rows as lines of JSON, files, and how far keys are given."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, Final

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from app.archive.form import Shape
from app.models.journal import KEYS
from app.store.hot import batches, run
from app.store.lines import LINES_AT_ONCE, key_of, postgres_lines, sqlite_lines
from app.store.rows import copied_out
from app.store.server.names import owner
from app.store.server.preparing import prefix_of

_BYTES_AT_ONCE: Final = 4 << 20
_FILES: Final = "SELECT digest, data FROM files ORDER BY digest"


def lines_of(connection: Connection, table: str, shape: Shape) -> Generator[bytes, None, None]:
    """All rows of a table, in the order of its key; many lines at a time, each with its end.

    Whoever does not read them all closes it: a server goes on sending, and hears nothing else until then.
    """
    if connection.dialect.name == "sqlite":
        yield from _lines_of_file(connection, table, shape)
    elif _is_guarded(connection):
        yield from copied_out(connection, f"SELECT line FROM backed_up('{table}')")
    else:
        yield from copied_out(connection, postgres_lines(table, shape))


def _lines_of_file(connection: Connection, table: str, shape: Shape) -> Iterator[bytes]:
    key: dict[str, Any] = {}
    most = LINES_AT_ONCE
    while True:
        try:
            (lines,) = run(connection, sqlite_lines(table, shape, most, go_on=bool(key)), key).fetchone()
        except dbapi2.DataError:  # together they are longer than a text of SQLite may be
            if most == 1:
                raise
            most = 1
            continue
        if lines is None:
            return
        yield f"{lines}\n".encode()
        key = key_of(shape, lines[lines.rfind("\n") + 1 :])
        most = _as_many_as_fit(lines)


def _as_many_as_fit(lines: str) -> int:
    """How many lines to ask for next, where they are as long as these."""
    wanted = _BYTES_AT_ONCE * (lines.count("\n") + 1) // len(lines)
    return max(1, min(LINES_AT_ONCE, wanted))


def files_of(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """All files of the book with their digests, one at a time."""
    asked = "SELECT digest, data FROM backed_up_files()" if _is_guarded(connection) else _FILES
    for ((digest, data),) in batches(connection, asked, {}, 1):
        yield digest, bytes(data)


def last_key(connection: Connection) -> int:
    """The last key that the book has given out; none of the rows that this snapshot sees has a later one."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT last_key FROM book"
    else:
        asked = "SELECT backed_up_keys()" if _is_guarded(connection) else f"SELECT last_value FROM {KEYS.name}"
    (last,) = run(connection, asked, {}).fetchone()
    return int(last)


def _is_guarded(connection: Connection) -> bool:
    """Whether the server itself says who is given the rows, unless it is asked by who holds them."""
    prefix = prefix_of(connection) if connection.dialect.name != "sqlite" else None
    return prefix is not None and run(connection, "SELECT current_user", {}).fetchone() != (owner(prefix),)
