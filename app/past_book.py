"""An earlier state of the book, open beside it for its user: to be looked at, and nothing in it is ever changed.

It is a scratch book under a key that nobody has, and is gone when it is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Final, NoReturn

from app import clock
from app.as_of import fill_as_of
from app.book import Book, R
from app.carrying_out import Done
from app.erasing_again import erase_again
from app.errors import NotAllowed, NotFound, Refused
from app.features.backups import opening_keys
from app.keys.sealing import new_key
from app.opened_backup import checked, load, refuse_strange
from app.rules.permissions import Permission
from app.scratch import Scratch, scratch_folder
from app.store.engine import Watch
from app.store.file import BookFile
from app.store.loading import draw_all
from app.store.schema import bring_up
from app.store.sqlite import SqliteStore
from app.ticket import Ticket
from app.users import user_with_id
from app.work import Command

_READ_ONLY: Final = "Nothing was changed: this is the past of the book, and can only be read."
_NO_ROOM: Final = "It was not opened: there is no room for a scratch book. {why}."
_NOT_IN_IT: Final = "Not opened: {name} was not in the book by then, or could not open it."


class PastStore(SqliteStore):
    """A book in a file that is only read."""

    def __init__(self, file: BookFile) -> None:
        super().__init__(file)
        self.current, self.has_passwords = True, False
        self._read_only()

    def writing(self, ticket: Ticket | None = None) -> NoReturn:
        """Never."""
        raise Refused(_READ_ONLY)


class _Still:
    """Waits, and hears of nothing."""

    def __init__(self) -> None:
        self._end = Event()

    def wait(self, seconds: float) -> bool:
        self._end.wait(seconds)
        return False

    def close(self) -> None:
        self._end.set()


class PastBook(Book):
    """What the book was at a moment; `what` says how that is known."""

    def __init__(self, store: SqliteStore, book: Book, folder: Scratch, what: str, at: datetime) -> None:
        with store.reading() as session:
            user = user_with_id(session, book.user.id)
        super().__init__(store, str(store.path), user, book.firm)
        self.location, self.what, self.at, self._folder = book.location, what, at, folder

    def do(self, command: Command[R], ticket: Ticket | None = None) -> Done[R]:
        """Refused: nothing is changed here."""
        raise Refused(_READ_ONLY)

    @property
    def of(self) -> str:
        """As the journal tells it: `the backup of 2026-03-12 14:05`."""
        return f"{self.what} {self.at.astimezone():%Y-%m-%d %H:%M}"

    @property
    def folder(self) -> Path:
        """What is there as long as it is open."""
        return Path(self._folder.name)

    def watch(self) -> Watch:
        """Nothing ever happens in it."""
        return _Still()

    def pass_day(self) -> bool:
        """Its lists stand as of the day on which it was opened."""
        return True

    def close(self) -> None:
        """Close it; nothing of it is left."""
        super().close()
        self._folder.cleanup()


def open_backup(book: Book, path: Path, privates: tuple[bytes, ...] = (), ticket: Ticket | None = None) -> PastBook:
    """A backup of this book, to be read by its user; opened by the book's own keys, or by others.

    Raises as `checked`, and where the user may not back up and see customers, or was not in it by then.
    """
    ticket = ticket or Ticket()
    _demand(book)
    own = book.ask(opening_keys)
    keys = replace(own, privates=privates or own.privates)
    found = checked(path, keys, ticket)

    def fill(store: SqliteStore) -> None:
        with store.writing(ticket) as session:
            load(session, path, found, keys, ticket)
            bring_up(session.connection())
            draw_all(session.connection(), found.header.last_key, clock.today(), ticket)
            refuse_strange(session, found)
            erase_again(session, store, None, keys.erased, ticket)
            store.mark(session)
            session.commit()

    return _opened(book, fill, "the backup of", datetime.fromisoformat(found.header.at))


def open_as_of(book: Book, moment: datetime, ticket: Ticket | None = None) -> PastBook:
    """This book as it was at a moment, to be read by its user. Raises as `open_backup`, and Refused for the moment."""
    ticket = ticket or Ticket()
    _demand(book)

    def fill(store: SqliteStore) -> None:
        fill_as_of(store, book, moment, ticket)

    return _opened(book, fill, "the book as of", moment)


def _demand(book: Book) -> None:
    for permission in (Permission.BACK_UP, Permission.SEE_CUSTOMERS):
        book.user.demand(permission)


def _opened(book: Book, fill: Callable[[SqliteStore], None], what: str, at: datetime) -> PastBook:
    folder = scratch_folder(_NO_ROOM)
    try:
        file = BookFile(Path(folder.name) / "past.book", new_key())
        store = SqliteStore(file, new=True)
        try:
            fill(store)
            store.finish()
        except BaseException:
            store.discard()
            raise
        return _entered(PastStore(file), book, folder, what, at)
    except BaseException:
        folder.cleanup()
        raise


def _entered(store: PastStore, book: Book, folder: Scratch, what: str, at: datetime) -> PastBook:
    try:
        return PastBook(store, book, folder, what, at)
    except (NotFound, NotAllowed) as fault:
        store.close()
        raise NotAllowed(_NOT_IN_IT.format(name=book.user.name)) from fault
