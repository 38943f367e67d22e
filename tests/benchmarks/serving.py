"""The server of the benchmarks, which loses nothing, and the databases on it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.postgres_server import start_server, url_of

_DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_wal_size=4GB")
_ROOMY = ("shared_buffers=1GB", "max_connections=50", "listen_addresses=", "timezone=UTC")


@contextmanager
def server(home: Path) -> Iterator[str]:
    """Its address; up while this lasts, also where the benchmarks are told to end."""
    home.mkdir(exist_ok=True)
    before = signal.signal(signal.SIGTERM, _leave)
    with (home / "log").open("a") as log:
        running = start_server(home.absolute(), (*_DURABLE, *_ROOMY), log.fileno())
    try:
        yield url_of(home.absolute())
    finally:
        running.send_signal(signal.SIGINT)  # whoever is connected is cut off, all that was written is kept
        running.wait()
        signal.signal(signal.SIGTERM, before)


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(1)


def at(url: str, database: str) -> str:
    """The address of another database on the same server."""
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def has_database(url: str, name: str) -> bool:
    """Whether there is one of this name."""
    with _asking(url) as raw:
        return raw.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None


def empty_database(url: str, name: str) -> str:
    """The address of a new one; what had its name before is gone."""
    drop_database(url, name)
    with _asking(url) as raw:
        raw.execute(_named("CREATE DATABASE {} TEMPLATE template0", name))
    return at(url, name)


def drop_database(url: str, name: str) -> None:
    """Remove one, if it is there."""
    with _asking(url) as raw:
        raw.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def finish_database(url: str, unfinished: str, name: str) -> int:
    """Do what the server does in the background within minutes, and give it its name. How large it is."""
    with _asking(at(url, unfinished)) as raw:
        raw.execute("VACUUM (ANALYZE)")
    with _asking(url) as raw:
        raw.execute(_named("ALTER DATABASE {} RENAME TO {}", unfinished, name))
        row = raw.execute("SELECT pg_database_size(%s)", (name,)).fetchone()
    return row[0] if row else 0


def _asking(url: str) -> psycopg.Connection[tuple[int]]:
    return psycopg.connect(url, autocommit=True)


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
