"""Rows of hot queries, as the driver gives them: plain tuples, of which a page of hundreds costs what it must."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, TextClause, text
from sqlalchemy.orm import Session


@cache
def hot(sql: str) -> TextClause:
    """A statement that is asked again and again, built once; with few shapes, whatever is asked."""
    return text(sql)


def keys_in(engine: str, column: str, name: str = "ids") -> str:
    """SQL for whether a column has one of the keys that are handed over under a name."""
    return f"{column} IN (SELECT value FROM json_each(:{name}))" if engine == "sqlite" else f"{column} = ANY(:{name})"


def handed(engine: str, keys: Sequence[int]) -> str | list[int]:
    """Many keys as the one value that the driver takes."""
    return json.dumps(list(keys)) if engine == "sqlite" else list(keys)


def engine_of(session: Session) -> str:
    """The kind of database: sqlite or postgresql."""
    return session.get_bind().dialect.name


def rows_of(session: Session, statement: TextClause, asked: Mapping[str, object]) -> Sequence[Any]:
    """All rows: no value is converted, so instants are numbers, and truth on SQLite is 0 or 1."""
    result: CursorResult[Any] = session.connection().execute(statement, asked)
    rows: Sequence[Any] = result.cursor.fetchall()
    result.close()
    return rows
