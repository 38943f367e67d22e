"""A plain book made an encrypted one, and back, while nobody has it open. Killed at any moment it opens as either."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.book import Book, open_book
from app.disk import sync_folder
from app.errors import BookUnreachable, HousebookError, Refused
from app.features.access import NoteEncryption
from app.keys.keys_file import write_keys
from app.keys.place import keys_path
from app.keys.recovery import to_words
from app.keys.sealing import new_key
from app.keys.slots import first_slots, halves_of, new_signing_key, with_one_data_key
from app.rules.passwords import refuse_weak
from app.rules.permissions import Permission
from app.sign_in import needs_password
from app.store.file import BookFile
from app.store.location import file_path, is_server
from app.store.own_keys import OwnKeys
from app.store.rekeying import written_anew
from app.unlocking import Unlocked, note_done, open_unlocked, signing_key, unlock
from app.users import present_users

_ON_SERVER = "A book on a server is not encrypted by Housebook: the server keeps it."
_ENCRYPTED = "This book is encrypted already."
_PLAIN = "This book is not encrypted."
_NOT_OPENED = (
    "The book is encrypted, but could not be opened right after. Write its recovery key down now, it is shown this"
    " once: {words}. Then open the book again with your password. What was in the way: {fault}"
)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """A book that was encrypted, open; who needs a password before they open it again, and what was left as it was."""

    book: Book
    words: str = field(repr=False)
    without: tuple[str, ...]
    copies: tuple[str, ...]


def encrypt(location: str, login: str | None, password: str) -> Encrypted:
    """Write a plain book anew under a key. Only this user can open it then, until the others get passwords."""
    path = _file(location)
    if needs_password(location):
        raise Refused(_ENCRYPTED)
    with closing(open_book(location, login)) as book:
        book.user.demand(Permission.EDIT_BOOK)
        refuse_weak(password, book.user.login, book.firm)
        user = (book.user.id, book.user.login)
        others = tuple(one.login for one in book.ask(lambda session: list(present_users(session))) if one.id != user[0])
    key, signing, recovery, keys = new_key(), new_signing_key(), new_key(), keys_path(path)
    slots = replace(first_slots(key, signing, user, password, recovery), plain_too=True)
    with written_anew(BookFile(path), key, OwnKeys(signing, halves_of(slots))) as put_in_place:
        write_keys(keys, slots, signing)
        put_in_place()
        with suppress(BookUnreachable):
            write_keys(keys, with_one_data_key(slots), signing)
    copies = tuple(sorted(one.name for one in path.parent.glob(f"{path.name}.before-*")))
    book = _open_again(Unlocked(path, user[1], slots, key), to_words(recovery))
    note_done(book, NoteEncryption(True, others))
    return Encrypted(book, to_words(recovery), others, copies)


def _open_again(unlocked: Unlocked, words: str) -> Book:
    """The book that is encrypted by now: whatever happens, the words must not be lost."""
    try:
        return open_unlocked(unlocked)
    except HousebookError as fault:
        raise BookUnreachable(_NOT_OPENED.format(words=words, fault=fault.words)) from fault


def decrypt(location: str, login: str | None, password: str | None) -> Book:
    """Write an encrypted book anew without a key, and take its keys away; the book, open."""
    opened = unlock(location, login, password)
    if opened is None:
        raise Refused(_ON_SERVER if is_server(location) else _PLAIN)
    with closing(open_unlocked(opened)) as book:
        book.user.demand(Permission.EDIT_BOOK)
        signing = book.ask(signing_key) or b""
    keys = keys_path(opened.path)
    with written_anew(BookFile(opened.path, opened.key), None) as put_in_place:
        write_keys(keys, replace(opened.slots, plain_too=True), signing)
        put_in_place()
        keys.unlink()
        sync_folder(keys.parent)
    book = open_book(location, opened.login)
    note_done(book, NoteEncryption(False))
    return book


def _file(location: str) -> Path:
    if is_server(location):
        raise Refused(_ON_SERVER)
    return file_path(location)
