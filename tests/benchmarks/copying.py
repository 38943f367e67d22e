"""Fills a new book on a server from the same book in a file, table by table: by the sample a million would take hours.

The file's own database puts the rows together as the text that COPY reads; what customers and touch points are found by
is drawn by the program's own means. Triggers stand still meanwhile, constraints and indexes are made again at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Column, Connection, LargeBinary, Table, create_engine

from app import clock
from app.models import BookState, Row
from app.models.journal import KEYS
from app.rules.folding import index_words
from app.store.about import About, hanging_on, subjects
from app.store.file import BookFile, connect_for_reading
from app.store.hot import batches
from app.store.listing import entry
from app.store.location import server_url
from app.store.schema import HEAD, schema_of
from app.store.search import store_entries, store_said
from app.store.sqlite_engine import new_engine

_AT_ONCE, _DRAWN_AT_ONCE = 5_000, 2_000
_SETTINGS = ("session_replication_role = replica", "maintenance_work_mem = '1GB'")
_CONSTRAINTS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), contype = 'f'
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND contype IN ('p', 'u', 'f')
ORDER BY contype = 'f' DESC
"""
"""How each is taken away and made again, and whether it points to another one; those first."""
_INDEXES = "SELECT format('DROP INDEX %I', indexname), indexdef FROM pg_indexes WHERE schemaname = current_schema()"
_LISTED = "SELECT customer_id, rank FROM listing ORDER BY customer_id"
_SAID = "SELECT id, words FROM touch_points WHERE withdrawn_at IS NULL"

Raw = psycopg.Connection[Any]


def copy_book(path: Path, url: str) -> None:
    """Fill the new book at this address as one state of the file has it; whoever asks has to be a superuser."""
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
    for setting in _SETTINGS:
        raw.execute(f"SET LOCAL {setting}")
    with _bare(raw):
        raw.execute("TRUNCATE " + ", ".join(Row.metadata.tables))
        for table in Row.metadata.sorted_tables:
            _copy(source, raw, table)
        _draw_entries(source, target)
        for some in batches(source, _SAID, {}, _AT_ONCE):
            store_said(target, [], [(key, index_words(words)) for key, words in some])
    _go_on_counting(raw)


@contextmanager
def _bare(raw: Raw) -> Iterator[None]:
    """The tables without whatever costs time for each row; all of it is there again at the end."""
    constraints = raw.execute(_CONSTRAINTS).fetchall()
    _carry_out(raw, [drop for drop, _, _ in constraints])
    indexes = raw.execute(_INDEXES).fetchall()
    _carry_out(raw, [drop for drop, _ in indexes])
    yield
    _carry_out(raw, [add for _, add, points in constraints if not points])
    _carry_out(raw, [make for _, make in indexes])
    _carry_out(raw, [add for _, add, points in constraints if points])


def _carry_out(raw: Raw, statements: list[str]) -> None:
    for statement in statements:
        raw.execute(statement.encode())


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


def _go_on_counting(raw: Raw) -> None:
    """Keys go on after the last one that the file gave."""
    last = BookState.last_key.name
    raw.execute(f"SELECT setval('{KEYS.name}', {last}) FROM {BookState.__tablename__}".encode())
    for table in Row.metadata.tables.values():
        for column in table.primary_key:
            if column.autoincrement is True:
                sequence = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
                raw.execute(f"SELECT setval({sequence}, max({column.name})) FROM {table.name}".encode())
