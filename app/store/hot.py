"""Rows of hot queries, as the driver gives them: plain tuples, of which a page of hundreds costs what it must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, TextClause, text
from sqlalchemy.orm import Session


@cache
def hot(sql: str) -> TextClause:
    """A statement that is asked again and again, built once; with few shapes, whatever is asked."""
    return text(sql)


def rows_of(session: Session, statement: TextClause, asked: Mapping[str, object]) -> Sequence[Any]:
    """All rows: no value is converted, so instants are numbers, and truth on SQLite is 0 or 1."""
    result: CursorResult[Any] = session.connection().execute(statement, asked)
    rows: Sequence[Any] = result.cursor.fetchall()
    result.close()
    return rows
