"""The bare driver: what a query asked of the database, told again to it without Book, Session and dataclasses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import make_url
from sqlcipher3 import dbapi2

from app.book import Book
from app.store.file import BookFile, small_cache
from tests.benchmarks.books import KEY, Books
from tests.statements import Statement, noted


def statements(book: Book, *asked: Any) -> list[Statement]:
    """What this question is to the database, but for what goes with every question."""
    with noted() as frame:
        book.ask(_nothing)
    with noted() as seen:
        book.ask(*asked)
    return seen[len(frame) :]


def _nothing(_session: Any) -> None:
    """A question of which only its frame goes to the database."""


class Bare:
    """A connection of the driver, with the manners of the book's own."""

    def __init__(self, books: Books, kind: str) -> None:
        self._begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY" if kind == "server" else "BEGIN"
        self._raw: Any = _server(books.server) if kind == "server" else _file(books, kind)
        self._cursor = self._raw.cursor()

    def run(self, asked: list[Statement]) -> None:
        """All of it in one transaction, with the rows fetched."""
        cursor = self._cursor
        cursor.execute(self._begin)
        for statement, parameters in asked:
            cursor.execute(statement, parameters)
            cursor.fetchall()
        cursor.execute("ROLLBACK")

    def running(self, asked: list[Statement]) -> Callable[[], None]:
        """The same, to be called later."""
        return lambda: self.run(asked)

    def close(self) -> None:
        """Give the connection back."""
        self._raw.close()


def _server(url: str) -> Any:
    plain = make_url(url).render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, prepare_threshold=None)


def _file(books: Books, kind: str) -> Any:
    path = books.encrypted if kind == "encrypted" else books.plain
    raw = dbapi2.connect(str(path), isolation_level=None, cached_statements=256)
    if kind == "encrypted":
        raw.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    raw.execute(f"PRAGMA {small_cache(BookFile(path, KEY if kind == 'encrypted' else None))}")
    return raw
