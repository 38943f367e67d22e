"""The tables of a book in the database: made, checked, brought up to this program's shape."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.errors import BookDamaged, BookTooNew, NotABook
from app.store.engine import Store
from app.store.search import remake_search
from app.store.sqlite import SqliteStore
from app.store.triggers import remake_triggers, triggers_are_whole

HEAD = "0001"
"""The newest migration; a test compares it with the folder of migrations."""

KNOWN = ("0001",)

MIGRATIONS = Path(__file__).parent / "migrations"


def schema_of(connection: Connection) -> str | None:
    """The migration that the book stands at; nothing if the database is empty."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if not {"alembic_version", "book", "operations", "changes"} <= names:
        raise NotABook("This is a database, but not a book of Housebook. Nothing in it was changed.")
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def bring_up(connection: Connection) -> None:
    """Carry out all migrations that are missing, and make triggers and search tables anew."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
    remake_triggers(connection)
    remake_search(connection)


def make_schema(store: Store) -> None:
    """Make the tables of a new book in an empty database."""
    with store.writing() as session:
        if schema_of(session.connection()) is not None:
            raise NotABook("There is already a book in this database. It was not touched.")
        bring_up(session.connection())
        session.commit()


def check_schema(store: Store) -> None:
    """Refuse what is no book or too new; copy an older book beside itself and migrate it."""
    with store.reading() as session:
        found = schema_of(session.connection())
    if found == HEAD:
        _refuse_without_journal(store)
        return
    if found is None:
        raise NotABook("This is an empty database, not yet a book. Make one with: housebook create")
    if found not in KNOWN:
        raise BookTooNew("A newer Housebook wrote this book. Nothing was changed; update the program.")
    if isinstance(store, SqliteStore):
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        store.copy_to(store.path.with_name(f"{store.path.name}.before-{HEAD}-{stamp}"))
    with store.writing() as session:
        bring_up(session.connection())
        session.commit()


def _refuse_without_journal(store: Store) -> None:
    with store.reading() as session:
        if not triggers_are_whole(session.connection()):
            raise BookDamaged("The journal of this book was switched off from outside. Restore the last backup.")
