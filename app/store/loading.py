"""The rows of a backup into the bare tables of a new book, many at a time, and what is drawn of them made anew."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, exc, inspect
from sqlcipher3 import dbapi2

from app.archive.form import FILES_TABLE, Shape, Unfit, whole_lines
from app.models import BookState, Change, TouchPoint
from app.models.journal import KEYS
from app.rules.folding import index_words
from app.store.ahead import drawn_ahead
from app.store.bare import bare, bare_lists
from app.store.file import LARGE_CACHE
from app.store.hot import from_day, run
from app.store.lines import BYTES, sqlite_rows
from app.store.listing import relist
from app.store.rows import Values, store_rows
from app.store.search import store_said
from app.store.uids import uids_looked_at_late
from app.ticket import Ticket

_AT_ONCE: Final = 5_000
_BYTES_AT_ONCE: Final = 1 << 20
"""Small beside the memory that reading them takes."""
_END, _NO_JSON, _ANOTHER_SHAPE = "\n", 1, "lines of another shape"
"""How a line ends, the number of the complaint that text is no JSON, and our own."""
_BOOK: Final = BookState.__tablename__
_COUNTED: Final = ("rank", "last_key")
"""What a book's own row has besides; it is known when all else is there."""
_NEWEST_LAST: Final = (
    "SELECT customers.id FROM customers LEFT JOIN (SELECT customer_id, max(operation_id) AS newest FROM changes"
    " WHERE customer_id IS NOT NULL GROUP BY customer_id) touched ON touched.customer_id = customers.id"
    " ORDER BY coalesce(touched.newest, 0), customers.id"
)
"""Customers in the order in which they were saved last, as a search shows them."""
_SAID: Final = (
    f"SELECT id, words FROM touch_points WHERE withdrawn_at IS NULL AND id > :last ORDER BY id LIMIT {_AT_ONCE}"
)
_STANDS: Final = "UPDATE book SET last_key = :last, rank = :rank, listed_on = :today"
_NEVER_BACK: Final = "SELECT setval({sequence}, {last}) WHERE {last} > coalesce(pg_sequence_last_value({sequence}), 0)"
"""Work that is taken back does not take back a sequence, and others go on counting meanwhile: what stands high enough
is not touched."""
_GO_ON: Final = _NEVER_BACK.format(sequence=f"'{KEYS.name}'::regclass", last=":last")
_CHANGES_GO_ON: Final = _NEVER_BACK.format(
    sequence=f"pg_get_serial_sequence('{Change.__tablename__}', 'id')::regclass",
    last=f"(SELECT max(id) FROM {Change.__tablename__})",
)


_NO_SUCH_ROWS: Final = (
    ValueError, TypeError, KeyError, OverflowError, psycopg.DataError, psycopg.IntegrityError,
    exc.DataError, exc.IntegrityError, dbapi2.DataError, dbapi2.IntegrityError,
    dbapi2.InterfaceError, dbapi2.ProgrammingError,
)  # fmt: skip
"""What comes of rows that no book of ours has: who can seal and sign an archive may have put anything into it."""


@contextmanager
def loading(
    connection: Connection, shapes: Mapping[str, Shape], *, searched: bool, indexed: bool = True
) -> Iterator[Load]:
    """Within it the rows are put into empty tables of these shapes, also into the search of what was said, if it shall
    be `searched`; at its end keys and indexes are there, though neither triggers nor lists. A scratch file that is only
    read from one end to the other need not be `indexed`."""
    _refuse_unfit(connection, shapes)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA {LARGE_CACHE}")
    try:
        late = nullcontext() if indexed else uids_looked_at_late(connection)
        with _unswept(), bare(connection, for_good=not indexed), late:
            yield Load(connection, shapes, searched=searched)
    except _NO_SUCH_ROWS as fault:
        raise Unfit("rows that such tables cannot have") from fault


@contextmanager
def _unswept() -> Iterator[None]:
    """Rows by the thousand are no garbage: to look for it among them took a fifth of the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def _refuse_unfit(connection: Connection, shapes: Mapping[str, Shape]) -> None:
    """Raises Unfit unless these tables are there, with these columns."""
    found = inspect(connection)
    there = set(found.get_table_names())
    for table, shape in shapes.items():
        columns = {one["name"] for one in found.get_columns(table)} if table in there else set()
        if not shape.key or not {*shape.key} <= {*shape.columns} <= columns:
            raise Unfit(f"no such table: {table}")


def draw_all(connection: Connection, last_key: int, today: date, ticket: Ticket) -> None:
    """The list, and what customers are found by; and where keys go on."""
    with _unswept(), bare_lists(connection):
        customers = [key for (key,) in run(connection, _NEWEST_LAST, {}).fetchall()]
        relist(connection, customers, 1, today, ticket)
    day = from_day(connection.dialect.name, today)
    run(connection, _STANDS, {"last": last_key, "rank": len(customers), "today": day})
    go_on_counting(connection, last_key)


def draw_said(connection: Connection, ticket: Ticket) -> None:
    """What touch points are found by, where their rows came without it."""
    some: Sequence[tuple[int, str]] = [(0, "")]
    while some := run(connection, _SAID, {"last": some[-1][0]}).fetchall():
        ticket.report("Drawing the search", 0)
        store_said(connection, [], [(key, index_words(words)) for key, words in some])


def go_on_counting(connection: Connection, last_key: int) -> None:
    """Keys go on after the last one that the book gave, or this place did; a server counts them apart."""
    if connection.dialect.name == "postgresql":
        run(connection, _GO_ON, {"last": last_key})
        run(connection, _CHANGES_GO_ON, {})


class Load:
    """Takes the lines of one table after the other, each table after those it points to."""

    def __init__(self, connection: Connection, shapes: Mapping[str, Shape], *, searched: bool) -> None:
        self._connection, self._shapes, self._searched = connection, shapes, searched
        self._kinds: dict[str, str] = {}
        """Of the files whose bytes are to come."""

    def take(self, table: str, lines: bytes) -> None:
        """Some lines of a table. Raises Unfit."""
        shape = self._shapes[table]
        if table == FILES_TABLE:
            for rows in _rows(shape, lines):
                self._kinds.update(rows)
            return
        if table == TouchPoint.__tablename__ and self._searched:
            self._take_said(shape, lines)
        else:
            self._store(table, shape, lines)

    def _store(self, table: str, shape: Shape, lines: bytes) -> None:
        store = _store_lines if self._connection.dialect.name == "sqlite" else _store_rows
        store(self._connection, table, shape, lines)

    def _take_said(self, shape: Shape, lines: bytes) -> None:
        """Touch points, and what they are found by."""
        for some, said in drawn_ahead(partial(_said, shape), whole_lines(lines, _BYTES_AT_ONCE)):
            self._store(TouchPoint.__tablename__, shape, some)
            store_said(self._connection, [], said)

    def take_file(self, digest: str, data: bytes) -> None:
        """The bytes of a file whose line came. Raises Unfit."""
        kind = self._kinds.pop(digest, None)
        if kind is None:
            raise Unfit(f"a file that the book does not have: {digest}")
        store_rows(self._connection, FILES_TABLE, ("digest", "media_type", "data"), [(digest, kind, data)])

    def end_files(self) -> None:
        """Raises Unfit where bytes of a file are missing."""
        if self._kinds:
            raise Unfit("a file is missing")


def _said(shape: Shape, lines: bytes) -> tuple[bytes, list[tuple[int, list[str]]]]:
    """Lines of touch points, and what they are found by; in the order of their keys, as the search takes them best."""
    key, words, withdrawn = (list(shape.columns).index(name) for name in ("id", "words", "withdrawn_at"))
    rows = chain.from_iterable(_rows(shape, lines))
    said = sorted((row[key], row[words]) for row in rows if row[withdrawn] is None)
    return lines, [(one, index_words(text)) for one, text in said]


def _store_lines(connection: Connection, table: str, shape: Shape, lines: bytes) -> None:
    """As SQLite takes them: it reads the JSON itself."""
    statement = sqlite_rows(table, shape, _COUNTED if table == _BOOK else ())
    for some in whole_lines(lines, _BYTES_AT_ONCE):
        told = some.decode().removesuffix(_END).replace(_END, ",")
        try:
            stored = run(connection, statement, {"lines": f"[{told}]"}).rowcount
        except dbapi2.OperationalError as fault:
            if fault.sqlite_errorcode != _NO_JSON:
                raise
            raise Unfit("lines that are no JSON") from fault
        if stored != some.count(b"\n"):
            raise Unfit(_ANOTHER_SHAPE)


def _store_rows(connection: Connection, table: str, shape: Shape, lines: bytes) -> None:
    """As a server takes them."""
    names, zeros = (*shape.columns, *_COUNTED), (0,) * len(_COUNTED)
    for rows in _rows(shape, lines):
        if table == _BOOK:
            store_rows(connection, table, names, [(*row, *zeros) for row in rows])
        else:
            store_rows(connection, table, tuple(shape.columns), rows)


def _rows(shape: Shape, lines: bytes) -> Iterator[list[Values]]:
    """The values as the drivers take them, some rows at a time."""
    bytes_at = [place for place, kind in enumerate(shape.columns.values()) if kind == BYTES]
    for some in whole_lines(lines, _BYTES_AT_ONCE):
        rows: list[Any] = json.loads(f"[{some.decode().removesuffix(_END).replace(_END, ',')}]")
        if set(map(type, rows)) != {list} or set(map(len, rows)) != {len(shape.columns)}:
            raise Unfit(_ANOTHER_SHAPE)
        for row in rows if bytes_at else ():
            for place in bytes_at:
                row[place] = None if row[place] is None else bytes.fromhex(row[place])
        yield list(map(tuple, rows))
