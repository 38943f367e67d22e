"""What goes to a database: listened to at the driver, so that nothing passes by unheard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, Pool, event

from app.store import rows

Statement = tuple[str, Any]
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "--")
"""The ends of transactions, and what triggers do."""


@contextmanager
def noted() -> Iterator[list[Statement]]:
    """What goes to any database meanwhile, word for word, with what is handed over beside it; but for its frame."""
    seen: list[Statement] = []
    heard: dict[int, Any] = {}

    def note(sql: str, parameters: Any = ()) -> None:
        if not sql.startswith(_FRAME):
            seen.append((sql, parameters))

    class Noting(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
            note(query.decode() if isinstance(query, bytes) else str(query), params)
            return super().execute(query, params, **kwargs)

        def stream(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
            note(str(query), params)
            return super().stream(query, params, **kwargs)

    def hear(raw: Any, *_: Any) -> None:
        heard[id(raw)] = raw
        if isinstance(raw, psycopg.Connection):
            raw.cursor_factory = Noting
        else:
            raw.set_trace_callback(note)

    event.listen(Pool, "checkout", hear)
    try:
        yield seen
    finally:
        event.remove(Pool, "checkout", hear)
        for raw in heard.values():
            _deaf(raw)


def _deaf(raw: Any) -> None:
    if isinstance(raw, psycopg.Connection):
        raw.cursor_factory = psycopg.Cursor
    else:
        raw.set_trace_callback(None)


@contextmanager
def calls() -> Iterator[list[str]]:
    """The calls with built statements and with many rows meanwhile; a statement for a thousand rows is one."""
    sent: list[str] = []
    put = rows._each

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    def put_noted(connection: Any, statement: str, values: Any) -> None:
        sent.append(statement)
        put(connection, statement, values)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rows, "_each", put_noted)
            yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
