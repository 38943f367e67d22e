"""A backup takes the place of the present book: restored aside, compared, today's backed up, and then poured into it.

Until the last step the book is as it was; that step is one transaction. Who has it open goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Final, cast

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import clock
from app.archive.form import Header
from app.archive.reading import Lines, archive_from
from app.backing_up import Reason, back_up
from app.book import Book
from app.carrying_out import carry_out
from app.erasing import EraseAgain, erased_digests
from app.errors import Refused
from app.features.backups import OpeningKeys
from app.features.putting_back import (
    BESIDE,
    LostOperation,
    PutBack,
    Staying,
    hashes,
    lost_after,
    stands,
    staying,
)
from app.keys.sealing import new_key
from app.models import BookState, Operation
from app.models.base import table_of
from app.opened_backup import Checked, checked, opened_file
from app.restoring import fill
from app.rules.permissions import OWNERS, Permission
from app.scratch import scratch_folder
from app.store.file import BookFile
from app.store.pouring import Stand, pour
from app.store.sqlite import SqliteStore
from app.ticket import Ticket

MOST_TOLD: Final = 200
_OTHER: Final = "This is a backup of another book, that of {firm}. It cannot take the place of this one."
_NO_SCRATCH: Final = "There is no room to restore the backup aside: {why}. The book is as it was."
_GUARDED: Final = (
    "The server guards this book, so that no user of it can put another one in its place. Nothing was changed. Restore"
    " the backup to a new file and take from there what is missed."
)
_NOT_PROVEN: Final = (
    "Today's book was backed up, but that could not be proven, so the book is as it was. Make room and try again."
)
_TRIES: Final = 3
_RESTLESS: Final = (
    "Others keep saving, so that no backup of today has all of it. The book is as it was. Try again when they pause."
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What would be lost: `newest` tells the last of those operations, the newest first.

    `shared` is the last operation that both have; where that is not the backup's last, their histories part there.
    """

    header: Header
    shared: int
    revision: int
    newest: tuple[LostOperation, ...]

    @property
    def lost(self) -> int:
        """How many operations of the present book the backup has not."""
        return self.revision - self.shared

    @property
    def parted(self) -> int:
        """How many operations the backup has that the present book has not."""
        return self.header.revision - self.shared


@dataclass(frozen=True, slots=True)
class PutBackDone:
    """The book went back; `safety` is the backup of what it was before."""

    header: Header
    rows: int
    lost: int
    revision: int
    safety: Path
    signer: bytes


def difference(book: Book, path: Path, keys: OpeningKeys, ticket: Ticket) -> Difference:
    """What would be lost if this backup took the book's place. Raises as `checked`; nothing is changed."""
    book.user.demand(Permission.BACK_UP)
    return _difference(book, path, checked(path, keys, ticket), keys)


def _difference(book: Book, path: Path, found: Checked, keys: OpeningKeys) -> Difference:
    header = found.header
    now = book.ask(stands, header.revision)
    if now.book != header.book:
        raise Refused(_OTHER.format(firm=header.firm))
    shared = header.revision
    if now.then != found.manifest.head:
        ours = book.ask(hashes)
        shared = max((one for one, sealed in _hashes(path, found, keys) if ours.get(one) == sealed), default=0)
    # Its sentences name customers; who may not read them hears how many there are.
    newest = book.ask(lost_after, shared, MOST_TOLD) if book.user.may(Permission.SEE_JOURNAL) else []
    return Difference(header, shared, now.revision, tuple(newest))


def _hashes(path: Path, found: Checked, keys: OpeningKeys) -> list[tuple[int, str]]:
    """Of each operation of a backup: its number, and its hash."""
    table = table_of(Operation).name
    names = list(found.header.tables[table].columns)
    number, sealed = names.index("revision"), names.index("hash")
    told: list[tuple[int, str]] = []
    with opened_file(path) as source, archive_from(cast(IO[bytes], source), keys.privates, (found.signer,)) as pieces:
        for piece in pieces:
            if isinstance(piece, Lines) and piece.table == table:
                rows = (json.loads(line) for line in piece.data.splitlines())
                told += [(row[number], row[sealed]) for row in rows]
    return told


def put_back(
    book: Book, path: Path, keys: OpeningKeys, folder: Path, tell: Callable[[str], object], ticket: Ticket
) -> PutBackDone:
    """Let a backup take the book's place, once today's book is backed up into the folder. Raises as `difference` and
    `back_up`, and Refused where the book does not stand still; then it is as it was."""
    book.user.demand(Permission.BACK_UP)
    if book.users_have_logins:
        raise Refused(_GUARDED)
    found = checked(path, keys, ticket)
    told = _difference(book, path, found, keys)
    with scratch_folder(_NO_SCRATCH) as aside:
        scratch = BookFile(Path(aside) / "scratch.book", _scratch_key(book))
        store = SqliteStore(scratch, new=True)
        try:
            with store.writing(ticket) as session:
                fill(session, store, path, found, keys, ticket)
                safety, stays = _kept(book, folder, tell, ticket)
                lost = stays.revision - told.shared
                about = found.header.revision, datetime.fromisoformat(found.header.at), lost, safety.name
                revision = _go_back(session, store, book, PutBack(*about, stays), ticket)
                session.commit()
            store.finish()
        except BaseException:
            store.discard()
            raise
        stand = Stand(stays.revision, stays.head)
        book.replace(lambda live: pour(scratch, stand, clock.today(), ticket, live))
    return PutBackDone(found.header, found.manifest.rows, lost, revision, safety, found.signer)


def _scratch_key(book: Book) -> bytes | None:
    """Pages go from plain to plain and from encrypted to encrypted files alone; to a server go rows."""
    return None if book.kind == "sqlite" and not book.has_passwords else new_key()


def _kept(book: Book, folder: Path, tell: Callable[[str], object], ticket: Ticket) -> tuple[Path, Staying]:
    """A backup of all that the book has now, but for the note of that backup itself; and what stays."""
    for _ in range(_TRIES):
        made = back_up(book, folder, tell, ticket, reason=Reason("before a restore"))
        if made.proven_at is None:
            raise Refused(_NOT_PROVEN)
        stays = book.ask(staying)
        if stays.revision == made.revision + 1:
            return made.file, stays
    raise Refused(_RESTLESS)


def _go_back(session: Session, store: SqliteStore, book: Book, command: PutBack, ticket: Ticket) -> int:
    """In the book aside: nobody comes back who was erased since, and what stays is as today."""
    _keep_beside(session, command.stays)
    user = replace(book.user, rights=OWNERS, sight=None)
    back = book.ask(erased_digests) - erased_digests(session)
    if back:
        carry_out(session, store, user, EraseAgain(tuple(sorted(back))), ticket)
    done = carry_out(session, store, user, command, ticket)
    return done.changes.revision if done.changes is not None else 0


def _keep_beside(session: Session, stays: Staying) -> None:
    """What no journal tells of; and no key is ever given out twice."""
    for model in BESIDE:
        table = table_of(model)
        session.execute(table.delete())
        if rows := stays.rows[table.name]:
            session.execute(insert(table), [dict(row) for row in rows])
    book = session.execute(select(BookState)).scalar_one()
    book.signing_key, book.last_key = stays.signing_key, max(book.last_key, stays.last_key)
    session.flush()
