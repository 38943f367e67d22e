"""What opens an encrypted file for one user: the keys beside it, their password or their kept key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book import Book, open_book
from app.computer.failures import note_failure
from app.errors import BookDamaged, HousebookError, NotABook, NotAllowed, NotFound, PasswordNeeded
from app.keys.draft_seal import DraftSeal
from app.keys.keys_file import read_keys
from app.keys.place import is_encrypted, keys_path
from app.keys.slots import Slot, Slots, data_keys_with, is_of_firm, private_key
from app.models import FormerKey
from app.rules.permissions import for_everybody
from app.staying import kept_private_key, name_of
from app.store.file import BookFile, fits
from app.store.hot import rows_of
from app.store.location import file_path, is_server
from app.users import several
from app.work import Command

RECOVERY_KEY = "the recovery key"
"""What stands for a login where its words were wrong."""
WRONG = "The login or the password is wrong."
_OTHER_BOOK = (
    "The keys file beside this book does not fit it: it is an older one, or another book's. Put back the one that was"
    " saved together with the book. Nothing was changed."
)


class Locked(NamedTuple):
    """An encrypted file, and the slots of the keys file beside it."""

    path: Path
    slots: Slots


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An encrypted file and what opens it, for one user."""

    path: Path
    login: str
    slots: Slots
    key: bytes = field(repr=False)
    private: bytes = field(repr=False, default=b"")


def unlock(location: str, login: str | None, password: str | None) -> Unlocked | None:
    """What a user opens an encrypted file with; nothing of other books. Raises as `sign_in`."""
    locked = locked_file(location)
    if locked is None:
        return None
    path, slots = locked
    slot, private = _by_kept_key(slots, login) if password is None else _by_password(slots, login, password)
    key = fitting(path, data_keys_with(slots, slot.login, private))
    return Unlocked(path, slot.login, slots, key, private)


def _by_kept_key(slots: Slots, login: str | None) -> tuple[Slot, bytes]:
    kept = kept_private_key(slots, login)
    if kept is None:
        raise PasswordNeeded(login or _only_one(slots))
    return kept


def _by_password(slots: Slots, login: str | None, password: str) -> tuple[Slot, bytes]:
    try:
        slot = slots.of(login or _only_one(slots))
    except NotFound as fault:
        if login is None:
            raise
        # Who guesses logins shall not learn which there are; what was typed there may be a password.
        note_failure(name_of(slots), "")
        raise NotAllowed(WRONG) from fault
    with failure_noted(slots, slot.login):
        private = private_key(slot, password)
    return slot, private


@contextmanager
def failure_noted(slots: Slots, login: str) -> Iterator[None]:
    try:
        yield
    except NotAllowed:
        note_failure(name_of(slots), login)
        raise


def open_unlocked(unlocked: Unlocked) -> Book:
    """The book, if it and the keys file beside it belong together, and the key that opened it is this user's own."""
    book = of_the_firm(unlocked)
    if book.user.id != unlocked.slots.of(unlocked.login).user_id:
        book.close()
        raise NotAllowed(WRONG)
    return book


def note_done(book: Book, note: Command[None]) -> None:
    """Write into the journal what was done to the file: it is done, whatever the journal takes of it."""
    with suppress(HousebookError):
        book.do(note)


def of_the_firm(unlocked: Unlocked) -> Book:
    try:
        book = open_book(str(unlocked.path), unlocked.login, unlocked.key)
    except NotABook as fault:
        raise NotABook(_OTHER_BOOK) from fault
    if not any(is_of_firm(unlocked.slots, key) for key in book.keys_taken):
        book.close()
        raise BookDamaged(_OTHER_BOOK)
    if len(book.keys_taken) > 1:
        book.settle_keys()
    return book


def draft_seal(book: Book) -> DraftSeal | None:
    """What the drafts of the user are sealed with; nothing in a book that never had keys."""
    first = book.ask(_first_signing_key)
    return None if first is None else DraftSeal(first, book.user.id)


@for_everybody
def signing_key(session: Session) -> bytes | None:
    """The private half of the firm's key for signing; nothing in a book without keys."""
    ((signing,),) = rows_of(session, "SELECT signing_key FROM book", {})
    return cast(bytes | None, signing)


@for_everybody
def _first_signing_key(session: Session) -> bytes | None:
    now = signing_key(session)
    if now is None:
        return None
    return session.execute(select(FormerKey.signing).order_by(FormerKey.id).limit(1)).scalar_one_or_none() or now


def fitting(path: Path, data_keys: Sequence[bytes]) -> bytes:
    """The newest key; or the one before, where the program was killed before the book had the newest one."""
    newest, *before = data_keys
    return next((key for key in before if fits(BookFile(path, key))), newest)


def locked_file(location: str) -> Locked | None:
    """The file and its slots, if it is encrypted; a server's book is none, nor is one whose keys file is left from an
    encryption or decryption in which the program was killed, while the file itself opens without a key."""
    path = None if is_server(location) else file_path(location)
    if path is None or not is_encrypted(path):
        return None
    slots = read_keys(keys_path(path))
    return None if slots.plain_too and fits(BookFile(path)) else Locked(path, slots)


def _only_one(slots: Slots) -> str:
    if len(slots.logins) != 1:
        raise several(slots.logins)
    return slots.logins[0]
