"""Fills a new book on a server from the same book in a file, table by table: by the sample a million would take hours.

The file's own database puts the rows together as the text that COPY reads; what customers and touch points are found by
is drawn by the program's own means. Triggers stand still meanwhile, constraints and indexes are made again at the end.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Column, Connection, LargeBinary, Table, create_engine

from app import clock
from app.models import Row
from app.rules.folding import index_words
from app.store.about import About, hanging_on, subjects
from app.store.bare import bare
from app.store.dumping import last_key
from app.store.file import BookFile, connect_for_reading
from app.store.hot import batches
from app.store.listing import entry
from app.store.loading import go_on_counting
from app.store.location import server_url
from app.store.schema import HEAD, schema_of
from app.store.search import store_entries, store_said
from app.store.sqlite_engine import new_engine
from app.store.triggers import remake_triggers

_AT_ONCE, _DRAWN_AT_ONCE = 5_000, 2_000
_MEMORY = "SET LOCAL maintenance_work_mem = '1GB'"
_LISTED = "SELECT customer_id, rank FROM listing ORDER BY customer_id"
_SAID = "SELECT id, words FROM touch_points WHERE withdrawn_at IS NULL"

Raw = psycopg.Connection[Any]


def copy_book(path: Path, url: str) -> None:
    """Fill the new book at this address as one state of the file has it."""
    file, there = BookFile(path), create_engine(server_url(url))
    here = new_engine(file, lambda: connect_for_reading(file))
    try:
        with here.connect() as source, source.begin(), there.begin() as target:
            if schema_of(source) != HEAD:
                raise RuntimeError(f"{path} was made by an older program. Open it once to bring it up to date.")
            _fill(source, target)
    finally:
        here.dispose()
        there.dispose()


def _fill(source: Connection, target: Connection) -> None:
    raw: Any = target.connection.dbapi_connection
    raw.execute(_MEMORY)
    with bare(target):
        raw.execute("TRUNCATE " + ", ".join(Row.metadata.tables))
        for table in Row.metadata.sorted_tables:
            _copy(source, raw, table)
        _draw_entries(source, target)
        for some in batches(source, _SAID, {}, _AT_ONCE):
            store_said(target, [], [(key, index_words(words)) for key, words in some])
    remake_triggers(target)
    go_on_counting(target, last_key(source))


def _copy(source: Connection, raw: Raw, table: Table) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = " || ',' || ".join(map(_as_csv, table.columns))
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT csv)".encode()) as copy:
        for some in batches(source, f"SELECT {values} FROM {table.name}", {}, _AT_ONCE):
            copy.write("".join([f"{line}\n" for (line,) in some]))


def _as_csv(column: Column[Any]) -> str:
    """SQL for a value as COPY reads it: text in quotes, bytes as digits, all else as it is; nothing for none."""
    name = f'"{column.name}"'
    if isinstance(column.type, LargeBinary):
        name = f"CASE WHEN {name} IS NOT NULL THEN '\\x' || hex({name}) END"
    elif column.type.python_type is str:
        name = f"""'"' || replace({name}, '"', '""') || '"'"""
    return f"coalesce({name}, '')"


def _draw_entries(source: Connection, target: Connection) -> None:
    """What customers are found by, under the ranks that they have in the file."""
    today, nothing = clock.today(), About()
    for some in batches(source, _LISTED, {}, _DRAWN_AT_ONCE):
        ranks = dict(some)
        about = hanging_on(source, list(ranks))
        drawn = subjects(source, list(ranks), today)
        store_entries(target, [], [entry(ranks[one.id], one, about.get(one.id, nothing)) for one in drawn])
