"""The bare means of saving a touch point: one INSERT and a commit, through the driver, as safe from a power cut.

Into a table of its own with the same columns and indexes and some rows in it, on the same disk, without triggers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg
from sqlalchemy import make_url
from sqlcipher3 import dbapi2

from tests.benchmarks.books import KEY, Books

_ROWS = 100_000
_INDEXES = "SELECT sql FROM book.sqlite_master WHERE tbl_name = 'touch_points' AND type = 'index' AND sql IS NOT NULL"
_TABLE = "SELECT sql FROM book.sqlite_master WHERE name = 'touch_points'"
_FREE = 1 << 60
"""No key of the book is so high."""


@contextmanager
def bare_insert(books: Books, kind: str) -> Iterator[Callable[[], None]]:
    """What inserts one row and commits, each time it is called."""
    with _server_table(books) if kind == "server" else _file(books, kind) as insert:
        yield insert


@contextmanager
def _file(books: Books, kind: str) -> Iterator[Callable[[], None]]:
    path = books.folder / f"bare.{kind}.db"
    _remove(path)
    raw = dbapi2.connect(str(path), isolation_level=None)
    try:
        _fill(raw, books.place(kind), encrypted=kind == "encrypted")
        yield _inserting(raw)
    finally:
        raw.close()
        _remove(path)


def _fill(raw: Any, book: str, *, encrypted: bool) -> None:
    key = f"x'{KEY.hex()}'" if encrypted else ""
    if encrypted:
        raw.execute(f'PRAGMA key = "{key}"')
    for pragma in ("journal_mode = wal", "synchronous = FULL", "cache_size = -65536"):
        raw.execute(f"PRAGMA {pragma}").fetchall()
    raw.execute("ATTACH ? AS book KEY ?", (book, key))
    for (statement,) in [*raw.execute(_TABLE).fetchall(), *raw.execute(_INDEXES).fetchall()]:
        raw.execute(statement)
    raw.execute("INSERT INTO main.touch_points SELECT * FROM book.touch_points LIMIT ?", (_ROWS,))
    raw.execute("DETACH book")


def _inserting(raw: Any) -> Callable[[], None]:
    found = raw.execute("SELECT * FROM touch_points LIMIT 1")
    names, row, keys = [one[0] for one in found.description], list(found.fetchone()), count(_FREE)
    statement = f"INSERT INTO touch_points VALUES ({','.join('?' * len(names))})"

    def insert() -> None:
        key = next(keys)
        row[names.index("id")], row[names.index("uid")] = key, f"bare-{key}"
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(statement, row)
        raw.execute("COMMIT")

    return insert


@contextmanager
def _server_table(books: Books) -> Iterator[Callable[[], None]]:
    plain = make_url(books.server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as raw:
        raw.execute("CREATE TABLE bare (LIKE touch_points INCLUDING ALL)")
        raw.execute("INSERT INTO bare SELECT * FROM touch_points LIMIT %s", (_ROWS,))
        raw.commit()
        try:
            yield _inserting_there(raw)
        finally:
            raw.rollback()
            raw.execute("DROP TABLE bare")
            raw.commit()


def _inserting_there(raw: psycopg.Connection[Any]) -> Callable[[], None]:
    found = raw.execute("SELECT * FROM bare LIMIT 1")
    names, row, keys = [one.name for one in found.description or ()], list(found.fetchone() or ()), count(_FREE)
    statement = "INSERT INTO bare VALUES (" + ",".join(["%s"] * len(names)) + ")"

    def insert() -> None:
        key = next(keys)
        row[names.index("id")], row[names.index("uid")] = key, f"bare-{key}"
        raw.execute(statement.encode(), row)
        raw.commit()

    return insert


def _remove(path: Any) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
