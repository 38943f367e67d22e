"""What the present book can go back to: a backup of it, or what it was at a minute."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Final, cast

from app.archive.reading import Lines, archive_from
from app.as_of import fill_as_of, stood_at
from app.book import Book
from app.changes import Topic
from app.errors import Refused
from app.features.backups import OpeningKeys
from app.features.putting_back import hashes, stands
from app.models import Operation
from app.models.base import table_of
from app.opened_backup import Checked, checked, opened_file
from app.restoring import fill
from app.rules.permissions import Permission
from app.store.sqlite import SqliteStore
from app.ticket import Ticket

_OTHER: Final = "This is a backup of another book, that of {firm}. It cannot take the place of this one."


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows an earlier state has, and how many of its customers are not in it, as they were erased since."""

    rows: int
    erased: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier state of a book, at the end of a revision; `fill` makes it in an empty file.

    Out of a backup that one has those, too, who were erased since: who calls it erases them again.

    `shared` is the last operation that both have; where that is not the earlier one's last, their histories part there.
    `parted` is how much of its own it has after that, notes of backups aside.
    `signer` is the public half of the key that signed a backup.
    """

    firm: str
    revision: int
    at: datetime
    shared: int
    parted: int
    signer: bytes | None
    fill: Callable[[SqliteStore, Ticket], Filled] = field(repr=False, compare=False)


def of_backup(book: Book, path: Path, keys: OpeningKeys, ticket: Ticket) -> Earlier:
    """A backup of this book, gone over whole. Raises as `checked`, and Refused for another book's."""
    book.user.demand(Permission.BACK_UP)
    found = checked(path, keys, ticket)
    header = found.header

    def fill_it(store: SqliteStore, ticket: Ticket) -> Filled:
        with store.writing(ticket) as session:
            fill(session, store, path, found, keys, ticket)
            session.commit()
        return Filled(found.manifest.rows, 0)

    shared, parted = _shared(book, path, found, keys)
    at = datetime.fromisoformat(header.at)
    return Earlier(header.firm, header.revision, at, shared, parted, found.signer, fill_it)


def of_minute(book: Book, moment: datetime) -> Earlier:
    """The book as it was at a moment. Raises Refused for one before its beginning."""
    revision, at = book.ask(stood_at, moment)

    def fill_it(store: SqliteStore, ticket: Ticket) -> Filled:
        past = fill_as_of(store, book, moment, ticket)
        return Filled(past.rows, past.erased)

    return Earlier(book.firm, revision, at, revision, 0, None, fill_it)


def _shared(book: Book, path: Path, found: Checked, keys: OpeningKeys) -> tuple[int, int]:
    """The last operation that both have, and how many the backup has after that, notes of backups aside."""
    header = found.header
    now = book.ask(stands, header.revision)
    if now.book != header.book:
        raise Refused(_OTHER.format(firm=header.firm))
    if now.then == found.manifest.head:
        return header.revision, 0
    ours = book.ask(hashes)
    theirs = _operations(path, found, keys)
    shared = max((one for one, sealed, _ in theirs if ours.get(one) == sealed), default=0)
    return shared, sum(one > shared and topics != Topic.BACKUPS.value for one, _, topics in theirs)


def _operations(path: Path, found: Checked, keys: OpeningKeys) -> list[tuple[int, str, str]]:
    """Of each operation of a backup: its number, its hash, and what it touched."""
    table = table_of(Operation).name
    names = list(found.header.tables[table].columns)
    number, sealed, topics = names.index("revision"), names.index("hash"), names.index("topics")
    told: list[tuple[int, str, str]] = []
    with opened_file(path) as source, archive_from(cast(IO[bytes], source), keys.privates, (found.signer,)) as pieces:
        for piece in pieces:
            if isinstance(piece, Lines) and piece.table == table:
                rows = (json.loads(line) for line in piece.data.splitlines())
                told += [(row[number], row[sealed], row[topics]) for row in rows]
    return told
