"""Books as earlier programs left them, kept in `books/` by the migration they stand at."""

from __future__ import annotations

import lzma
from collections.abc import Container
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Boolean, Column, Connection, Date, MetaData, NullPool, Table, create_engine, insert, text
from sqlcipher3 import dbapi2

from app.models import JOURNALLED
from app.store import schema
from app.store.location import server_url
from app.store.search import remake_search
from app.store.triggers import _postgres_triggers

BOOKS = Path(__file__).parent / "books"
FIRM, LOGIN, CUSTOMERS = "Nordlicht Handel", "ann", 46
"""Whose books they are, and how many customers are in them, with what belongs to them; an import and an undoing."""

KEY = bytes(range(32))


def old_book(folder: Path, version: str = "0001", key: bytes | None = None) -> Path:
    """A closed book of an earlier program; encrypted if there is a key."""
    folder.mkdir(exist_ok=True)
    plain = folder / "firm.book"
    plain.write_bytes(lzma.decompress((BOOKS / f"{version}.book.xz").read_bytes()))
    if key is None:
        return plain
    plain.rename(original := folder / "plain")
    with closing(dbapi2.connect(str(original), isolation_level=None)) as raw:
        raw.execute(f"ATTACH '{plain}' AS encrypted KEY \"x'{key.hex()}'\"")
        raw.execute("SELECT sqlcipher_export('encrypted')")
    original.unlink()
    return plain


def content(path: Path, key: bytes | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a closed book."""
    with closing(dbapi2.connect(str(path), isolation_level=None)) as raw:
        if key is not None:
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
        names = [name for (name,) in raw.execute(tables)]
        return {name: sorted(raw.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def fill_old_database(url: str, book: Path, version: str = "0001") -> None:
    """The rows of an old book in an empty database on a server, as the program of that time would have it."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with create_engine(server_url(url), poolclass=NullPool).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        tables = MetaData()
        tables.reflect(connection)
        with closing(dbapi2.connect(str(book))) as raw:
            for table in tables.tables.values():
                if table.name != "alembic_version":
                    _copy_rows(raw, connection, table)
        connection.execute(text("SELECT setval('keys', (SELECT last_key FROM book))"))
        connection.execute(text("SELECT setval(pg_get_serial_sequence('changes', 'id'), max(id)) FROM changes"))
        _make_triggers(connection, tables.tables)
        remake_search(connection)


def _make_triggers(connection: Connection, there: Container[str]) -> None:
    """Those of the tables that were there by then."""
    for name in (name for name in JOURNALLED if name in there):
        for statement in _postgres_triggers(JOURNALLED[name]):
            connection.exec_driver_sql(statement)


def _copy_rows(raw: Any, connection: Connection, table: Table) -> None:
    columns = list(table.columns)
    names = ", ".join(column.name for column in columns)
    rows = [
        {column.name: _as_stored(column, value) for column, value in zip(columns, row, strict=True)}
        for row in raw.execute(f"SELECT {names} FROM {table.name}")
    ]
    if rows:
        connection.execute(insert(table), rows)


def _as_stored(column: Column[Any], value: Any) -> Any:
    """SQLite has neither days nor truth."""
    if value is None:
        return None
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(column.type, Boolean) else value
