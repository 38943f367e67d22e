"""What every kind of database does for a book: reading, writing, giving keys, telling of change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from app.errors import BookDamaged, HousebookError, Refused
from app.keys.slots import Slots
from app.store.faults import plainly
from app.store.noted import Seen
from app.store.operations import Operations
from app.ticket import Ticket


class Watch(Protocol):
    """Waits for other desks' operations."""

    def wait(self, seconds: float) -> bool:
        """Sleep until something may have changed, or for so long. Whether it may have changed."""

    def close(self) -> None:
        """Give the connection back; ends a waiting `wait` soon."""


class Store:
    """A database with its manners. One a book and desk; its connections are pooled."""

    kind: str
    damage: str | None = None
    """What is wrong with the book, and what to do; from then on nothing is written into it."""
    has_passwords = False
    knows_users = False
    """Whether the database itself knows which user has signed in; then nobody opens it as somebody else."""
    operations = Operations()
    current = False
    """Whether the book is known to have the tables that this program works with."""

    def __init__(self, engine: Engine, reader: Engine, writer: Engine) -> None:
        self._engine = engine
        self._reader = reader
        self._writer = writer

    @contextmanager
    def reading(self, ticket: Ticket | None = None) -> Iterator[Session]:
        """One read transaction that sees one state of the book; its end rolls it back."""
        with self._at_work(), self._noticing(), self._reader.connect() as connection:
            connection.begin()
            session = Session(connection, autoflush=False)
            try:
                with self._watched(connection, ticket):
                    yield session
            finally:
                if session.in_transaction():  # who asked past it left nothing in it
                    session.close()

    @contextmanager
    def writing(self, ticket: Ticket | None = None) -> Iterator[Session]:
        """One write transaction; rolled back unless the caller commits."""
        ticket = ticket or Ticket()
        self.refuse_damaged()
        with (
            self._at_work(),
            self._noticing(),
            Session(self._writer, autoflush=False, expire_on_commit=False) as session,
            self._watched(session.connection(execution_options={"writes_for": ticket}), ticket),
        ):
            yield session

    def refuse_damaged(self) -> None:
        """Raise BookDamaged if the book is known to be damaged: nothing is written into it any more."""
        if self.damage is not None:
            raise BookDamaged(f"Not saved. {self.damage}")

    @property
    def in_doubt(self) -> bool:
        """Whether damage was noted of another file that stood here: nothing is written before this one is looked at."""
        return False

    def heed_note(self) -> None:
        """Know of the damage that a check found, in whatever program, where that is noted beside the book."""

    def seen(self) -> Seen:
        """What is about to be looked through; `note_outcome` asks for it. On a server nothing is noted."""
        return Seen()

    def note_outcome(self, before: Seen) -> str | None:
        """After a look: let all programs know of the damage, or that there is none. Why they will not, if so."""
        return None

    def found_damaged(self, damage: str) -> None:
        """Note what is wrong; the first thing found is the one that is told."""
        self.damage = self.damage or damage

    def _at_work(self) -> AbstractContextManager[None]:
        """Within it connections are in use."""
        return nullcontext()

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        """Raise known failures as sentences, and keep in mind those that show damage, whatever they look like."""
        try:
            yield
        except BookDamaged as fault:
            self.found_damaged(fault.words)
            raise
        except HousebookError:
            raise
        except Exception as fault:
            known = plainly(fault) or self._stumbled()
            if known is None:
                raise
            if isinstance(known, BookDamaged):
                self.found_damaged(known.words)
            raise known from fault

    def _stumbled(self) -> BookDamaged | None:
        """What no database complained of may still show damage; where that is known, it is what the program met."""
        damage = self.damage or (self._cause_of_stumble() if self.current else None)
        return None if damage is None else BookDamaged(damage)

    def _cause_of_stumble(self) -> str | None:
        """What in the book made the program stumble, where the database can be looked through; else it is a mistake."""
        return None

    def _watched(self, connection: Connection, ticket: Ticket | None) -> AbstractContextManager[None]:
        ticket = ticket or Ticket()
        return ticket.interruptible(lambda: self._interrupt(connection))

    def _interrupt(self, connection: Connection) -> None:
        raise NotImplementedError

    def recognise(self, session: Session) -> None:
        """Learn what kind of place the book stands in, before anything else is asked of it."""

    def signed_in(self, session: Session) -> int | None:
        """The user who has signed in, by id, where the database knows users; nothing if it is none of the book's."""
        return None

    def server_logins(self, session: Session) -> dict[int, str]:
        """By user what they sign in to the server as, where that knows users."""
        return {}

    def next_keys(self, session: Session, count: int) -> range | list[int]:
        """`count` keys that were never used and never will be again."""
        raise NotImplementedError

    def one_at_a_time(self, session: Session, what: str) -> None:
        """Until its transaction ends no other one passes this call for the same work; a file has but one writer."""

    def open_operation(self, session: Session, operation: int | None) -> None:
        """Tell the journal's triggers which operation the coming changes belong to."""
        raise NotImplementedError

    def announce(self, session: Session, revision: int) -> None:
        """Let other desks know at commit, where the database can."""

    def let_in(self, session: Session, user: tuple[int, str], password: str) -> str:
        """Let the user of this id and login open the book with this password, instead of an earlier one.

        Answers what they sign in as where that is not their login.
        """
        raise Refused("This book is not encrypted: everybody opens it without a password.", "password")

    def renew_recovery(self, session: Session, public: bytes) -> None:
        """Let the recovery key with this public half open the book, instead of an earlier one."""
        raise Refused("This book is not encrypted: no recovery key opens it, only its backups.", "recovery_key")

    def shut_out(self, login: str) -> bool:
        """Where the database knows users: end what a user has open there and let them in no more, at once.

        Whether that was done; the book's tables are for who locks them out to change after it.
        """
        return False

    def remove_login(self, session: Session, user: int) -> str | None:
        """Where the database knows users: drop what one who is locked out signed in as. Nothing if there is none."""
        return None

    def remove_rows(self, session: Session, table: str, keys: Sequence[int]) -> bool:
        """Remove rows where nobody may do that by a statement of their own; whether it was done."""
        return False

    def note_password(self, session: Session, user: int) -> bool:
        """Note that a user's password was set, where not everybody can write that down; whether it was done."""
        return False

    def list_as_of(self, session: Session, day: date) -> bool:
        """Draw the lists as of a day, where not everybody can write them; whether it was done."""
        return False

    def let_in_only(self, session: Session, users: Mapping[int, str]) -> None:
        """Let nobody open the book but these users, by id and login, whatever they opened it with before."""

    def note_keys(self, session: Session, slots: Slots) -> None:
        """Note whose slots the keys file of a new book begins with."""

    def settle_keys(self, session: Session) -> None:
        """End a change of the key that was killed between its steps."""

    def write_beside(self, session: Session) -> Callable[[], object]:
        """Write what the work changed that stands outside the database, right before it is committed.

        Answers what puts it back, if that fails.
        """
        return lambda: None

    def mark(self, session: Session) -> None:
        """Write Housebook's mark on a new book, by which other tools tell what it is, where there is a place for it."""

    def leave_no_trace(self) -> None:
        """What is deleted in a new book shall stand nowhere in it once it is finished; a server sees to its free room
        itself."""

    def finish(self) -> None:
        """Put a new book where it was asked for, now that it is whole."""
        self.close()

    def discard(self) -> None:
        """Leave nothing of a new book that could not be finished."""
        self.close()

    def keep_copy(self, connection: Connection, ending: str) -> Path | None:
        """Where a copy of the book as it stands is kept, named by the ending; nothing where a desk can make none."""
        raise NotImplementedError

    def complaints(self, session: Session) -> list[str]:
        """What the database finds wrong with itself, where it can be asked."""
        return []

    def watch(self) -> Watch:
        """A watch on other desks' operations, with a connection of its own."""
        raise NotImplementedError

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
