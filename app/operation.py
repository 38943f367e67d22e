"""How an operation begins and ends: first its id, last of all the book's next revision and the link in the chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app.changes import Changes, Topic
from app.models import JOURNALLED, CustomerTag, Membership, Operation
from app.models.among import among, handed, keys_in
from app.rules.chain import operation_hash
from app.rules.chunks import chunks
from app.rules.folding import index_words
from app.store.engine import Store
from app.store.hot import batches, run
from app.store.listing import redate, relist
from app.store.operations import Opened, Sealing
from app.store.search import store_said
from app.users import SignedIn, present_users
from app.work import Work

LINK = (
    "table_name || '\x1f' || row_id || '\x1f' || kind || '\x1f' || version || '\x1f' || coalesce(digest, '') || '\x1e'"
)
"""SQL for what of a change its operation's hash covers: put together by the database, as there can be very many."""
_CHANGES = (
    f"SELECT table_name, row_id, customer_id, contact_id, kind <> 'added', {LINK}"
    " FROM changes WHERE operation_id = :id ORDER BY id"
)
_AT_ONCE = 10_000
_OF_PEOPLE = select(Membership.customer_id).where(among(Membership.contact_id))
_OF_TAGS = select(CustomerTag.customer_id).where(among(CustomerTag.tag_id))
_SAID = "SELECT id, words FROM touch_points WHERE withdrawn_at IS NULL AND "
_NOT_SEARCHED = frozenset({"touch_points", "follow_ups", "assignments"})
"""What a customer is not found by, and of which its line shows but the owner and the last touch."""


@dataclass(slots=True)
class _Touched:
    """What an operation changed, gathered in one look at the journal."""

    tables: set[str] = field(default_factory=set)
    drawn: set[int] = field(default_factory=set)
    """Customers whose whole line and search entry may be another."""
    dated: set[int] = field(default_factory=set)
    """Customers of whom only owner and last touch may be."""
    people: set[int] = field(default_factory=set)
    tags: set[int] = field(default_factory=set)
    said: dict[int, bool] = field(default_factory=dict)
    """Touch points, and whether they were there before."""
    links: list[str] = field(default_factory=list)

    def take(self, table: str, row: int, customer: int | None, contact: int | None, was_there: bool) -> None:
        """Note one change."""
        self.tables.add(table)
        if customer is not None:
            (self.dated if table in _NOT_SEARCHED else self.drawn).add(customer)
        if contact is not None:
            self.people.add(contact)
        if table == "touch_points":
            self.said[row] = self.said.get(row, False) or was_there
        elif table == "tags":
            self.tags.add(row)


def open_operation(session: Session, store: Store, user: SignedIn, desk: str, command: str, at: datetime) -> Opened:
    """Write the operation's first half, so that the journal's triggers have what to point at."""
    asked = Opened(0, at, user.id, desk, command)
    opened = store.operations.begin(session.connection(), asked, lambda: store.next_keys(session, 1)[0])
    store.open_operation(session, opened.id)
    return opened


def close_operation(work: Work, store: Store) -> Changes | None:
    """Number, describe and chain the operation, and draw lists and search anew. Nothing if nothing was changed."""
    session = work.session
    session.flush()
    connection = session.connection()
    touched = _touched(connection, work.operation)
    if not touched.tables:
        return None
    if not work.summary:
        raise RuntimeError("A command changed the book without a sentence for the journal.")
    topics = frozenset(JOURNALLED[name].topic for name in touched.tables)
    revision, previous, rank = store.operations.number(connection)
    rank = _draw_lists(work, touched, rank)
    if "users" in touched.tables:
        store.let_in_only(session, {user.id: user.login for user in present_users(session)})
    sealing = _sealing(work, revision, previous, topics, touched.links)
    store.operations.seal(connection, sealing._replace(rank=rank))
    store.open_operation(session, None)
    store.announce(session, revision)
    return Changes(revision, topics)


def _touched(connection: Connection, operation: int) -> _Touched:
    touched = _Touched()
    for some in batches(connection, _CHANGES, {"id": operation}, _AT_ONCE):
        for change in some:
            touched.take(*change[:5])
        touched.links.append("".join([change[5] for change in some]))
    if touched.people:
        touched.drawn.update(connection.execute(_OF_PEOPLE, {"ids": touched.people}).scalars())
    if touched.tags:
        touched.drawn.update(connection.execute(_OF_TAGS, {"ids": touched.tags}).scalars())
    return touched


def _draw_lists(work: Work, touched: _Touched, rank: int) -> int:
    connection, drawn = work.session.connection(), sorted(touched.drawn)
    relist(connection, drawn, rank + 1, work.today, work.ticket)
    for some in chunks(sorted(touched.dated - touched.drawn)):
        redate(connection, some, work.today)
    for some in chunks(sorted(touched.said)):
        asked = {"ids": handed(connection.dialect.name, some)}
        found = run(connection, _SAID + keys_in(connection.dialect.name, "id"), asked).fetchall()
        said = [(key, index_words(words)) for key, words in found]
        store_said(connection, [key for key in some if touched.said[key]], said)
    return rank + len(drawn)


def _sealing(work: Work, revision: int, previous: str, topics: frozenset[Topic], links: Iterable[str]) -> Sealing:
    """What the operation's row says at its end, its hash among it."""
    names = ",".join(sorted(topics))
    fields = sealed_fields(work.opened, revision, work.summary, names, work.undoes)
    hashed = operation_hash(previous, fields, links)
    return Sealing(work.operation, revision, work.summary, names, work.undoes, previous, hashed, rank=0)


def sealed_fields(
    operation: Operation | Opened, revision: int, summary: str, topics: str, undoes: int | None
) -> tuple[object, ...]:
    """What of an operation its hash covers."""
    at = operation.at.isoformat()
    who = operation.user_id, operation.desk, operation.command
    return (operation.id, revision, at, *who, summary, topics, undoes)
