"""Signing in: with a password to an encrypted file, with the recovery key when passwords are lost, and its making."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book import Book, check_book, create_book, logins, open_book
from app.computer.failures import forget_failures, note_failure, noted_failures
from app.errors import (
    BookDamaged,
    BookUnreachable,
    HousebookError,
    NotABook,
    NotAllowed,
    NotFound,
    PasswordNeeded,
    Refused,
)
from app.features.access import SetPassword
from app.features.failures import NoteFailures
from app.keys.draft_seal import DraftSeal
from app.keys.keys_file import read_keys, write_keys
from app.keys.place import is_encrypted, keys_path
from app.keys.recovery import from_words, to_words
from app.keys.sealing import new_key
from app.keys.slots import RECOVERY, Slot, Slots, data_keys_with, first_slots, is_of_firm, new_signing_key, private_key
from app.models import BookState
from app.rules.passwords import refuse_weak
from app.rules.permissions import for_everybody
from app.staying import forget_kept, keep_key, kept_private_key, name_of, who_stays
from app.store.faults import WRONG_PASSWORD
from app.store.file import BookFile, fits
from app.store.location import file_path, is_server
from app.users import several

__all__ = [
    "DraftSeal", "Unlocked", "check", "create", "draft_seal", "forget_key", "is_server", "needs_password",
    "open_unlocked", "prove", "sign_in", "sign_in_again", "sign_in_with_recovery_key", "signing_key", "staying",
    "unlock", "who_signs_in",
]  # fmt: skip

RECOVERY_KEY = "the recovery key"
_WRONG = "The login or the password is wrong."
_NO_LONGER = "You can no longer open this book. Whoever may change the team can let you in again."
_OTHER_BOOK = (
    "The keys file beside this book does not fit it: it is an older one, or another book's. Put back the one that was"
    " saved together with the book. Nothing was changed."
)
_KEYS_THERE = (
    "There are keys of a book at {path}, but no book. Put that book back, or move its keys away. Nothing was made."
)
_NO_KEYS = " If it is an encrypted book, {name} is missing beside it: put that back from the last backup."


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An encrypted file and what opens it, for one user."""

    path: Path
    login: str
    slots: Slots
    key: bytes = field(repr=False)
    private: bytes = field(repr=False, default=b"")


def create(
    location: str,
    firm: str,
    login: str,
    name: str,
    password: str,
    first: Callable[[Book], object] | None = None,
) -> tuple[Book, str]:
    """Make an encrypted book in a new file and open it; and the words of its recovery key, which are kept nowhere."""
    refuse_weak(password, login)
    path = keys_path(file_path(location))
    if path.exists():
        raise Refused(_KEYS_THERE.format(path=path))
    data_key, signing, recovery = new_key(), new_signing_key(), new_key()

    def before(book: Book) -> None:
        slots = first_slots(data_key, signing, (book.user.id, book.user.login), password, recovery)
        write_keys(path, slots, signing)
        if first is not None:
            first(book)

    try:
        return create_book(location, firm, login, name, data_key, signing, before), to_words(recovery)
    except BaseException:
        if not file_path(location).exists():
            path.unlink(missing_ok=True)
        raise


def sign_in(location: str, login: str | None, password: str | None, *, stay: bool = False) -> Book:
    """Open a book as a user. Of an encrypted file: PasswordNeeded without a password, NotAllowed with a wrong one.

    `stay`: their key is kept in this computer's own store, so that it takes no password here any more. Raises Refused
    where it is not kept.
    """
    unlocked = unlock(location, login, password)
    if unlocked is not None:
        book = open_unlocked(unlocked)
        _bring_in_failures(book, unlocked.slots)
        if stay:
            _keep_key(book, unlocked)
        return book
    with _missing_keys_told(location):
        return open_book(location, login, password=password)


def sign_in_again(location: str, user_id: int, password: str) -> Book:
    """Open an encrypted book anew as the user who had it open, whatever their login is by now."""
    if is_server(location):
        return _of_server(location, None, password)
    path = _encrypted_file(location)
    slots = None if path is None else read_keys(keys_path(path))
    login = next((slot.login for slot in slots.slots if slot.user_id == user_id), None) if slots else None
    if login is None:
        raise NotAllowed(_NO_LONGER)
    return sign_in(location, login, password)


def sign_in_with_recovery_key(location: str, login: str, words: str, password: str) -> Book:
    """Open an encrypted book by the printed key, as one of its users, who has this password from then on."""
    path = _encrypted_file(location)
    if path is None:
        raise Refused("This book is not encrypted: it opens without a recovery key.", "recovery_key")
    refuse_weak(password, login)
    slots = read_keys(keys_path(path))
    key = from_words(words)
    with _failure_noted(slots, RECOVERY_KEY):
        data_keys = data_keys_with(slots, RECOVERY, key)
    book = _of_the_firm(Unlocked(path, login, slots, _fitting(path, data_keys)))
    try:
        book.do(SetPassword(login, password))
        _bring_in_failures(book, slots)
    except BaseException:
        book.close()
        raise
    return book


def staying(location: str) -> list[str]:
    """Who stays signed in to this book on this computer."""
    path = _encrypted_file(location)
    return [] if path is None else [slot.login for slot in who_stays(read_keys(keys_path(path)))]


def forget_key(location: str, login: str) -> bool:
    """Ask a user for the password again on this computer. Whether it was not asked for before."""
    path = _encrypted_file(location)
    return path is not None and forget_kept(read_keys(keys_path(path)), login)


def check(location: str, login: str | None, password: str | None) -> list[str]:
    """As `check_book`, of an encrypted file by whoever can open it."""
    unlocked = unlock(location, login, password)
    return check_book(location, None if unlocked is None else unlocked.key)


def who_signs_in(location: str) -> list[tuple[str, str]]:
    """Login and name of those who may open the book; of an encrypted one the logins, as names are in it."""
    path = _encrypted_file(location)
    if path is None:
        with _missing_keys_told(location):
            return _let_in_by_server(location)
    return [(login, login) for login in read_keys(keys_path(path)).logins]


def needs_password(location: str) -> bool:
    """Whether whoever opens the book has to say a password."""
    if not is_server(location):
        return _encrypted_file(location) is not None
    try:
        logins(location)
    except PasswordNeeded:
        return True
    return False


def _let_in_by_server(location: str) -> list[tuple[str, str]]:
    """The logins of a book; of a server that asks for a password first, the one that the address names."""
    try:
        return logins(location)
    except PasswordNeeded as needed:
        return [(needed.login, needed.login)]


def prove(location: str, login: str, password: str) -> None:
    """Raise NotAllowed where this password does not open the book for them."""
    if not is_server(location):
        unlock(location, login, password)
        return
    _of_server(location, login, password).close()


def _of_server(location: str, login: str | None, password: str) -> Book:
    try:
        return open_book(location, login, password=password)
    except BookUnreachable as fault:
        if fault.words == WRONG_PASSWORD:
            raise NotAllowed(_WRONG) from fault
        raise


def unlock(location: str, login: str | None, password: str | None) -> Unlocked | None:
    """What a user opens an encrypted file with; nothing of other books. Raises as `sign_in`."""
    path = _encrypted_file(location)
    if path is None:
        return None
    slots = read_keys(keys_path(path))
    slot, private = _by_kept_key(slots, login) if password is None else _by_password(slots, login, password)
    key = _fitting(path, data_keys_with(slots, slot.login, private))
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
        raise NotAllowed(_WRONG) from fault
    with _failure_noted(slots, slot.login):
        return slot, private_key(slot, password)


@contextmanager
def _failure_noted(slots: Slots, login: str) -> Iterator[None]:
    try:
        yield
    except NotAllowed:
        note_failure(name_of(slots), login)
        raise


def _bring_in_failures(book: Book, slots: Slots) -> None:
    """Into the book, so that others learn of them; one that cannot be written gets them later."""
    noted = noted_failures(name_of(slots))
    if noted:
        with suppress(HousebookError):
            book.do(NoteFailures(tuple(noted)))
            forget_failures(name_of(slots), noted)


def open_unlocked(unlocked: Unlocked) -> Book:
    """The book, if it and the keys file beside it belong together, and the key that opened it is this user's own."""
    book = _of_the_firm(unlocked)
    if book.user.id != unlocked.slots.of(unlocked.login).user_id:
        book.close()
        raise NotAllowed(_WRONG)
    return book


def _of_the_firm(unlocked: Unlocked) -> Book:
    try:
        book = open_book(str(unlocked.path), unlocked.login, unlocked.key)
    except NotABook as fault:
        raise NotABook(_OTHER_BOOK) from fault
    signing = book.ask(signing_key)
    if signing is None or not is_of_firm(unlocked.slots, signing):
        book.close()
        raise BookDamaged(_OTHER_BOOK)
    return book


def draft_seal(book: Book) -> DraftSeal | None:
    """What the drafts of the user are sealed with; nothing in a book that never had keys."""
    signing = book.ask(signing_key)
    return None if signing is None else DraftSeal(signing, book.user.id)


@for_everybody
def signing_key(session: Session) -> bytes | None:
    """The private half of the firm's key for signing; nothing in a book without keys."""
    return session.execute(select(BookState.signing_key)).scalar_one()


def _keep_key(book: Book, unlocked: Unlocked) -> None:
    try:
        keep_key(unlocked.slots, unlocked.slots.of(unlocked.login), unlocked.private)
    except BaseException:
        book.close()
        raise


def _fitting(path: Path, data_keys: Sequence[bytes]) -> bytes:
    """The newest key; or the one before, where the program was killed before the book had the newest one."""
    newest, *before = data_keys
    return next((key for key in before if fits(BookFile(path, key))), newest)


@contextmanager
def _missing_keys_told(location: str) -> Iterator[None]:
    try:
        yield
    except NotABook as fault:
        name = "" if is_server(location) else keys_path(file_path(location)).name
        raise NotABook(fault.words + _NO_KEYS.format(name=name) if name else fault.words) from fault


def _encrypted_file(location: str) -> Path | None:
    path = None if is_server(location) else file_path(location)
    return path if path is not None and is_encrypted(path) and not _is_plain_yet(path) else None


def _is_plain_yet(path: Path) -> bool:
    """Whether the program was killed while it encrypted or decrypted the book, before or after that had its key."""
    return read_keys(keys_path(path)).plain_too and fits(BookFile(path))


def _only_one(slots: Slots) -> str:
    if len(slots.logins) != 1:
        raise several(slots.logins)
    return slots.logins[0]
