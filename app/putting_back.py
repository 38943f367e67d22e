"""An earlier state takes the place of the present book: a backup, or the book as of a minute.

It is made aside and compared, today's book is backed up, and then the other is poured into it. Until the last step the
book is as it was; that step is one transaction. Who has it open goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import clock
from app.backing_up import Made
from app.backup_places import Found, begin_places, settled_places
from app.book import Book
from app.carrying_out import carry_out
from app.catching_up import catch_up, files_of
from app.earlier import Earlier
from app.erasing import erased_digests
from app.erasing_again import erase_again, with_all_rights
from app.errors import Refused
from app.features.backups import DropBackup, backups
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
from app.keeping import away, forget_vanished, make_in_first
from app.keys.sealing import new_key
from app.models import BookState
from app.models.base import table_of
from app.rules.permissions import Permission
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
_WHY: Final = "before a restore"
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
    """The book went back; `safety` is the backup of what it was before, and `told` what could not be done in one of
    its places. `erased` is how many customers did not come back, as they were erased since."""

    earlier: Earlier
    rows: int
    lost: int
    revision: int
    safety: Path
    erased: int
    told: tuple[str, ...]


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
    tell: Callable[[str], object],
    ticket: Ticket,
    administrator: str | None = None,
    words: str = "",
) -> PutBackDone:
    """Let it take the book's place, once today's book is backed up into its places. Raises as what fills it does and
    `keep`, and Refused where the book does not stand still; then it is as it was.

    A book that its server guards takes the address of who administers that, too. `words` as in `keep`.
    """
    book.user.demand(Permission.BACK_UP)
    with _guarded(book, administrator) as place, scratch_folder(_NO_SCRATCH) as aside:
        scratch = BookFile(Path(aside) / "scratch.book", _scratch_key(book))
        store = SqliteStore(scratch, new=True)
        try:
            filled = earlier.fill(store, ticket)
            safety, stays, told = _kept(book, tell, ticket, words)
            lost = book.ask(count_after, earlier.shared)
            command = PutBack(earlier.revision, earlier.at, lost, safety.name, stays)
            with store.writing(ticket) as session:
                revision, erased = _go_back(session, store, book, command, ticket)
                session.commit()
            store.finish()
        except BaseException:
            store.discard()
            raise
        stand = Stand(stays.revision, stays.head)
        book.replace(lambda live: pour(scratch, stand, clock.today(), ticket, place or live))
    return PutBackDone(earlier, filled.rows, lost, revision, safety, filled.erased + erased, told)


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


def _kept(
    book: Book, tell: Callable[[str], object], ticket: Ticket, words: str
) -> tuple[Path, Staying, tuple[str, ...]]:
    """A backup of all that the book has now, but for notes of backups; what stays; and what could not be done."""
    begin_places(book)
    found = settled_places(book)
    vanished = forget_vanished(book, found)
    for tries_left in reversed(range(_TRIES)):
        made, told = make_in_first(book, found, tell, ticket, words, _WHY)
        if made.proven_at is None:
            raise Refused(_NOT_PROVEN.format(why=made.unproven))
        if _stands_still(book, made):
            told += catch_up(book, found, ticket)
        stays = book.ask(staying)
        if _stands_still(book, made):
            return made.file, stays, (*vanished, *away(found), *told)
        if tries_left:
            _drop(book, made, found)
    savers = book.ask(who_saved_after, made.revision)
    raise Refused(_RESTLESS.format(who=" and ".join(savers) or "Another desk"))


def _stands_still(book: Book, made: Made) -> bool:
    return book.ask(count_after, made.revision) == 0


def _drop(book: Book, made: Made, found: Sequence[Found]) -> None:
    """The next one has all of it; one of which a file cannot be deleted stays in the list."""
    with suppress(OSError):
        for line in book.ask(backups):
            if line.digest == made.digest:
                for file in files_of(line, found):
                    file.unlink(missing_ok=True)
        book.do(DropBackup(made.digest))


def _go_back(session: Session, store: SqliteStore, book: Book, command: PutBack, ticket: Ticket) -> tuple[int, int]:
    """In the book aside: nobody comes back who was erased since, and what stays is as today. Answers its revision, and
    how many those were."""
    _keep_beside(session, command.stays)
    erased = erase_again(session, store, book.user, book.ask(erased_digests), ticket)
    done = carry_out(session, store, with_all_rights(book.user), command, ticket)
    return done.changes.revision if done.changes is not None else 0, erased


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
