"""Another data key for an encrypted book, as when somebody departs: what they copied opens nothing that comes later.

Nor does what they put into the keys file while they could sign it: only slots that the program wrote itself get the new
key, and the firm signs with another one from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.book import Book
from app.errors import Refused
from app.features.access import NoteNewKey
from app.features.recovery import NoteNewRecoveryKey
from app.keys.keys_file import write_keys
from app.keys.place import keys_path
from app.keys.recovery import to_words
from app.keys.sealing import new_key, public_half
from app.keys.slots import (
    Slots,
    halves_of,
    new_signing_key,
    with_data_key,
    with_halves,
    with_one_data_key,
    with_recovery,
    with_users,
)
from app.rules.permissions import Permission, for_everybody
from app.staying import forget_kept, whose_keys
from app.store.file import BookFile
from app.store.own_keys import OwnKeys, known_halves
from app.store.rekeying import written_anew
from app.unlocking import Unlocked, note_done, open_unlocked, signing_key, unlock
from app.users import present_users

_PLAIN = "This book is not encrypted: it has no key that could be changed."
_NOT_YOURS = (
    "What opens the book for you is not what Housebook wrote into its keys file. Set your own password first, then"
    " change the key. Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A book under another key, open."""

    book: Book
    without: tuple[str, ...]
    """Who could open it before, and may not any more."""
    anew: tuple[str, ...]
    """Who needs another password: what stood for them in the keys file was not the program's."""
    words: str | None = field(repr=False)
    """Of a new recovery key, where the one before was not the program's."""


@dataclass(frozen=True, slots=True)
class _Staying:
    """The slots that the program wrote for those who may open the book now; who is not among them, and why."""

    slots: Slots
    signing: bytes = field(repr=False)
    without: tuple[str, ...]
    anew: tuple[str, ...]


def change_key(location: str, login: str | None, password: str | None) -> NewKey:
    """Write the book anew under another data key and signing key, for all who may open it now.

    Killed at any moment, the book opens with the key before or the new one. Raises Refused while it is open elsewhere.
    """
    opened = unlock(location, login, password)
    if opened is None:
        raise Refused(_PLAIN)
    with closing(open_unlocked(opened)) as book:
        book.user.demand(Permission.EDIT_TEAM)
        stay = _staying(book, opened.slots)
        recovery = None if 0 in halves_of(stay.slots) else _new_recovery(book)
    key, slots = new_key(), stay.slots
    if recovery is not None:
        slots = with_recovery(slots, opened.key, public_half(recovery))
    slots = _write_anew(opened, with_data_key(slots, key, opened.key), stay.signing, key)
    for slot in whose_keys(opened.slots):
        forget_kept(opened.slots, slot.login)
    book = open_unlocked(Unlocked(opened.path, opened.login, slots, key))
    note_done(book, NoteNewKey(slots.generation, stay.without, stay.anew))
    if recovery is None:
        return NewKey(book, stay.without, stay.anew, None)
    note_done(book, NoteNewRecoveryKey())
    return NewKey(book, stay.without, stay.anew, to_words(recovery))


def _staying(book: Book, slots: Slots) -> _Staying:
    """Raises Refused where the user's own slot is none of the program's: they would be locked out."""
    signing, present, halves = book.ask(signing_key) or b"", book.ask(_present), book.ask(_halves)
    may = with_users(slots, present)
    own = with_halves(may, halves)
    if book.user.id not in halves_of(own):
        raise Refused(_NOT_YOURS)
    strange = (halves_of(may).keys() | halves.keys()) - halves_of(own).keys()
    without = set(slots.logins) - set(may.logins)
    return _Staying(own, signing, _sorted(without), _sorted(present[user] for user in strange if user in present))


def _new_recovery(book: Book) -> bytes:
    """A recovery key in the place of one that is none of the program's; as at any other time, for owners only."""
    book.user.demand(Permission.EDIT_BOOK)
    return new_key()


def _write_anew(opened: Unlocked, slots: Slots, before: bytes, key: bytes) -> Slots:
    """First both keys open, then the book is another, then only the new one does and the firm signs with another."""
    keys, signing = keys_path(opened.path), new_signing_key()
    with written_anew(BookFile(opened.path, opened.key), key, OwnKeys(signing, halves_of(slots))) as put_in_place:
        write_keys(keys, slots, before)
        put_in_place()
        return write_keys(keys, with_one_data_key(slots), signing)


def _sorted(logins: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(logins))


@for_everybody
def _present(session: Session) -> dict[int, str]:
    return {user.id: user.login for user in present_users(session)}


@for_everybody
def _halves(session: Session) -> dict[int, bytes]:
    return known_halves(session.connection())
