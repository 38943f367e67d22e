"""How an operation begins and ends: first its id, last of all the book's next revision and the link in the chain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from app.changes import Changes, Topic
from app.models import JOURNALLED, BookState, Change, Operation, TouchPoint
from app.rules.chain import operation_hash
from app.rules.chunks import chunks
from app.rules.folding import index_words
from app.store.engine import Store
from app.store.listing import relist
from app.store.search import store_said
from app.work import SignedIn, Work

_TOUCHED_CUSTOMERS = text(
    "SELECT customer_id FROM changes WHERE operation_id = :id AND customer_id IS NOT NULL"
    " UNION SELECT m.customer_id FROM changes c JOIN memberships m ON m.contact_id = c.contact_id"
    " WHERE c.operation_id = :id"
    " UNION SELECT t.customer_id FROM changes c JOIN customer_tags t ON t.tag_id = c.row_id"
    " WHERE c.operation_id = :id AND c.table_name = 'tags' ORDER BY 1"
)
_TOUCHED_TABLES = select(Change.table_name).distinct()
_LINKS = select(Change.table_name, Change.row_id, Change.kind, Change.version, Change.digest).order_by(Change.id)


def open_operation(session: Session, store: Store, user: SignedIn, desk: str, command: str, at: datetime) -> int:
    """Write the operation's first half, so that the journal's triggers have what to point at. Answers its id."""
    key = store.next_keys(session, 1)[0]
    row = {"id": key, "at": at, "user_id": user.id, "desk": desk, "command": command}
    session.execute(insert(Operation), row)
    store.open_operation(session, key)
    return key


def close_operation(work: Work, store: Store) -> Changes | None:
    """Number, describe and chain the operation, and draw lists and search anew. Nothing if nothing was changed."""
    session = work.session
    session.flush()
    tables = session.execute(_TOUCHED_TABLES.where(Change.operation_id == work.operation)).scalars().all()
    if not tables:
        return None
    if not work.summary:
        raise RuntimeError("A command changed the book without a sentence for the journal.")
    topics = frozenset(JOURNALLED[name].topic for name in tables)
    book = session.execute(
        update(BookState)
        .values(revision=BookState.revision + 1)
        .returning(BookState.revision, BookState.head, BookState.rank)
    ).one()
    rank = _draw_lists(work, tables, book.rank)
    head = _seal(work, book.revision, book.head, topics)
    session.execute(update(BookState).values(head=head, rank=rank))
    store.open_operation(session, None)
    store.announce(session, book.revision)
    return Changes(book.revision, topics)


def _draw_lists(work: Work, tables: Any, rank: int) -> int:
    customers = list(work.session.execute(_TOUCHED_CUSTOMERS, {"id": work.operation}).scalars())
    relist(work.session, customers, rank + 1, work.today, work.ticket)
    if "touch_points" in tables:
        _draw_said(work)
    return rank + len(customers)


def _draw_said(work: Work) -> None:
    """What is found of touch points: the words of those that were not withdrawn."""
    chosen = Change.operation_id == work.operation, Change.table_name == "touch_points"
    keys = work.session.execute(select(Change.row_id).distinct().where(*chosen)).scalars().all()
    for some in chunks(keys):
        words = select(TouchPoint.id, TouchPoint.words).where(
            TouchPoint.id.in_(some), TouchPoint.withdrawn_at.is_(None)
        )
        store_said(work.session, some, [(key, index_words(said)) for key, said in work.session.execute(words)])


def _seal(work: Work, revision: int, previous: str, topics: frozenset[Topic]) -> str:
    """Finish the operation's row and answer its hash."""
    session = work.session
    names = ",".join(sorted(topics))
    operation = session.execute(select(Operation).where(Operation.id == work.operation)).scalar_one()
    links = session.execute(_LINKS.where(Change.operation_id == work.operation))
    fields = sealed_fields(operation, revision, work.summary, names, work.undoes)
    sealed = operation_hash(previous, fields, (tuple(link) for link in links))
    operation.revision, operation.summary, operation.topics = revision, work.summary, names
    operation.undoes, operation.previous_hash, operation.hash = work.undoes, previous, sealed
    session.flush()
    return sealed


def sealed_fields(
    operation: Operation, revision: int, summary: str, topics: str, undoes: int | None
) -> tuple[object, ...]:
    """What of an operation its hash covers."""
    at = operation.at.isoformat()
    who = operation.user_id, operation.desk, operation.command
    return (operation.id, revision, at, *who, summary, topics, undoes)


def refresh_lists(session: Session, today: date) -> None:
    """Draw again the lines of customers whose owner changed by a day having passed."""
    book = session.execute(select(BookState).with_for_update()).scalar_one()
    if book.listed_on == today:
        return
    moved = text(
        "SELECT DISTINCT customer_id FROM assignments WHERE (from_day > :since AND from_day <= :today)"
        " OR (until_day >= :since AND until_day < :today)"
    ).bindparams(since=book.listed_on or today, today=today)
    customers = list(session.execute(moved).scalars())
    relist(session, customers, book.rank + 1, today)
    book.listed_on, book.rank = today, book.rank + len(customers)
    session.flush()
