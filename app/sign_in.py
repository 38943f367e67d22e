"""Signing in: with a password to an encrypted file, with the recovery key when passwords are lost, and its making."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from app.book import Book, create_book, open_book
from app.computer.failures import forget_failures, noted_failures
from app.entrance import check_book, logins
from app.errors import BookUnreachable, HousebookError, NotABook, NotAllowed, PasswordNeeded, Refused
from app.features.access import SetPassword
from app.features.failures import NoteFailures
from app.keys.keys_file import read_keys, write_keys
from app.keys.place import keys_path
from app.keys.recovery import from_words, to_words
from app.keys.sealing import new_key
from app.keys.slots import RECOVERY, Slots, data_keys_with, first_slots, new_signing_key
from app.rules.passwords import refuse_weak
from app.staying import forget_kept, keep_key, name_of, nobody_stays, put_back, take_out, who_stays, whose_keys
from app.store.faults import WRONG_PASSWORD
from app.store.location import file_path, is_server
from app.unlocking import (
    RECOVERY_KEY,
    WRONG,
    Unlocked,
    failure_noted,
    fitting,
    locked_file,
    of_the_firm,
    open_unlocked,
    unlock,
)

__all__ = [
    "ask_again", "check", "create", "forget_key", "is_encrypted_file", "is_server", "kept_here", "needs_password",
    "prove", "sign_in", "sign_in_again", "sign_in_with_recovery_key", "staying", "was_wrong", "who_signs_in",
]  # fmt: skip

_NO_LONGER = "You can no longer open this book. Whoever may change the team can let you in again."
_KEYS_THERE = (
    "There are keys of a book at {path}, but no book. Put that book back, or move its keys away. Nothing was made."
)
_NO_KEYS = (
    " If it is an encrypted book, {name} is missing beside it: put that back from a copy of both, or restore a backup."
)


def create(
    location: str,
    firm: str,
    login: str,
    name: str,
    password: str,
    first: Callable[[Book], object] | None = None,
) -> tuple[Book, str]:
    """Make an encrypted book in a new file and open it; and the words of its recovery key, which are kept nowhere."""
    refuse_weak(password, login, firm)
    path = keys_path(file_path(location))
    if path.exists() and not file_path(location).exists():
        raise Refused(_KEYS_THERE.format(path=path))
    data_key, signing, recovery = new_key(), new_signing_key(), new_key()

    def before(book: Book) -> None:
        slots = first_slots(data_key, signing, (book.user.id, book.user.login), password, recovery)
        write_keys(path, slots, signing)
        book.note_keys(slots)
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
        elif password is not None:
            put_back(unlocked.slots, unlocked.slots.of(unlocked.login), unlocked.private)
        return book
    with _missing_keys_told(location):
        return open_book(location, login, password=password)


def sign_in_again(location: str, user_id: int, password: str) -> Book:
    """Open an encrypted book anew as the user who had it open, whatever their login is by now."""
    if is_server(location):
        return _of_server(location, None, password)
    locked = locked_file(location)
    slots = () if locked is None else locked.slots.slots
    login = next((slot.login for slot in slots if slot.user_id == user_id), None)
    if login is None:
        raise NotAllowed(_NO_LONGER)
    return sign_in(location, login, password)


def sign_in_with_recovery_key(location: str, login: str, words: str, password: str) -> Book:
    """Open an encrypted book by the printed key, as one of its users, who has this password from then on."""
    locked = locked_file(location)
    if locked is None:
        raise Refused("This book is not encrypted: it opens without a recovery key.", "recovery_key")
    refuse_weak(password, login)
    path, slots = locked
    key = from_words(words)
    with failure_noted(slots, RECOVERY_KEY):
        data_keys = data_keys_with(slots, RECOVERY, key)
    book = of_the_firm(Unlocked(path, login, slots, fitting(path, data_keys)))
    try:
        book.do(SetPassword(login, password))
        _bring_in_failures(book, slots)
    except BaseException:
        book.close()
        raise
    return book


def staying(location: str) -> list[str]:
    """Who opens this book without a password on this computer."""
    locked = locked_file(location)
    return [] if locked is None else [slot.login for slot in who_stays(locked.slots)]


def kept_here(location: str) -> list[str]:
    """Who asked to stay signed in on this computer, also where a locked window asks for the password once more."""
    locked = locked_file(location)
    return [] if locked is None else [slot.login for slot in whose_keys(locked.slots)]


def forget_key(location: str, login: str) -> bool:
    """Ask a user for the password again on this computer. Whether it was not asked for before."""
    locked = locked_file(location)
    return locked is not None and forget_kept(locked.slots, login)


def ask_again(location: str, user_id: int) -> None:
    """Ask this user for the password on this computer: their window was locked.

    Raises HousebookError where what opens the book without may still be kept here.
    """
    if not is_server(location) and not nobody_stays():
        take_out(read_keys(keys_path(file_path(location))), user_id)


def check(location: str, login: str | None, password: str | None) -> list[str]:
    """As `check_book`, of an encrypted file and on a server by whoever can open it."""
    unlocked = unlock(location, login, password)
    return check_book(location, password=password) if unlocked is None else check_book(location, unlocked.key)


def who_signs_in(location: str) -> list[tuple[str, str]]:
    """Login and name of those who may open the book; of an encrypted one the logins, as names are in it."""
    locked = locked_file(location)
    if locked is None:
        with _missing_keys_told(location):
            return _let_in_by_server(location)
    return [(login, login) for login in locked.slots.logins]


def is_encrypted_file(location: str) -> bool:
    """Whether it is a file that opens with a key only."""
    return locked_file(location) is not None


def needs_password(location: str) -> bool:
    """Whether whoever opens the book has to say a password."""
    if not is_server(location):
        return is_encrypted_file(location)
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


def was_wrong(fault: HousebookError) -> bool:
    """Whether it failed by the password alone."""
    return fault.words in (WRONG, WRONG_PASSWORD)


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
            raise NotAllowed(WRONG) from fault
        raise


def _bring_in_failures(book: Book, slots: Slots) -> None:
    """Into the book, so that others learn of them; one that cannot be written gets them later."""
    noted = noted_failures(name_of(slots))
    if noted:
        with suppress(HousebookError):
            book.do(NoteFailures(tuple(noted)))
            forget_failures(name_of(slots), noted)


def _keep_key(book: Book, unlocked: Unlocked) -> None:
    try:
        keep_key(unlocked.slots, unlocked.slots.of(unlocked.login), unlocked.private)
    except BaseException:
        book.close()
        raise


@contextmanager
def _missing_keys_told(location: str) -> Iterator[None]:
    try:
        yield
    except NotABook as fault:
        name = "" if is_server(location) else keys_path(file_path(location)).name
        raise NotABook(fault.words + _NO_KEYS.format(name=name) if name else fault.words) from fault
