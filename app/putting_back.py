"""An earlier state takes the place of the present book: a backup, or the book as of a minute.

It is made aside and compared, today's book is backed up, and then the other is poured into it. Until the last step the
book is as it was; that step is one transaction. Who has it open goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import clock
from app.backing_up import Made, Reason, back_up
from app.book import Book
from app.carrying_out import carry_out
from app.earlier import Earlier
from app.erasing import EraseAgain, erased_digests
from app.errors import Refused
from app.features.backups import DropBackup
from app.features.putting_back import (
    BESIDE,
    LostOperation,
    PutBack,
    Staying,
    count_after,
    lost_after,
    stands,
    staying,
    who_saved_after,
)
from app.keys.sealing import new_key
from app.models import BookState
from app.models.base import table_of
from app.rules.permissions import OWNERS, Permission
from app.scratch import scratch_folder
from app.server_book import administered
from app.store.engine import Store
from app.store.file import BookFile
from app.store.pouring import Stand, pour
from app.store.sqlite import SqliteStore
from app.ticket import Ticket

MOST_TOLD: Final = 200
_NO_SCRATCH: Final = "There is no room to restore the backup aside: {why}. The book is as it was."
_GUARDED: Final = (
    "The server guards this book, so that no user of it can put another one in its place alone. Nothing was changed."
    " Whoever administers the server helps: housebook restore FILE --to BOOK --over --administrator URL."
)
_NOT_PROVEN: Final = "Today's book was backed up, but that could not be proven, so the book is as it was. {why}"
_TRIES: Final = 3
_RESTLESS: Final = (
    "{who} saved something each time while today's book was backed up, so that no backup has all of it. The book is as"
    " it was; the last of these backups stays. Ask for a pause until it is done, and go back then."
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What would be lost: how many operations the earlier one has not, and the last of them, the newest first."""

    earlier: Earlier
    lost: int
    newest: tuple[LostOperation, ...]


@dataclass(frozen=True, slots=True)
class PutBackDone:
    """The book went back; `safety` is the backup of what it was before."""

    earlier: Earlier
    rows: int
    lost: int
    revision: int
    safety: Path


def difference(book: Book, earlier: Earlier) -> Difference:
    """What would be lost if this took the book's place; nothing is changed."""
    book.user.demand(Permission.BACK_UP)
    # Its sentences name customers; who may not read them hears how many there are.
    may_read = book.user.may(Permission.SEE_JOURNAL)
    newest = book.ask(lost_after, earlier.shared, MOST_TOLD) if may_read else []
    return Difference(earlier, book.ask(count_after, earlier.shared), tuple(newest))


def put_back(
    book: Book,
    earlier: Earlier,
    folder: Path,
    tell: Callable[[str], object],
    ticket: Ticket,
    administrator: str | None = None,
    words: str = "",
) -> PutBackDone:
    """Let it take the book's place, once today's book is backed up into the folder. Raises as what fills it does and
    `back_up`, and Refused where the book does not stand still; then it is as it was.

    A book that its server guards takes the address of who administers that, too. `words` as in `back_up`.
    """
    book.user.demand(Permission.BACK_UP)
    with _guarded(book, administrator) as place, scratch_folder(_NO_SCRATCH) as aside:
        scratch = BookFile(Path(aside) / "scratch.book", _scratch_key(book))
        store = SqliteStore(scratch, new=True)
        try:
            rows = earlier.fill(store, ticket)
            safety, stays = _kept(book, folder, tell, ticket, words)
            lost = book.ask(count_after, earlier.shared)
            command = PutBack(earlier.revision, earlier.at, lost, safety.name, stays)
            with store.writing(ticket) as session:
                revision = _go_back(session, store, book, command, ticket)
                session.commit()
            store.finish()
        except BaseException:
            store.discard()
            raise
        stand = Stand(stays.revision, stays.head)
        book.replace(lambda live: pour(scratch, stand, clock.today(), ticket, place or live))
    return PutBackDone(earlier, rows, lost, revision, safety)


@contextmanager
def _guarded(book: Book, administrator: str | None) -> Iterator[Store | None]:
    """What a prepared book is poured into: no user of it may do that."""
    if not book.users_have_logins:
        yield None
    elif not administrator:
        raise Refused(_GUARDED, "administrator")
    else:
        with administered(administrator, book.ask(stands, 0).book) as place:
            yield place


def _scratch_key(book: Book) -> bytes | None:
    """Pages go from plain to plain and from encrypted to encrypted files alone; to a server go rows."""
    return None if book.kind == "sqlite" and not book.has_passwords else new_key()


def _kept(book: Book, folder: Path, tell: Callable[[str], object], ticket: Ticket, words: str) -> tuple[Path, Staying]:
    """A backup of all that the book has now, but for the note of that backup itself; and what stays."""
    for tries_left in reversed(range(_TRIES)):
        made = back_up(book, folder, tell, ticket, words, Reason("before a restore"))
        if made.proven_at is None:
            raise Refused(_NOT_PROVEN.format(why=made.unproven))
        stays = book.ask(staying)
        if stays.revision == made.revision + 1:
            return made.file, stays
        if tries_left:
            _drop(book, made)
    savers = book.ask(who_saved_after, made.revision)
    raise Refused(_RESTLESS.format(who=" and ".join(savers) or "Another desk"))


def _drop(book: Book, made: Made) -> None:
    """The next one has all of it; one whose file cannot be deleted stays in the list."""
    with suppress(OSError):
        made.file.unlink()
        book.do(DropBackup(made.digest))


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
