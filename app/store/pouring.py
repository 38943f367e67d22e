"""A whole book poured from a scratch file into the place of the present one: in one transaction, under its own key.

Desks that have the book open go on: to them it is one more commit. Killed at any moment the place has the one book or
the other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from app.archive.form import FILES_TABLE
from app.errors import BookUnreachable, Refused
from app.models import Listing
from app.models.base import table_of
from app.store.dumping import files_of, lines_of
from app.store.engine import Store
from app.store.faults import told
from app.store.file import BookFile, connect, manners_at
from app.store.hot import run
from app.store.lines import SHAPES
from app.store.loading import draw_all, loading
from app.store.schema import bring_up_place
from app.store.server.preparing import prefix_of, renew_place, settle_people
from app.store.sqlite import SqliteStore
from app.ticket import Ticket

_PAGES_AT_ONCE: Final = 2_000
_DRAWN: Final = (table_of(Listing).name, "search_words", "said")
_STANDS: Final = "SELECT revision, head FROM book"
_MOVED_ON: Final = "Somebody has saved something meanwhile. The book is as it was; look again what would be lost."
_BUSY: Final = "Not done: somebody else is writing for a long time. The book is as it was; try again."
_REPORTED: Final = "Putting it in place"
_OK, _DONE, _HELD = 0, 101, (5, 6)
"""What the database answers to a step: there is more, that was the last, or somebody else holds it."""


class Stand(NamedTuple):
    """Where a journal ends: the number of its last operation, and its hash."""

    revision: int
    head: str


def pour(scratch: BookFile, stand: Stand, today: date, ticket: Ticket, live: Store) -> None:
    """Raises Refused, and leaves the book as it is, unless it still stands where it is said to.

    Into a book that its server guards it is poured by who administers that.
    """
    if isinstance(live, SqliteStore):
        _pour_into_file(scratch, live.file, stand, ticket)
        return
    source = SqliteStore(scratch)
    try:
        with source.reading() as whole, live.writing(ticket) as session:
            _pour_into_server(whole.connection(), session.connection(), stand, today, ticket)
            live.announce(session, stand.revision)
            session.commit()
    finally:
        source.close()


def _pour_into_file(scratch: BookFile, live: BookFile, stand: Stand, ticket: Ticket) -> None:
    manners = manners_at(live.path)
    try:
        with closing(connect(scratch, "ro")) as source, closing(connect(live, "rw", manners)) as target:
            if manners.shares_memory:
                _pour_among_readers(source, target, live, stand, ticket)
            else:
                _pour_alone(source, target, stand, ticket)
    except dbapi2.DatabaseError as fault:
        raise told(fault) from fault


def _pour_among_readers(source: Any, target: Any, live: BookFile, stand: Stand, ticket: Ticket) -> None:
    """Who reads goes on with what they began; another connection can look while the target is locked."""
    with closing(connect(live, "ro")) as witness:
        _copy(source, target, lambda: _refuse_moved(witness, stand), ticket)


def _pour_alone(source: Any, target: Any, stand: Stand, ticket: Ticket) -> None:
    """Without a WAL nobody reads meanwhile: the lock is taken first, and kept."""
    target.execute("PRAGMA locking_mode = EXCLUSIVE")
    target.execute("BEGIN EXCLUSIVE")
    try:
        _refuse_moved(target, stand)
    finally:
        target.execute("ROLLBACK")
    _copy(source, target, lambda: None, ticket)


def _copy(source: Any, target: Any, first: Callable[[], None], ticket: Ticket) -> None:
    """Page for page, by the database itself; each side keeps its own key. What is raised before the end takes it back.

    In two steps at least: `first` is called when the target is locked, and nothing of it committed.
    """
    (pages,) = source.execute("PRAGMA page_count").fetchone()
    looked, failed = False, _OK

    def report(status: int, left: int, total: int) -> None:
        nonlocal looked, failed
        if status in _HELD:
            raise BookUnreachable(_BUSY)
        if status not in (_OK, _DONE):
            failed = status
            return
        if not looked:
            first()
            looked = True
        if status == _OK:
            ticket.report(_REPORTED, total - left, total)

    try:
        source.backup(target, pages=max(1, min(_PAGES_AT_ONCE, pages // 2)), progress=report)
    except dbapi2.DatabaseError as fault:
        fault.sqlite_errorcode = failed  # what it raises at its end has none
        raise


def _refuse_moved(raw: Any, stand: Stand) -> None:
    if raw.execute(_STANDS).fetchone() != stand:
        raise Refused(_MOVED_ON)


def _pour_into_server(source: Connection, target: Connection, stand: Stand, today: date, ticket: Ticket) -> None:
    """As into a file, within the target's transaction; nobody reads or writes there until it ends."""
    prefix, tables = prefix_of(target), [*reversed(SHAPES), *_DRAWN]
    if prefix is not None:
        renew_place(target, prefix)
    target.exec_driver_sql(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
    if tuple(run(target, _STANDS, {}).fetchone()) != stand:
        raise Refused(_MOVED_ON)
    with loading(target, SHAPES, searched=True) as into:
        for table in tables:
            target.exec_driver_sql(f"DELETE FROM {table}")
        for number, (table, shape) in enumerate(SHAPES.items()):
            for lines in lines_of(source, table, shape):
                ticket.report(_REPORTED, number, len(SHAPES))
                into.take(table, lines)
            if table == FILES_TABLE:
                for digest, data in files_of(source):
                    into.take_file(digest, data)
        into.end_files()
    (last,) = run(source, "SELECT last_key FROM book", {}).fetchone()
    draw_all(target, last, today, ticket)
    bring_up_place(target)
    if prefix is not None:
        settle_people(target)
