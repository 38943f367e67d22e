"""How a book is found, opened and made, away from the screen's thread; what that takes is loaded there too."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.errors import PasswordNeeded
from app.glimpse import Glimpse, glimpse, is_locked
from app.ticket import Ticket

if TYPE_CHECKING:
    from app.book import Book
    from app.computer.pauses import Pauses
    from app.features.backups import OpeningKeys
    from app.keys.draft_seal import DraftSeal
    from app.recovery_key import Sheet
    from ui.pages.welcome import BackupSaid, Entrance, SeenBackup


class Entered(NamedTuple):
    """A book that is open, and what the drafts of its user are sealed with if it is encrypted."""

    book: Book
    seal: DraftSeal | None


def first_sight(location: str, login: str | None, by_name: bool) -> Glimpse | None:
    """What may be shown of a book before it is open; the usual list only. Raises PasswordNeeded before that."""
    if is_locked(location):
        from app.sign_in import staying

        if staying(location):
            return None
        raise PasswordNeeded(login or "")
    return glimpse(location, login) if by_name else None


def entrance(location: str) -> Entrance:
    """Who may open the book, and whether they need a password."""
    from app.computer.kept_keys import why_not
    from app.sign_in import kept_here, needs_password, staying, who_signs_in
    from ui.pages.welcome import Entrance

    locked = needs_password(location)
    why = why_not() if locked else ""
    return Entrance(who_signs_in(location), locked, staying(location), why, kept_here(location))


def opened(location: str, login: str | None, password: str | None, stay: bool | None = None) -> Entered:
    """The book, open for this user, who stays signed in on this computer, or not, if either was said."""
    from app.sign_in import forget_key, sign_in

    book = sign_in(location, login, password, stay=bool(stay and password))
    if stay is False:
        forget_key(location, book.user.login)
    return entered(book)


def opened_again(location: str, user_id: int, password: str) -> Entered:
    """The book, open again for the user who had it open before."""
    from app.sign_in import sign_in_again

    return entered(sign_in_again(location, user_id, password))


def locked(location: str, user_id: int) -> None:
    """Who comes from a locked window says the password, also in a program that is started anew.

    Raises HousebookError where what opens the book without may still be kept on this computer.
    """
    from app.sign_in import ask_again

    ask_again(location, user_id)


def recovered(location: str, login: str, words: str, password: str) -> Entered:
    """The book, open by its recovery key."""
    from app.sign_in import sign_in_with_recovery_key

    return entered(sign_in_with_recovery_key(location, login, words, password))


def made(location: str, firm: str, login: str, name: str, password: str | None) -> tuple[Entered, Sheet | None]:
    """A new book, and its recovery sheet if it has one."""
    from app.book import create_book
    from app.recovery_key import sheet_of
    from app.sign_in import create

    if password is None:
        return Entered(create_book(location, firm, login, name), None), None
    book, words = create(location, firm, login, name, password)
    return entered(book), sheet_of(book, words)


def backup_in(pauses: Pauses, said: BackupSaid, ticket: Ticket) -> SeenBackup:
    """What stands in a backup, all of whose bytes are as they were signed."""
    return _seen(said, _opening(pauses, said), ticket)


def restored(pauses: Pauses, said: BackupSaid, to: str, ticket: Ticket) -> SeenBackup:
    """A book made of a backup in a new place."""
    from app.restoring import restore

    keys = _opening(pauses, said)
    seen = _seen(said, keys, ticket)
    made = restore(Path(said.file).expanduser(), to, keys, ticket)
    return seen._replace(encrypted=made.encrypted, erased=made.erased)


def _opening(pauses: Pauses, said: BackupSaid) -> OpeningKeys:
    """The words of the recovery key, or what the book that was named has itself; its password is tried as always."""
    from app.features.backups import opening_keys
    from app.opened_backup import keys_of_words
    from app.sign_in import sign_in

    if not said.book:
        return keys_of_words(said.words)
    asked = said.book, said.login or None, said.password or None
    book = pauses.tried(said.book, sign_in, *asked) if said.password else sign_in(*asked)
    with closing(book):
        return book.ask(opening_keys)


def _seen(said: BackupSaid, keys: OpeningKeys, ticket: Ticket) -> SeenBackup:
    from app import clock
    from app.keys.recovery import fingerprint
    from app.opened_backup import checked
    from ui.pages.welcome import SeenBackup

    path = Path(said.file).expanduser()
    found = checked(path, keys, ticket)
    head, at = found.header, datetime.fromisoformat(found.header.at)
    about = head.firm, head.revision, at, clock.now(), head.program, found.manifest.rows, path.stat().st_size
    return SeenBackup(*about, head.encrypted, fingerprint(found.signer))


def sample(ticket: Ticket) -> Entered:
    """The book of the sample company."""
    from app.sample_book import open_sample

    return Entered(open_sample(ticket), None)


def left(entered: Entered) -> None:
    """Close a book that nobody waits for any more."""
    entered.book.close()


def left_new(made: tuple[Entered, Sheet | None]) -> None:
    """The same, of a book that was just made."""
    left(made[0])


def entered(book: Book) -> Entered:
    """A book that is open, with what belongs to it."""
    from app.unlocking import draft_seal

    return Entered(book, draft_seal(book))
