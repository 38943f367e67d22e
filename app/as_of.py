"""The whole book as it was at an earlier minute: a copy of the present one, undone backwards by its own journal.

Operations count in the order of their revisions: what was done by an instant ends with the last operation whose own
instant is not after it, with all before that, though a clock that was set back may say of some that they came later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.archive.form import FILES_TABLE
from app.book import Book
from app.carrying_out import carry_out
from app.erasing import StayErased
from app.erasing_again import stand_in
from app.errors import Refused
from app.keys.sealing import new_key
from app.models import BookState, Operation
from app.new_place import kept_keys, keys_beside, new_place
from app.own_backups import leave_backups
from app.proof import verify
from app.rules.permissions import Permission, of_the_whole_book
from app.store.dumping import files_of, last_key, lines_of
from app.store.engine import Store
from app.store.going_back import go_back
from app.store.hot import run
from app.store.lines import SHAPES
from app.store.loading import Load, draw_all, draw_said, loading
from app.store.location import is_server
from app.store.schema import HEAD, bring_up, make_tables, refuse_taken
from app.ticket import Ticket
from app.users import present_users

_BEFORE: Final = "The book was begun on {day}: there is nothing of it from before that. Nothing was made."
_BROKEN: Final = "The journal of the book does not hold from operation no. {at} on, so nothing was made of it."


@dataclass(frozen=True, slots=True)
class AsOf:
    """A book as it was after an operation: where, when that was done, and how many rows it has.

    `erased` is how many customers of then are not in it, as they were erased since.
    """

    location: str
    revision: int
    at: datetime
    rows: int
    encrypted: bool
    erased: int


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a copy that was undone backwards."""

    revision: int
    at: datetime
    rows: int
    signing: bytes | None
    users: dict[int, str]
    erased: int


def as_of(book: Book, moment: datetime, to: str, ticket: Ticket) -> AsOf:
    """Make a book of what this one was at a moment, in a new file or an empty database. Raises Refused.

    A file is encrypted, if the book is: with a data key of its own, sealed for those who were in it by then and can
    open it today.
    """
    book.user.demand(Permission.BACK_UP)
    kept = kept_keys(book.location)
    key = new_key() if kept is not None and not is_server(to) else None
    store = new_place(to, key)
    try:
        past = fill_as_of(store, book, moment, ticket, anew=True)
        with keys_beside(store, to, key, kept or b"", past.signing, past.users):
            store.finish()
    except BaseException:
        store.discard()
        raise
    return AsOf(to, past.revision, past.at, past.rows, key is not None, past.erased)


def fill_as_of(store: Store, book: Book, moment: datetime, ticket: Ticket, *, anew: bool = False) -> Past:
    """Into an empty place: the rows of the book, undone backwards, with lists and search. `anew`: it is to be a book
    of its own, with backups of its own."""
    _refuse_earlier(moment, book.ask(_begun))
    with store.writing(ticket) as session:
        refuse_taken(session, store)
        connection = session.connection()
        make_tables(connection, HEAD)
        with loading(connection, SHAPES, searched=False) as into:
            last = book.ask_for(ticket, _copied, into, ticket)
        revision, at = _cut(session, moment)
        stays = go_back(connection, revision, ticket)
        bring_up(connection)
        draw_said(connection, ticket)
        draw_all(connection, last, clock.today(), ticket)
        if stays is not None:
            said = StayErased(stays.digests, stays.operations)
            carry_out(session, store, stand_in(session), said, ticket)
        signing = session.execute(select(BookState.signing_key)).scalar_one()
        present = list(present_users(session))
        if anew:
            leave_backups(session, store, ticket)
        store.mark(session)
        session.commit()
    ticket.report("Proving the journal", 0)
    with store.reading(ticket) as session:
        _refuse_broken(session)
        users = {user.id: user.login for user in present}
        return Past(revision, at, _rows(session), signing, users, 0 if stays is None else stays.customers)


@of_the_whole_book(Permission.BACK_UP)
def stood_at(session: Session, moment: datetime) -> tuple[int, datetime]:
    """The last revision that was done by a moment, and when that was. Raises Refused for one before the book."""
    _refuse_earlier(moment, _begun(session))
    return _cut(session, moment)


@of_the_whole_book(Permission.BACK_UP)
def _begun(session: Session) -> datetime:
    return session.execute(select(BookState.created_at)).scalar_one()


def _refuse_earlier(moment: datetime, begun: datetime) -> None:
    if moment < begun:
        raise Refused(_BEFORE.format(day=f"{begun.astimezone():%Y-%m-%d %H:%M}"), "instant")


@of_the_whole_book(Permission.BACK_UP)
def _copied(session: Session, into: Load, ticket: Ticket) -> int:
    """All rows of one state of the book; answers the last key that it gave."""
    connection = session.connection()
    for number, (table, shape) in enumerate(SHAPES.items()):
        for some in lines_of(connection, table, shape):
            ticket.report("Copying", number, len(SHAPES))
            into.take(table, some)
        if table == FILES_TABLE:
            for digest, data in files_of(connection):
                into.take_file(digest, data)
    into.end_files()
    return last_key(connection)


def _cut(session: Session, moment: datetime) -> tuple[int, datetime]:
    """The last revision that was done by then, and when that was."""
    newest = select(func.max(Operation.revision)).where(Operation.at <= moment)
    revision = session.execute(newest).scalar_one_or_none()
    if revision is None:
        first = session.execute(select(func.min(Operation.at))).scalar_one()
        raise Refused(_BEFORE.format(day=f"{first.astimezone():%Y-%m-%d %H:%M}"), "instant")
    return revision, session.execute(select(Operation.at).where(Operation.revision == revision)).scalar_one()


def _refuse_broken(session: Session) -> None:
    journal = verify(session)
    if not journal.ok:
        raise Refused(_BROKEN.format(at=journal.broken_at))


def _rows(session: Session) -> int:
    connection = session.connection()
    return sum(int(run(connection, f"SELECT count(*) FROM {table}", {}).fetchone()[0]) for table in SHAPES)
