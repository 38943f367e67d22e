"""SQLite's connections as SQLAlchemy keeps them: pooled, taught our functions, and how a transaction begins."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlcipher3 import dbapi2

from app.errors import Stopped
from app.rules.chain import digest_of
from app.store.file import PATIENCE_SECONDS, BookFile, patience, small_cache
from app.store.hot import heed_sight
from app.ticket import Ticket

_STEP_SECONDS = 0.25
_BUSY = 5


def _lower(value: object) -> object:
    """In small letters, of any alphabet; what is no text, in a damaged book, as it is."""
    return value.lower() if isinstance(value, str) else value


class _CurrentOperation:
    """What the triggers write down as their operation on one connection."""

    def __init__(self) -> None:
        self.id: int | None = None

    def __call__(self) -> int:
        if self.id is None:
            raise ValueError("a change outside of an operation")
        return self.id


def new_engine(file: BookFile, connect: Callable[[], Any]) -> Engine:
    """An engine for a book's file whose connections are opened so."""
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_use_lifo=True,
    )

    heed_sight(engine)

    @event.listens_for(engine, "checkin")
    def _rest(raw: Any, record: Any) -> None:
        if raw is not None and record.info.pop("many", False):
            raw.execute(f"PRAGMA {small_cache(file)}")

    @event.listens_for(engine, "connect")
    def _register(raw: Any, record: Any) -> None:
        record.info["operation"] = current = _CurrentOperation()
        raw.create_function("housebook_operation", 0, current)
        raw.create_function("housebook_digest", 1, digest_of, deterministic=True)
        raw.create_function("housebook_lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        ticket = connection.get_execution_options().get("writes_for")
        if ticket is None:
            raw_of(connection).execute("BEGIN")
        else:
            _begin_writing(connection, ticket)

    return engine


def _begin_writing(connection: Connection, ticket: Ticket) -> None:
    """Wait for other desks to have written: in short steps, since SQLite's own waiting cannot be interrupted."""
    end = time.monotonic() + PATIENCE_SECONDS
    raw = raw_of(connection)
    raw.execute(patience(_STEP_SECONDS))
    try:
        while not _begun(connection, last_try=time.monotonic() >= end):
            if ticket.stopped:
                raise Stopped("Stopped while somebody else was writing. Nothing was saved.")
    finally:
        raw.execute(patience(PATIENCE_SECONDS))


def _begun(connection: Connection, *, last_try: bool) -> bool:
    try:
        raw_of(connection).execute("BEGIN IMMEDIATE")
    except dbapi2.OperationalError as fault:
        if last_try or getattr(fault, "sqlite_errorcode", 0) & 0xFF != _BUSY:
            raise
        return False
    return True


def raw_of(connection: Connection) -> Any:
    """What the database's own library calls a connection."""
    return connection.connection.dbapi_connection
