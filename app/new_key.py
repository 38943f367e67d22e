"""Another data key for an encrypted book, as when somebody departs: what they copied opens nothing that comes later."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy.orm import Session

from app.book import Book
from app.errors import Refused
from app.features.access import NoteNewKey
from app.keys.keys_file import write_keys
from app.keys.place import keys_path
from app.keys.sealing import new_key
from app.keys.slots import Slots, with_data_key, with_one_data_key, with_users
from app.rules.permissions import Permission, for_everybody
from app.store.file import BookFile
from app.store.rekeying import written_anew
from app.unlocking import Unlocked, note_done, open_unlocked, signing_key, unlock
from app.users import present_users

_PLAIN = "This book is not encrypted: it has no key that could be changed."


def change_key(location: str, login: str | None, password: str | None) -> tuple[Book, tuple[str, ...]]:
    """Write the book anew under another data key, for all who may open it now; the book, and who no longer can.

    Killed at any moment, the book opens with the key before or the new one. Raises Refused while it is open elsewhere.
    """
    opened = unlock(location, login, password)
    if opened is None:
        raise Refused(_PLAIN)
    with closing(open_unlocked(opened)) as book:
        book.user.demand(Permission.EDIT_TEAM)
        signing, present = book.ask(signing_key) or b"", book.ask(_present)
    stay = with_users(opened.slots, present)
    gone = tuple(sorted(set(opened.slots.logins) - set(stay.logins)))
    key = new_key()
    slots = with_data_key(stay, key)
    _write_anew(opened, slots, signing, key)
    book = open_unlocked(Unlocked(opened.path, opened.login, slots, key))
    note_done(book, NoteNewKey(slots.generation, gone))
    return book, gone


def _write_anew(opened: Unlocked, slots: Slots, signing: bytes, key: bytes) -> None:
    """First both keys open, then the book is another, then only the new one does."""
    keys = keys_path(opened.path)
    with written_anew(BookFile(opened.path, opened.key), key) as put_in_place:
        write_keys(keys, slots, signing)
        put_in_place()
        write_keys(keys, with_one_data_key(slots), signing)


@for_everybody
def _present(session: Session) -> dict[int, str]:
    return {user.id: user.login for user in present_users(session)}
