"""Makes the books that are measured, where they are missing, and says how long that took and how large they are."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import psycopg
from psycopg import sql
from sqlalchemy import make_url
from sqlcipher3 import dbapi2

from app.book import create_book
from app.features.sampling import fill_with_sample
from tests.benchmarks.books import KEY, LOGIN, Books
from tests.postgres_server import start_server, url_of

FIRM = "Nordlicht Handel"
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_wal_size=4GB")
ROOMY = ("shared_buffers=1GB", "max_connections=50", "listen_addresses=", "timezone=UTC")


@contextmanager
def made(folder: Path, customers: int, *, server: bool) -> Iterator[Books]:
    """The books in this folder, made now if they are not there; the server runs as long as they are used."""
    folder.mkdir(parents=True, exist_ok=True)
    books = Books(folder, customers, None)
    for path, make in ((books.plain, _make_plain), (books.encrypted, _make_encrypted)):
        if not path.exists():
            _make_file(books, path, make)
    if not server:
        yield books
        return
    with _server(folder / "postgres") as url:
        yield replace(books, server=_made_on(url, customers))


def _make_file(books: Books, path: Path, make: Callable[[Books, Path], None]) -> None:
    """Under another name first, so that a book that was not finished is never measured."""
    began, unfinished = perf_counter(), path.with_suffix(".making")
    for ending in ("", "-wal", "-shm"):
        Path(f"{unfinished}{ending}").unlink(missing_ok=True)
    make(books, unfinished)
    unfinished.rename(path)
    _say(path.name, books.customers, perf_counter() - began, path.stat().st_size)


def _say(what: str, customers: int, seconds: float, size: int) -> None:
    print(f"Made {what}: {customers:,} customers in {seconds:,.0f} s, {size / 1e6:,.0f} MB", flush=True)


def _make_plain(books: Books, path: Path) -> None:
    _fill(str(path), books.customers)


def _fill(location: str, customers: int) -> None:
    book = create_book(location, FIRM, LOGIN)
    try:
        made = fill_with_sample(book.do, customers)
    finally:
        book.close()
    print(f"{made.touch_points:,} touch points with {made.customers:,} customers", flush=True)


def _make_encrypted(books: Books, path: Path) -> None:
    """The plain book in a new file under `KEY`: SQLCipher carries over all but the two numbers in the header."""
    raw = dbapi2.connect(str(books.plain), isolation_level=None)
    try:
        raw.execute(f"ATTACH ? AS encrypted KEY \"x'{KEY.hex()}'\"", (str(path),))
        raw.execute("SELECT sqlcipher_export('encrypted')").fetchall()
        for number in ("user_version", "application_id"):
            value = raw.execute(f"PRAGMA main.{number}").fetchone()[0]
            raw.execute(f"PRAGMA encrypted.{number} = {value}")
        raw.execute("PRAGMA encrypted.journal_mode = wal").fetchall()
    finally:
        raw.close()


@contextmanager
def _server(home: Path) -> Iterator[str]:
    """A server of our own that loses nothing, up while this lasts, also where the benchmarks are told to end."""
    home.mkdir(exist_ok=True)
    before = signal.signal(signal.SIGTERM, _leave)
    with (home / "log").open("a") as log:
        server = start_server(home.absolute(), (*DURABLE, *ROOMY), log.fileno())
    try:
        yield url_of(home.absolute())
    finally:
        server.send_signal(signal.SIGINT)  # whoever is connected is cut off, all that was written is kept
        server.wait()
        signal.signal(signal.SIGTERM, before)


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(1)


def _made_on(url: str, customers: int) -> str:
    """The book's own database on the server, filled now if it is not there; renamed last, as the files are."""
    name, unfinished = f"customers_{customers}", f"making_{customers}"
    with psycopg.connect(url, autocommit=True) as raw:
        if not raw.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            raw.execute(_named("DROP DATABASE IF EXISTS {}", unfinished))
            raw.execute(_named("CREATE DATABASE {} TEMPLATE template0", unfinished))
            began = perf_counter()
            _fill(_at(url, unfinished), customers)
            _settle(_at(url, unfinished))
            raw.execute(_named("ALTER DATABASE {} RENAME TO {}", unfinished, name))
            row = raw.execute("SELECT pg_database_size(%s)", (name,)).fetchone()
            _say(name, customers, perf_counter() - began, row[0] if row else 0)
    return _at(url, name)


def _settle(url: str) -> None:
    """What the server's own housekeeping does in the background within minutes."""
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("VACUUM (ANALYZE)")


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _at(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)
