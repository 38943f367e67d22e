"""Handing 2,000 customers to somebody else, journal included: beside the two bare statements; and the undo of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url
from sqlcipher3 import dbapi2

from app.book import Book
from app.features.assignments import Assign
from app.features.customers.lists import ListFilter, customer_ids
from app.features.team import users
from app.features.undo import UndoOperation
from tests.benchmarks import Figure, milliseconds, p50
from tests.benchmarks.books import KEY, Books
from tests.benchmarks.window.child import book_and_key, told

_CUSTOMERS, _ROUNDS = 2000, 5
_TIMES, _MOST, _GAP = 3.0, 300.0, 50.0
_ENDED = "UPDATE bare SET until_day = '2026-01-01' WHERE customer_id IN ({ids}) AND until_day IS NULL"
_GIVEN = (
    "INSERT INTO bare (id, version, customer_id, user_id, role_id, from_day, until_day)"
    " SELECT -id, version, customer_id, user_id, role_id, '2026-01-02', NULL FROM bare"
    " WHERE customer_id IN ({ids}) AND until_day = '2026-01-01'"
)
_INDEX = "CREATE INDEX bare_customer ON bare (customer_id, role_id, from_day)"


def figures(books: Books) -> Iterator[Figure]:
    """For each kind of book."""
    for kind in books.kinds:
        yield from _measured(books, kind)
    for kind in books.files:
        gap = told("hand", *book_and_key(books, kind))["gap"]
        what = f"the window while that is done and undone, {kind}"
        yield Figure(what, "never blocked above 50 ms", f"{gap:.0f} ms", gap <= _GAP)


def _measured(books: Books, kind: str) -> Iterator[Figure]:
    book = books.open(kind)
    try:
        customers = book.ask(customer_ids, ListFilter(having=("owner",)), (("name", False),))[:_CUSTOMERS]
        given, undone, bare = _rounds(books, kind, book, tuple(customers))
    finally:
        book.close()
    told = f"{given / bare:.1f} x: {given:.0f} ms beside {bare:.0f} ms"
    what = f"handing {len(customers):,} customers to others, {kind}"
    yield Figure(what, "3 x bare SQL and below 300 ms", told, given <= _TIMES * bare and given < _MOST)
    yield Figure(f"undo of that, {kind}", "no slower than the act", f"{undone:.0f} ms", undone <= given)


def _rounds(books: Books, kind: str, book: Book, customers: tuple[int, ...]) -> tuple[float, float, float]:
    """The middle times of giving, of taking back, and of the bare statements; in turns."""
    to = next(user.login for user in book.ask(users) if user.departed_on is None and user.login != book.user.login)
    given, undone, bare = [], [], []
    for _ in range(_ROUNDS):
        done: list[Any] = []
        given.append(milliseconds(lambda: done.append(book.do(Assign(customers, to)))))  # noqa: B023
        undone.append(milliseconds(partial(book.do, UndoOperation(done[0].operation))))
        with _bare_table(books, kind, customers) as raw:
            bare.append(milliseconds(partial(_hand_over, raw, customers)))
    return p50(given), p50(undone), p50(bare)


def _hand_over(raw: Any, customers: Sequence[int]) -> None:
    ids = ",".join(map(str, customers))
    if isinstance(raw, dbapi2.Connection):
        raw.execute("BEGIN IMMEDIATE")
    for statement in (_ENDED, _GIVEN):
        raw.execute(statement.format(ids=ids))
    raw.commit()


@contextmanager
def _bare_table(books: Books, kind: str, customers: Sequence[int]) -> Iterator[Any]:
    """The book's assignments with their main index, in a table without triggers, equally safe from a power cut."""
    if kind == "server":
        url = make_url(books.server).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url) as raw:
            raw.execute("CREATE TABLE bare AS SELECT * FROM assignments")
            raw.execute(_INDEX)
            raw.commit()
            yield raw
            raw.execute("DROP TABLE bare")
        return
    path = books.folder / "bare.db"
    file = dbapi2.connect(str(path), isolation_level=None)
    try:
        _fill(file, Path(books.place(kind)), f"x'{KEY.hex()}'" if kind == "encrypted" else "")
        yield file
    finally:
        file.close()
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _fill(raw: Any, book: Path, key: str) -> None:
    if key:
        raw.execute(f'PRAGMA key = "{key}"')
    for pragma in ("journal_mode = wal", "synchronous = FULL", "cache_size = -65536"):
        raw.execute(f"PRAGMA {pragma}").fetchall()
    raw.execute("ATTACH ? AS book KEY ?", (str(book), key))
    raw.execute("CREATE TABLE bare AS SELECT * FROM book.assignments")
    raw.execute(_INDEX)
    raw.execute("DETACH book")
