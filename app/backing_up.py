"""A backup is made while everyone works on, and counts when it was restored: only then it gets its name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import IO, Final

from sqlalchemy.orm import Session

from app import clock
from app.archive.form import Header, Manifest
from app.book import Book
from app.copying import PART, begin_folder, digest_of
from app.disk import sync_file
from app.errors import BookUnreachable, HousebookError, Refused, Stopped
from app.features.backups import (
    BeginBackups,
    KeysMadeMeanwhile,
    NoteBackup,
    backups,
    missing_keys,
    opening_keys,
    sealing_keys,
)
from app.keys.recovery import from_words, to_words
from app.keys.sealing import new_key, public_half
from app.keys.slots import firm_of, new_signing_key
from app.new_place import kept_keys
from app.proving import Proof, prove
from app.rules.pace import BACKING_UP
from app.rules.permissions import Permission, of_the_whole_book
from app.scratch import SURELY_LEFT_SECONDS, NoScratch
from app.store.archiving import ENDING, Meter, file_name, write_archive
from app.store.backup_seal import Sealing
from app.store.lines import SHAPES
from app.store.whole_files import put_in_place, sweep
from app.ticket import Ticket

_NOT_PROVEN: Final = (
    "The backup could be restored, but is not the same as the book{where}. It was thrown away; the book is as it was."
    " Run: housebook check"
)
_BROKEN_OFF: Final = "Its proof was stopped."
_NOT_NOTED: Final = "The backup {file} is {made}, but the book could not take a note of it. {why}"
_NO_FOLDER: Final = "The backup cannot be written into {folder}: {why}. The book is as it was."


class NotTaken(Refused):
    """The folder does not take a backup."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    file: Path
    revision: int
    rows: int
    bytes: int
    digest: str
    seconds: float
    proven_at: datetime | None
    """Nothing where the proof was broken off, or there was no room for it: it is complete, and does not count yet."""
    unproven: str
    """Why it is not, in a sentence; nothing where it is proven."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What a backup is made for, in words, and the number of the place that it is put into, if that is one."""

    why: str = ""
    place: int | None = None


_BY_HAND: Final = Reason("by hand")


def back_up(
    book: Book,
    folder: Path,
    tell: Callable[[str], object],
    ticket: Ticket | None = None,
    words: str = "",
    reason: Reason = _BY_HAND,
) -> Made:
    """Write a backup into a folder, prove it, and note it in the book. Raises as `prove`; then nothing is left.

    What is complete stays, though its proof was broken off: it is proven later. Where it takes a new recovery key its
    words are told before the book has it. They are kept nowhere. `words` are those of a new one that were told already.
    """
    ticket, began = ticket or Ticket(), time.monotonic()
    book.user.demand(Permission.BACK_UP)
    with _half(folder, by_hand=reason.place is None) as (half, target):
        sealing, kept = _keys(book, tell, words), kept_keys(book.location)
        with _folder_told(folder), target:
            header, manifest = book.ask_for(ticket, _snapshot, target, sealing, kept, _meter(book, target, ticket))
            target.flush()
            sync_file(half)
        proof = _proof(book, half, ticket)
        with _folder_told(folder):
            digest = proof.backup.digest if isinstance(proof, Proof) else digest_of(half, Ticket())
            size, file = half.stat().st_size, _named(half, folder, header)
    since, unproven = (clock.now(), "") if isinstance(proof, Proof) else (None, proof)
    at, seconds = datetime.fromisoformat(header.at), time.monotonic() - began
    about = at, header.revision, manifest.rows, size, digest, file.name, str(file.parent), since
    _note(book, file, NoteBackup(*about, reason.why, round(seconds), reason.place, sealing.began, sealing.publics[1]))
    return Made(file, header.revision, manifest.rows, size, digest, seconds, since, unproven)


def _proof(book: Book, half: Path, ticket: Ticket) -> Proof | str:
    """That it can be restored and is the same; where nobody can tell yet, why."""
    keys = book.ask(opening_keys)
    try:
        proof = prove(half, keys, ticket)
    except Stopped:
        return _BROKEN_OFF
    except (NoScratch, BookUnreachable) as fault:
        return fault.words
    if not proof.ok:
        raise Refused(_NOT_PROVEN.format(where="" if proof.journal_ok else ": its journal does not hold"))
    return proof


def _note(book: Book, file: Path, note: NoteBackup) -> None:
    """It stands there, whether the book can take a note of it or not; unless its words open nothing else."""
    try:
        book.do(note)
    except KeysMadeMeanwhile:
        with suppress(OSError):
            file.unlink()
        raise
    except HousebookError as fault:
        made = "made and proven" if note.proven_at else "made"
        raise Refused(_NOT_NOTED.format(file=file, made=made, why=fault.words)) from fault


def _keys(book: Book, tell: Callable[[str], object], words: str) -> Sealing:
    """What the backup is sealed and signed with; the words of a recovery key are told before it counts."""
    found = book.ask(sealing_keys)
    if found is not None:
        return found
    own, lacks_recovery = book.ask(missing_keys)
    signing, recovery = own or new_signing_key(), _recovery_key(tell, words) if lacks_recovery else None
    half = b"" if recovery is None else public_half(recovery)
    return book.do(BeginBackups(new_key(), firm_of(signing), b"" if own else signing, half)).answer


def _recovery_key(tell: Callable[[str], object], words: str) -> bytes:
    """A new one whose words are told."""
    if words:
        return from_words(words)
    made = new_key()
    tell(to_words(made))
    return made


@contextmanager
def _half(folder: Path, *, by_hand: bool) -> Iterator[tuple[Path, IO[bytes]]]:
    """A file to write into; nothing is left of it, unless it got its own name by then.

    A folder that was named by hand may be new, though not those above it; a place whose drive was taken out is not.
    """
    half = folder.absolute() / f"{token_hex(8)}{ENDING}{PART}"
    with _folder_told(folder):
        if by_hand:
            begin_folder(folder)
        sweep(folder, f"*{ENDING}{PART}", SURELY_LEFT_SECONDS)
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
        raise NotTaken(_NO_FOLDER.format(folder=folder, why=fault.strerror or "it does not answer")) from fault


@of_the_whole_book(Permission.BACK_UP)
def _snapshot(
    session: Session, target: IO[bytes], sealing: Sealing, keys: bytes | None, meter: Meter
) -> tuple[Header, Manifest]:
    """Everything that one state of the book holds, into the target."""
    return write_archive(session.connection(), target, SHAPES, sealing, meter, keys)


def _meter(book: Book, target: IO[bytes], ticket: Ticket) -> Meter:
    """Reports how much is written: of as much as the last backup had, or of nobody knows how much."""
    last = next((one.bytes for one in book.ask(backups)), 0)

    def report() -> None:
        done = target.tell()
        ticket.report(BACKING_UP, done, last if done < last else 0)

    return report


def _named(half: Path, folder: Path, header: Header) -> Path:
    """Give a backup its name."""
    file = folder.absolute() / file_name(header)
    try:
        put_in_place(half, file)
    except FileExistsError:  # another desk made one of the same revision in the same second
        file = file.with_stem(f"{file.stem}-{token_hex(2)}")
        put_in_place(half, file)
    return file
