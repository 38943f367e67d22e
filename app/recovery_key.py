"""The recovery key after the first day: another one, whether the printed one still opens the book, and its sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app import clock
from app.book import Book
from app.errors import Refused
from app.features.backups import RenewBackupKey, lacks_words
from app.features.recovery import RenewRecoveryKey
from app.keys.keys_file import read_keys
from app.keys.place import is_encrypted, keys_path
from app.keys.recovery import fingerprint, from_words, to_words
from app.keys.sealing import new_key, public_half
from app.keys.slots import RECOVERY, Slots, data_keys_with
from app.store.location import file_path, is_server
from app.unlocking import RECOVERY_KEY, failure_noted

_FIRST_BACKUP = "The first backup of this book shows its recovery key. Back up first; nothing was changed."
_PLAIN = "This book is not encrypted: no recovery key opens it, only its backups."


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a recovery sheet."""

    firm: str
    place: str
    made_on: date
    words: str = field(repr=False)
    firm_fingerprint: str
    key_fingerprint: str
    for_backups: bool = False
    """Whether the words open backups alone: the book is on a server, or not encrypted."""

    @property
    def keys_file(self) -> str:
        """The name of the file beside an encrypted book without which the words open nothing."""
        return keys_path(Path(self.place)).name


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What a sheet is compared with: that of the firm's own key, and that of the recovery key that opens the book."""

    firm: str
    key: str


def fingerprints(location: str) -> Fingerprints:
    """As the keys file beside the book has them."""
    slots = _slots(location)
    return Fingerprints(fingerprint(slots.firm), fingerprint(slots.of(RECOVERY).public))


def sheet_of(book: Book, words: str) -> Sheet:
    """The sheet with these words, which need not open the book, or its backups, yet."""
    if not _has_keys(book.location):
        return sheet_for_backups(book.firm, book.location, words)
    firm = fingerprint(_slots(book.location).firm)
    return Sheet(book.firm, book.location, clock.today(), words, firm, fingerprint(public_half(from_words(words))))


def sheet_for_backups(firm: str, place: str, words: str) -> Sheet:
    """The sheet with the words that the first backup of a book without keys takes: its firm has no key yet."""
    return Sheet(firm, place, clock.today(), words, "", fingerprint(public_half(from_words(words))), for_backups=True)


def new_words() -> str:
    """The words of a key that opens nothing yet: print them first, then let it take the place of the one before."""
    return to_words(new_key())


def new_sheet(book: Book) -> Sheet:
    """One with new words. Raises Refused where no words were told before: the first backup does that."""
    if not _has_keys(book.location) and book.ask(lacks_words):
        raise Refused(_FIRST_BACKUP, "recovery_key")
    return sheet_of(book, new_words())


def renewal(sheet: Sheet) -> RenewRecoveryKey | RenewBackupKey:
    """What lets the words of this sheet open the book from now on, and those before no longer; or the backups that are
    made from now on."""
    public = public_half(from_words(sheet.words))
    return RenewBackupKey(public) if sheet.for_backups else RenewRecoveryKey(public)


def refuse_other_words(location: str, words: str) -> None:
    """Raises Refused, or NotAllowed, which is counted, unless these words are the recovery key of this book."""
    slots, key = _slots(location), from_words(words)
    with failure_noted(slots, RECOVERY_KEY):
        data_keys_with(slots, RECOVERY, key)


def _slots(location: str) -> Slots:
    if not _has_keys(location):
        raise Refused(_PLAIN, "recovery_key")
    return read_keys(keys_path(file_path(location)))


def _has_keys(location: str) -> bool:
    return not is_server(location) and is_encrypted(file_path(location))
