"""A backup is made while everyone works on, and counts when it was restored: only then it gets its name."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from typing import IO, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.archive.form import FILES_TABLE, FORMAT, Header, Manifest
from app.archive.writing import archive_in
from app.book import Book
from app.computer.places import data_folder
from app.disk import sync_file
from app.errors import HousebookError, Refused
from app.features.backups import BeginBackups, NoteBackup, Sealing, backups, missing_keys, opening_keys, sealing_keys
from app.keys.keys_file import bytes_of_keys
from app.keys.place import is_encrypted, keys_path
from app.keys.recovery import to_words
from app.keys.sealing import new_key, public_half
from app.keys.slots import firm_of, new_signing_key
from app.models import BookState
from app.proving import SURELY_LEFT_SECONDS, prove
from app.rules.permissions import Permission, of_the_whole_book
from app.store.dumping import files_of, last_key, lines_of
from app.store.lines import SHAPES
from app.store.location import file_path, is_server
from app.store.schema import schema_of
from app.store.whole_files import put_in_place, sweep
from app.ticket import Ticket

ENDING, _PART = ".hbk", ".part"
_NOT_PROVEN: Final = (
    "The backup could be restored, but is not the same as the book{where}. It was thrown away; the book is as it was."
    " Run: housebook check"
)
_NOT_NOTED: Final = "The backup {file} is made and proven, but the book could not take a note of it. {why}"
_NO_FOLDER: Final = "The backup cannot be written into {folder}: {why}. The book is as it was."
_MOST_LETTERS: Final = 40
_BOOK: Final = select(BookState.uid, BookState.firm, BookState.revision, BookState.head)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and proven."""

    file: Path
    revision: int
    rows: int
    bytes: int
    seconds: float
    proven_at: datetime


def back_up(book: Book, folder: Path, tell: Callable[[str], object], ticket: Ticket | None = None) -> Made:
    """Write a backup into a folder, prove it, and note it in the book. Raises as `prove`; then nothing is left.

    Where it takes a new recovery key its words are told before the book has it. They are kept nowhere.
    """
    ticket, began = ticket or Ticket(), time.monotonic()
    book.user.demand(Permission.BACK_UP)
    with _half(folder) as (half, target):
        sealing, kept = _keys(book, tell), _keys_file(book)
        with _folder_told(folder), target:
            header, manifest = book.ask_for(ticket, _snapshot, target, sealing, kept, ticket)
            target.flush()
            sync_file(half)
        proof = prove(half, book.ask(opening_keys), ticket)
        if not proof.ok:
            raise Refused(_NOT_PROVEN.format(where="" if proof.journal_ok else ": its journal does not hold"))
        with _folder_told(folder):
            size, file = half.stat().st_size, _named(half, folder, header)
    at, since = datetime.fromisoformat(header.at), clock.now()
    about = at, header.revision, manifest.rows, size, proof.backup.digest
    _note(book, file, NoteBackup(*about, file.name, str(file.parent), since))
    return Made(file, header.revision, manifest.rows, size, time.monotonic() - began, since)


def _note(book: Book, file: Path, note: NoteBackup) -> None:
    """It stands there and is proven, whether the book can take a note of it or not."""
    try:
        book.do(note)
    except HousebookError as fault:
        raise Refused(_NOT_NOTED.format(file=file, why=fault.words)) from fault


def place_of_backups(book: Book) -> Path:
    """Where the last backup was put; before the first, a folder beside a file, or on this computer for a server's."""
    last = next(iter(book.ask(backups)), None)
    if last is not None:
        return Path(last.place)
    if is_server(book.location):
        return data_folder() / "backups"
    path = file_path(book.location)
    return path.with_name(f"{path.name}.backups")


def _keys(book: Book, tell: Callable[[str], object]) -> Sealing:
    """What the backup is sealed and signed with; the words of a recovery key are told before it counts."""
    found = book.ask(sealing_keys)
    if found is not None:
        return found
    own, lacks_recovery = book.ask(missing_keys)
    signing, recovery = own or new_signing_key(), new_key() if lacks_recovery else None
    if recovery is not None:
        tell(to_words(recovery))
    half = b"" if recovery is None else public_half(recovery)
    return book.do(BeginBackups(new_key(), firm_of(signing), b"" if own else signing, half)).answer


@contextmanager
def _half(folder: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A file to write into; nothing is left of it, unless it got its own name by then."""
    half = folder.absolute() / f"{token_hex(8)}{ENDING}{_PART}"
    with _folder_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder, f"*{ENDING}{_PART}", SURELY_LEFT_SECONDS)
        target = half.open("xb")
    try:
        with target:
            yield half, target
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


@contextmanager
def _folder_told(folder: Path) -> Iterator[None]:
    """Says that the folder does not take it."""
    try:
        yield
    except OSError as fault:
        raise Refused(_NO_FOLDER.format(folder=folder, why=fault.strerror or "it does not answer")) from fault


def _keys_file(book: Book) -> bytes | None:
    """What stands beside an encrypted book."""
    path = None if is_server(book.location) else file_path(book.location)
    return None if path is None or not is_encrypted(path) else bytes_of_keys(keys_path(path))


@of_the_whole_book(Permission.BACK_UP)
def _snapshot(
    session: Session, target: IO[bytes], sealing: Sealing, keys: bytes | None, ticket: Ticket
) -> tuple[Header, Manifest]:
    """Everything that one state of the book holds, into the target."""
    connection = session.connection()
    book = session.execute(_BOOK).one()
    header = Header(
        FORMAT, schema_of(connection) or "", f"Housebook {version('housebook')}", book.firm, book.uid, book.revision,
        clock.now().isoformat(), connection.dialect.name, last_key(connection), keys is not None, SHAPES,
    )  # fmt: skip
    with archive_in(target, sealing.publics, header) as archive:
        for number, (table, shape) in enumerate(SHAPES.items()):
            archive.add_table(table, _reported(lines_of(connection, table, shape), ticket, number))
            if table == FILES_TABLE:
                for digest, data in files_of(connection):
                    archive.add_file(digest, data)
        if keys is not None:
            archive.add_keys(keys)
        return header, archive.sign(book.head, sealing.signing)


def _reported(lines: Iterator[bytes], ticket: Ticket, done: int) -> Iterator[bytes]:
    """The same lines; between them the work can be stopped."""
    for some in lines:
        ticket.report("Backing up", done, len(SHAPES))
        yield some


def _named(half: Path, folder: Path, header: Header) -> Path:
    """Give a backup its name: whose book, which revision, and when it was made."""
    firm = re.sub(r"\W+", "-", header.firm).strip("-")[:_MOST_LETTERS] or "book"
    stamp = datetime.fromisoformat(header.at).strftime("%Y%m%d-%H%M%S")
    file = folder.absolute() / f"{firm}-{header.revision:08}-{stamp}{ENDING}"
    put_in_place(half, file)
    return file
