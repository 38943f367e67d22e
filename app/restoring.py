"""A backup becomes a book again: checked whole first, then put into a new file or an empty database.

Nothing of it is written before its signature and every digest are known to hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.archive.form import Header, Manifest
from app.archive.reading import FORGED, Keys, Lines, Picture, Signed, archive_from
from app.archive.seal import DAMAGED
from app.book import open_book
from app.disk import opened
from app.erasing import EraseAgain, erased_digests
from app.errors import Refused, UnreadableFile
from app.features.backups import OpeningKeys, opening_keys
from app.keys.keys_file import keys_in_bytes, write_keys
from app.keys.place import keys_path
from app.keys.recovery import from_words
from app.keys.sealing import new_key
from app.keys.slots import with_this_data_key
from app.models import BookState
from app.proof import verify
from app.rules.permissions import Permission
from app.store.engine import Store
from app.store.file import BookFile
from app.store.loading import draw_all, loading
from app.store.location import file_path, is_server, server_url
from app.store.postgres import PostgresStore
from app.store.schema import bring_up, knows, make_tables, refuse_taken
from app.store.sqlite import SqliteStore
from app.ticket import Ticket
from app.users import present_users

_NEWER: Final = (
    "A newer Housebook made this backup: {program}, whose tables are at step {schema}. Nothing was changed; update the"
    " program to that one first."
)
_OTHER_BOOK: Final = "This is a backup of another book, that of {firm}. Nothing was changed."
_NO_KEYS: Final = "There are no keys at hand that open a backup. Say the recovery key, or open the book it is of."
_THERE: Final = "There is already a file {name}. It was not touched; choose another name."
_BROKEN: Final = (
    "The backup is as it was made, but its journal does not hold from operation no. {at} on. Nothing was restored."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup all of whose bytes are as they were signed."""

    header: Header
    manifest: Manifest
    signer: bytes
    digest: str
    """The SHA-256 of the file."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A book that was restored: where, and of when; `signer` is the public half of the key that signed the backup."""

    location: str
    header: Header
    rows: int
    signer: bytes
    encrypted: bool


def keys_of_words(words: str) -> OpeningKeys:
    """What opens a backup by the words of the recovery key alone: of whichever book it is, whoever signed it."""
    return OpeningKeys("", (from_words(words),), frozenset())


def checked(path: Path, keys: OpeningKeys, ticket: Ticket) -> Checked:
    """Go over the whole file. Raises UnreadableFile, NotAllowed where no key fits, and Refused for another book's, or
    one that a newer program made."""
    if not keys.privates:
        raise Refused(_NO_KEYS)
    header: Header | None = None
    with (
        opened_file(path) as source,
        archive_from(cast(IO[bytes], source), keys.privates, keys.signers or None) as pieces,
    ):
        for piece in pieces:
            ticket.report("Checking the backup", source.done, source.size)
            if isinstance(piece, Header):
                header = piece
                _refuse_other(header, keys)
            elif isinstance(piece, Signed) and header is not None:
                return Checked(header, piece.manifest, piece.signer, source.digest())
    raise UnreadableFile(DAMAGED)


def restore(path: Path, to: str, keys: OpeningKeys, ticket: Ticket) -> Restored:
    """Make a book of a backup, in a new file or an empty database. Raises as `checked`, and Refused for the place.

    A file is encrypted, if its book was: with a data key of its own, sealed for everybody who could open that.
    """
    found = checked(path, keys, ticket)
    key = new_key() if found.header.encrypted and not is_server(to) else None
    store = _new_place(to, key)
    try:
        with store.writing(ticket) as session:
            refuse_taken(session, store)
            kept = load(session, path, found, keys, ticket)
            bring_up(session.connection())
            draw_all(session.connection(), found.header.last_key, clock.today(), ticket)
            refuse_strange(session, found)
            _refuse_broken(session)
            signing = session.execute(select(BookState.signing_key)).scalar_one()
            eraser = next((one.login for one in present_users(session) if one.may(Permission.ERASE)), None)
            store.mark(session)
            session.commit()
        with _keys_beside(to, key, kept, signing):
            store.finish()
    except BaseException:
        store.discard()
        raise
    if eraser is not None and keys.erased:
        _erase_again(to, eraser, key, keys.erased)
    return Restored(to, found.header, found.manifest.rows, found.signer, key is not None)


def load(
    session: Session, path: Path, found: Checked, keys: OpeningKeys, ticket: Ticket, *, searched: bool = True
) -> bytes:
    """The rows of a checked backup into empty tables. Answers its keys file; nothing where it has none."""
    kept, rows = b"", 0
    connection = session.connection()
    with opened_file(path) as source, archive_from(cast(IO[bytes], source), keys.privates, (found.signer,)) as pieces:
        make_tables(connection, found.header.schema)
        with loading(connection, found.header.tables, searched=searched) as into:
            for piece in pieces:
                ticket.report("Restoring", rows, found.manifest.rows)
                if isinstance(piece, Lines):
                    into.take(piece.table, piece.data)
                    rows += piece.data.count(b"\n")
                elif isinstance(piece, Picture):
                    into.take_file(piece.digest, piece.data)
                elif isinstance(piece, Keys):
                    kept = piece.data
                elif isinstance(piece, Signed) and piece.manifest != found.manifest:
                    raise UnreadableFile(DAMAGED)
            into.end_files()
    return kept


def _refuse_other(header: Header, keys: OpeningKeys) -> None:
    if not knows(header.schema):
        raise Refused(_NEWER.format(program=header.program, schema=header.schema))
    if keys.book not in ("", header.book):
        raise Refused(_OTHER_BOOK.format(firm=header.firm))


def refuse_strange(session: Session, found: Checked) -> None:
    """Raise UnreadableFile where there is no book in it, or the key that signed a backup is none of those in it."""
    books = session.execute(select(BookState.uid)).scalars().all()
    if books != [found.header.book]:
        raise UnreadableFile(DAMAGED)
    if found.signer not in opening_keys(session).signers:
        raise UnreadableFile(FORGED)


def _refuse_broken(session: Session) -> None:
    journal = verify(session)
    if not journal.ok:
        raise UnreadableFile(_BROKEN.format(at=journal.broken_at))


def _erase_again(to: str, login: str, key: bytes | None, erased: frozenset[str]) -> None:
    """Nobody comes back by a backup who was erased after it was made."""
    with closing(open_book(to, login, key)) as book:
        back = erased - book.ask(erased_digests)
        if back:
            book.do(EraseAgain(tuple(sorted(back))))


def _new_place(to: str, key: bytes | None) -> Store:
    if is_server(to):
        return PostgresStore(server_url(to))
    path = file_path(to)
    for there in (path, keys_path(path)):
        if there.exists():
            raise Refused(_THERE.format(name=there.name))
    return SqliteStore(BookFile(path, key), new=True)


@contextmanager
def _keys_beside(to: str, key: bytes | None, kept: bytes, signing: bytes | None) -> Iterator[None]:
    """The keys file of an encrypted book, which is there before the book has its name, or not at all."""
    if key is None:
        yield
        return
    slots, path = keys_in_bytes(kept), keys_path(file_path(to))
    if slots is None or signing is None:
        raise UnreadableFile(DAMAGED)
    write_keys(path, with_this_data_key(slots, key), signing)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class Source:
    """A backup's file on its way in: how far it was read, and the digest of that."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self.size, self.done = file, size, 0
        self._digest = sha256()

    def read(self, size: int = -1) -> bytes:
        """Some more of it."""
        try:
            data = self._file.read(size)
        except OSError as fault:
            raise _unread(self._file.name, fault) from fault
        self.done += len(data)
        self._digest.update(data)
        return data

    def digest(self) -> str:
        """The SHA-256 of the whole file."""
        while self.read(1 << 20):
            pass
        return self._digest.hexdigest()


@contextmanager
def opened_file(path: Path) -> Iterator[Source]:
    """Raises UnreadableFile where it cannot be read, now or later."""
    try:
        file, size = opened(path), path.stat().st_size
    except OSError as fault:
        raise _unread(str(path), fault) from fault
    with file:
        yield Source(file, size)


def _unread(name: str, fault: OSError) -> UnreadableFile:
    return UnreadableFile(f"The backup {name} cannot be read: {fault.strerror}.")
