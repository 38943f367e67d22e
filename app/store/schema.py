"""The tables of a book in the database: made, checked, brought up to this program's shape."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from app.errors import BookTooNew, BookUnreachable, NotABook, Refused
from app.store.bare import drop_triggers
from app.store.engine import Store
from app.store.faults import IF_ONE, damaged
from app.store.search import remake_search
from app.store.server.granting import grant_all
from app.store.server.preparing import prefix_of, renew_place
from app.store.triggers import remake_triggers, triggers_are_whole

LOG = logging.getLogger(__name__)

HEAD = "0016"
"""The newest migration; a test compares it with the folder of migrations."""

KNOWN: tuple[str, ...] = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0014",
    "0015", "0016",
)  # fmt: skip

MIGRATIONS = Path(__file__).parent / "migrations"

_ONE_AT_A_TIME: Final = Lock()
"""Migrations find their connection in a place that all threads share: two at once would write into one book."""

_NOT_UP_TO_DATE = "An older Housebook made this book, and it was not brought up to date."


def schema_of(connection: Connection) -> str | None:
    """The migration that the book stands at; nothing if the database is empty."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if not {"alembic_version", "book", "operations", "changes"} <= names:
        raise NotABook(f"This is a database, but not a book of Housebook. Nothing in it was changed. {IF_ONE}")
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def bring_up(connection: Connection) -> None:
    """Carry out all migrations that are missing, and make triggers and search tables anew.

    What a migration does is no operation of anybody's: the journal's triggers would refuse its rows.
    """
    drop_triggers(connection)
    _migrate(connection, HEAD)
    remake_triggers(connection)
    remake_search(connection)


def make_tables(connection: Connection, step: str) -> None:
    """Bare tables as an earlier program had them, for its rows; `bring_up` does the rest once they are in."""
    _migrate(connection, step)
    remake_search(connection)


def _migrate(connection: Connection, step: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, step)


def bring_up_place(connection: Connection, store: Store | None = None) -> Path | None:
    """As `bring_up`, and in a prepared book as the holder of its tables; everybody's rights are given anew.

    Of a `store` that is older than this program a copy is kept before; answers where.
    """
    prefix = prefix_of(connection) if connection.dialect.name == "postgresql" else None
    if prefix is not None:
        renew_place(connection, prefix)
        _refuse_newer(schema_of(connection))
    copy = _kept(connection, store) if store is not None else None
    bring_up(connection)
    if prefix is not None:
        grant_all(connection, prefix)
    return copy


def _kept(connection: Connection, store: Store) -> Path | None:
    found = schema_of(connection)
    if found == HEAD:
        return None
    copy = store.keep_copy(connection, f"before-{HEAD}")
    kept = f"it is kept as it was in {copy}" if copy else "no copy of it is kept: nobody has backed it up yet"
    LOG.warning("The book is brought up from %s to %s; %s", found, HEAD, kept)
    return copy


def make_schema(session: Session, store: Store) -> None:
    """Make the tables of a new book in an empty database; of two desks that want to, the second one is refused."""
    refuse_taken(session, store)
    bring_up(session.connection())


def refuse_taken(session: Session, store: Store) -> None:
    """Raise Refused unless the database is empty; other desks that ask wait until the end of ours."""
    store.one_at_a_time(session, "schema")
    if schema_of(session.connection()) is not None:
        raise Refused("There is already a book in this database. It was not touched.", "location")


def check_schema(store: Store) -> None:
    """Refuse what is no book or too new; bring an older one up to this program."""
    with store.reading() as session:
        store.recognise(session)
        found = schema_of(session.connection())
    if found is None:
        raise NotABook("This is an empty database, not yet a book. Make one with: housebook create")
    _refuse_newer(found)
    if found != HEAD:
        _bring_up_to_date(store)
    store.current = True
    _look_at_journal(store)


def knows(step: str | None) -> bool:
    """Whether this program can bring up what stands at this step."""
    return step in KNOWN


def _refuse_newer(found: str | None) -> None:
    if not knows(found):
        raise BookTooNew("A newer Housebook wrote this book. Nothing was changed; update the program.")


def refuse_brought_up(found: str) -> None:
    """Raise BookTooNew where somebody with a newer program has come since the book was opened."""
    if found != HEAD:
        raise BookTooNew("A newer Housebook brought this book up meanwhile. Close the program, update it, start again.")


def _bring_up_to_date(store: Store) -> None:
    """In one transaction, by the desk that comes first; others wait until it is done."""
    try:
        with store.writing() as session:
            store.one_at_a_time(session, "schema")
            if schema_of(session.connection()) != HEAD:
                bring_up_place(session.connection(), store)
                session.commit()
    except BookUnreachable as fault:
        if not _stands_at_head(store):
            raise BookUnreachable(f"{_NOT_UP_TO_DATE} {fault.words}") from fault


def _stands_at_head(store: Store) -> bool:
    """What fails last of all may fail after it was done."""
    try:
        with store.reading() as session:
            return schema_of(session.connection()) == HEAD
    except BookUnreachable:
        return False


def _look_at_journal(store: Store) -> None:
    with store.reading() as session:
        if not triggers_are_whole(session.connection()):
            store.found_damaged(damaged("its journal was switched off from outside"))
