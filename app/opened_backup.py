"""A backup's file, opened: checked whole before anything of it is used, then its rows put into empty tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.archive.form import Header, Manifest
from app.archive.reading import FORGED, Keys, Lines, Picture, Signed, archive_from
from app.archive.seal import BEGINNING, DAMAGED
from app.disk import opened
from app.errors import DamagedFile, Refused, UnreadableFile
from app.features.backups import OpeningKeys, opening_keys
from app.keys.recovery import from_words
from app.keys.sealing import public_half
from app.models import BookState
from app.rules.pace import CHECKING, RESTORING
from app.store.loading import loading
from app.store.schema import HEAD, knows, make_tables
from app.ticket import Ticket

_NEWER: Final = (
    "A newer Housebook made this backup: {program}, whose tables are at step {schema}. Nothing was changed; update the"
    " program to that one first."
)
_EMPTY: Final = "The file of the backup is empty, so there is nothing to use in it."
_CUT_OFF: Final = "The file of the backup was cut off after {size} bytes, so nothing of it was used."
_NO_BACKUP: Final = "The file is no backup, or its beginning is damaged, so nothing of it was used."
_ONCE_MORE: Final = "Copy it once more, or take another one."
_SHORTEST: Final = 512
"""No backup has as few bytes: digests and a signature stand behind a head of 300."""
_OTHER_BOOK: Final = "This is a backup of another book, that of {firm}. Nothing was changed."
_NO_KEYS: Final = "There are no keys at hand that open a backup. Say the recovery key, or open the book it is of."


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup all of whose bytes are as they were signed."""

    header: Header
    manifest: Manifest
    signer: bytes
    digest: str
    """The SHA-256 of the file."""


def keys_of_words(words: str) -> OpeningKeys:
    """What opens a backup by the words of the recovery key alone: of whichever book it is, whoever signed it."""
    key = from_words(words)
    return OpeningKeys("", (key,), frozenset(), recovery=public_half(key))


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
            ticket.report(CHECKING, source.done, source.size)
            if isinstance(piece, Header):
                header = piece
                _refuse_other(header, keys)
            elif isinstance(piece, Signed) and header is not None:
                return Checked(header, piece.manifest, piece.signer, source.digest())
    raise DamagedFile(DAMAGED)


def load(
    session: Session, path: Path, found: Checked, keys: OpeningKeys, ticket: Ticket, *, scratch: bool = False
) -> bytes:
    """The rows of a checked backup into empty tables. Answers its keys file; nothing where it has none.

    A scratch book has neither search nor, unless it is yet to be brought up, indexes: nobody looks for anything in it.
    """
    kept, rows, indexed = b"", 0, not (scratch and found.header.schema == HEAD)
    connection = session.connection()
    with opened_file(path) as source, archive_from(cast(IO[bytes], source), keys.privates, (found.signer,)) as pieces:
        make_tables(connection, found.header.schema)
        with loading(connection, found.header.tables, searched=not scratch, indexed=indexed) as into:
            for piece in pieces:
                ticket.report(RESTORING, rows, found.manifest.rows)
                if isinstance(piece, Lines):
                    into.take(piece.table, piece.data)
                    rows += piece.data.count(b"\n")
                elif isinstance(piece, Picture):
                    into.take_file(piece.digest, piece.data)
                elif isinstance(piece, Keys):
                    kept = piece.data
                elif isinstance(piece, Signed) and piece.manifest != found.manifest:
                    raise DamagedFile(DAMAGED)
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
        raise DamagedFile(DAMAGED)
    if found.signer not in opening_keys(session).signers:
        raise DamagedFile(FORGED)


class Source:
    """A backup's file on its way in: how far it was read, and the digest of that."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self.size, self.done = file, size, 0
        self.fault: UnreadableFile | None = None
        self._digest = sha256()

    def read(self, size: int = -1) -> bytes:
        """Some more of it."""
        try:
            data = self._file.read(size)
        except OSError as fault:
            self.fault = _unread(self._file.name, fault)
            raise self.fault from fault
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
    """Raises UnreadableFile where it cannot be read, now or later, or can be no backup."""
    try:
        file = opened(path)
    except OSError as fault:
        raise _unread(str(path), fault) from fault
    with file:
        source = Source(file, _fitting_size(file, path))
        try:
            yield source
        except DamagedFile as fault:
            if source.fault is not None:  # what the seal met was no damage, but a disk that does not answer
                raise source.fault from fault
            raise


def _fitting_size(file: IO[bytes], path: Path) -> int:
    """In bytes. Raises DamagedFile for what cannot be a backup, by its length and its beginning."""
    try:
        size, beginning = path.stat().st_size, file.read(len(BEGINNING))
        file.seek(0)
    except OSError as fault:
        raise _unread(str(path), fault) from fault
    if not BEGINNING.startswith(beginning):
        raise DamagedFile(_NO_BACKUP)
    if size < _SHORTEST:
        raise DamagedFile(_CUT_OFF.format(size=size) if size else _EMPTY, _ONCE_MORE)
    return size


def _unread(name: str, fault: OSError) -> UnreadableFile:
    return UnreadableFile(f"The backup {name} cannot be read: {fault.strerror}.")
