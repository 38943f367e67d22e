"""Statements that run again and again, by the driver itself: a page of hundreds costs what it must."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, cast

from psycopg import capabilities
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from app.rules.instants import from_number
from app.store.sight import seen

SIGHT = "sight"
"""Under which option a connection knows what its user does not see."""
_NAMED = re.compile(r"""('(?:[^']|'')*' | "[^"]*" | ::) | :([^\W\d]\w*)""", re.VERBOSE)
"""What is left as it is (text, a quoted name, the sign of a cast), or the name of what is handed over."""


def engine_of(session: Session) -> str:
    """The kind of database: sqlite or postgresql."""
    return session.get_bind().dialect.name


def connection_of(session: Session) -> Connection:
    """What a session asks the database through: one for reading was handed it, and has nothing to begin anew."""
    bound = session.get_bind()
    return bound if isinstance(bound, Connection) else session.connection()


def run(connection: Connection, sql: str, asked: Mapping[str, object]) -> Any:
    """Carry out a statement past SQLAlchemy's work for each, and answer the driver's cursor.

    No value is converted: instants are numbers, and on SQLite days are text and truth is 0 or 1.
    """
    cursor: Any = connection.connection.cursor()
    sql = _in_sight(connection, sql)
    cursor.execute(sql if connection.dialect.name == "sqlite" else _for_psycopg(sql), asked)
    return cursor


def heed_sight(engine: Engine) -> None:
    """Narrow what SQLAlchemy carries out, too, as far as the connection says."""
    event.listen(engine, "before_cursor_execute", _narrowed, retval=True)


def _narrowed(connection: Connection, _cursor: Any, sql: str, asked: Any, *_: Any) -> tuple[str, Any]:
    return _in_sight(connection, sql), asked


def _in_sight(connection: Connection, sql: str) -> str:
    """The statement, narrowed where who asks does not see the whole book."""
    sight = connection.get_execution_options().get(SIGHT)
    return sql if sight is None else seen(sight, connection.dialect.name, sql)


def rows_of(session: Session, sql: str, asked: Mapping[str, object]) -> Sequence[Any]:
    """All rows of a statement that is asked in this way."""
    return cast(Sequence[Any], run(connection_of(session), sql, asked).fetchall())


def batches(connection: Connection, sql: str, asked: Mapping[str, object], size: int) -> Iterator[Sequence[Any]]:
    """The rows of such a statement so many at a time; however many there are, no more of them are held here."""
    cursor: Any = connection.connection.cursor()
    sql = _in_sight(connection, sql)
    if connection.dialect.name == "sqlite":
        cursor.execute(sql, asked)
        while some := cursor.fetchmany(size):
            yield some
    else:
        rows = cursor.stream(_for_psycopg(sql), asked, size=size if capabilities.has_stream_chunked() else 1)
        while some := list(islice(rows, size)):
            yield some


def from_day(engine: str, day: date) -> date | str:
    """A day as the driver takes it: SQLite keeps days as text."""
    return day.isoformat() if engine == "sqlite" else day


def to_day(stored: Any) -> Any:
    """The day that such a row has, or none."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def to_instant(stored: int | None) -> datetime | None:
    """The instant that such a row has, or none."""
    return None if stored is None else from_number(stored)


@lru_cache(maxsize=1024)
def _for_psycopg(sql: str) -> str:
    """The statement with the names of what is handed over as psycopg writes them, and nothing else of it changed."""
    return _NAMED.sub(lambda found: found[1] or f"%({found[2]})s", sql.replace("%", "%%"))
