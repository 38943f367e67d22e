"""The one door: open a book, then do commands and ask queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import clock
from app.carrying_out import Done, carry_out
from app.changes import Changes, Topic
from app.entrance import store_of, who_opens
from app.erasing_again import remember_erased
from app.errors import BookUnreachable, HousebookError, Refused
from app.founding import FoundBook
from app.keys.slots import Slots
from app.models import BookState, Operation, Row
from app.out_of_sight import narrow
from app.passing_day import pass_day
from app.rules.entering import entering
from app.rules.logins import refuse_login
from app.rules.permissions import ASKED_BY, OWNERS, Permission, Role, needed_for
from app.rules.text import clean
from app.rules.uid import new_uid
from app.soundness import look_through
from app.store.engine import Store, Watch
from app.store.hot import rows_of
from app.store.location import shown
from app.store.schema import check_schema, make_schema
from app.ticket import Ticket
from app.users import SignedIn, user_with_id
from app.work import Command

_NOWHERE = (0, "")
_STANDS = "SELECT revision, head, (SELECT hash FROM operations WHERE revision = :last) FROM book"
P = ParamSpec("P")
R = TypeVar("R")


class Book:
    """One firm's whole data, open for one user."""

    def __init__(
        self, store: Store, location: str, user: SignedIn, firm: str, keys_taken: tuple[bytes, ...] = ()
    ) -> None:
        self._store = store
        self.location = shown(location)
        self._place = location
        self.kind = store.kind
        self.user = user
        self.firm = firm
        self.keys_taken = keys_taken
        """The firm's key for signing; and the one before, while the keys file may still be signed with that."""
        self._stood = _NOWHERE

    @property
    def damage(self) -> str | None:
        """What is wrong with the book, and what to do; then it can only be read. Nothing if nothing is known."""
        damage = self._store.damage
        return damage and f"{damage} What can still be read is shown."

    def do(self, command: Command[R], ticket: Ticket | None = None) -> Done[R]:
        """Carry out a command in one transaction. Raises what `app.errors` has."""
        command = entering(command)
        with self._shutting_out(command.shuts_out), self._store.writing(ticket) as session:
            self.user = user_with_id(session, self.user.id)
            self.user.demand(command.needs)
            done = carry_out(session, self._store, self.user, command, ticket)
            if done.changes is not None:
                self._store.refuse_damaged()
                self._commit(session, done.operation)
        if command.needs is Permission.ERASE:
            remember_erased(self._store, self._place, self.user)
        return done

    def replace(self, pour: Callable[[Store], None]) -> None:
        """Let another whole book be poured into the place of this one; who has it open goes on with that."""
        self._store.refuse_damaged()
        pour(self._store)

    @contextmanager
    def _shutting_out(self, login: str | None) -> Iterator[None]:
        """First of all somebody is cut off, so that nothing they hold can keep the rest waiting."""
        shut = login is not None and self._store.shut_out(login)
        try:
            yield
        except HousebookError as fault:
            if shut:
                fault.words = f"{login} is cut off from the server, but not locked out yet. {fault.words}"
            raise

    def note_keys(self, slots: Slots) -> None:
        """Note in a new book whose slots its keys file begins with."""
        with self._store.writing() as session:
            self._store.note_keys(session, slots)
            session.commit()

    def settle_keys(self) -> None:
        """End a change of the key that was killed between its steps; if it cannot be written, the next one does."""
        with suppress(HousebookError), self._store.writing() as session:
            self._store.refuse_damaged()
            self._store.settle_keys(session)
            self._store.write_beside(session)
            session.commit()

    def _commit(self, session: Session, operation: int | None) -> None:
        """What fails last of all may fail after it was done: then it is saved, whatever was heard of it."""
        put_back = self._store.write_beside(session)
        try:
            session.commit()
        except DBAPIError:
            session.rollback()
            if not self._stands(operation):
                with suppress(BookUnreachable):
                    put_back()
                raise

    def _stands(self, operation: int | None) -> bool:
        try:
            with self._store.reading() as session:
                return session.get(Operation, operation) is not None
        except HousebookError:
            return False

    def ask(
        self,
        query: Callable[Concatenate[Session, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """The answer of a query, as one state of the book has it."""
        return self.ask_for(Ticket(), query, *args, **kwargs)

    def ask_for(
        self,
        ticket: Ticket,
        query: Callable[Concatenate[Session, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """As `ask`; the ticket can stop it."""
        with self._store.reading(ticket) as session:
            self.user = user_with_id(session, self.user.id)
            self.user.demand(needed_for(query, self.user.id, *args, **kwargs))
            session.info[ASKED_BY] = self.user.id
            if self.user.sight is not None and not getattr(query, "sees_all", False):
                narrow(session, self.user.sight)
            answer = query(session, *args, **kwargs)
            _refuse_models(answer)
            return answer

    def changes_since(self, revision: int) -> Changes:
        """Where the book stands, and all topics that were touched after `revision`.

        In a book that went back since the last time everything may be another, whatever the numbers say.
        """
        with self._store.reading() as session:
            rows = self._store.operations.newer(session.connection(), revision)
            went_back = self._went_back(session)
        if went_back is not None:
            return Changes(went_back, frozenset(Topic))
        names = {name for _, topics in rows for name in topics.split(",") if name}
        newest = max((number for number, _ in rows if number is not None), default=revision)
        return Changes(newest, frozenset(Topic(name) for name in names))

    def _went_back(self, session: Session) -> int | None:
        """Where the book stands, if it has not the operation any more at which it stood when it was looked at last."""
        before = self._stood
        ((number, head, kept),) = rows_of(session, _STANDS, {"last": before[0]})
        self._stood = (number, head)
        # On a prepared server that operation may be another one's business.
        return number if number < before[0] or (kept is not None and kept != before[1]) else None

    def server_logins(self) -> dict[int, str]:
        """By user what they sign in to a prepared server as: of all for who may change the team, else one's own."""
        with self._store.reading() as session:
            return self._store.server_logins(session)

    @property
    def known_as(self) -> str:
        """The login to be remembered for the next time; none where the server itself knows who signs in."""
        return "" if self._store.knows_users else self.user.login

    @property
    def users_have_logins(self) -> bool:
        """Whether each user signs in to a server by a login of their own."""
        return self._store.knows_users

    @property
    def has_passwords(self) -> bool:
        """Whether whoever opens it needs a password."""
        return self._store.has_passwords

    def revision(self) -> int:
        """The number of the last operation."""
        with self._store.reading() as session:
            if self._stood == _NOWHERE:
                self._went_back(session)
            return session.execute(select(BookState.revision)).scalar_one()

    def pass_day(self) -> bool:
        """Draw the lists as of today if they stand as of another day. Whether they stand as of today now."""
        return pass_day(self._store)

    def watch(self) -> Watch:
        """A watch on other desks' operations; its `wait` sleeps until something may have changed."""
        return self._store.watch()

    def close(self) -> None:
        """Close all connections to the book."""
        self._store.close()


def create_book(
    location: str,
    firm: str,
    login: str,
    name: str | None = None,
    key: bytes | None = None,
    signing_key: bytes | None = None,
    first: Callable[[Book], object] | None = None,
) -> Book:
    """Make a new book in an empty place, with its first user as owner, and open it.

    With a key a file is encrypted; who opens it then, the signing key signs.

    `first` is done in it before; a file gets its name only then, so that it is there with all of this or not at all.
    """
    firm, login = clean(firm), clean(login)
    if not firm or not login:
        raise HousebookError("A book needs the firm's name and the owner's login. Nothing was made.")
    refuse_login(login)
    if not location.strip():
        raise Refused("Say what the file of the new book shall be called. Nothing was made.", "location")
    store = store_of(location, key, new=True)
    try:
        with store.writing() as session:
            make_schema(session, store)
            owner = found_book(session, store, firm, login, clean(name or "") or login, signing_key)
            session.commit()
        if first is not None:
            first(Book(store, location, owner, firm))
        store.finish()
    except BaseException:
        store.discard()
        raise
    try:
        return open_book(location, login, key)
    except BookUnreachable as fault:
        raise BookUnreachable(f"The book was made, but cannot be opened now. {fault.words}") from fault


def open_book(location: str, login: str | None = None, key: bytes | None = None, password: str | None = None) -> Book:
    """Open a book as a user; without a login as its only user. Raises what `app.errors` has.

    With a key a file that is encrypted; with a password a server, which knows in a prepared book who has signed in.
    """
    store = store_of(location, key, password, new=False)
    try:
        store.heed_note()
        check_schema(store)
        if store.in_doubt:
            look_through(store)
        pass_day(store)
        with store.reading() as session:
            firm = session.execute(select(BookState.firm)).scalar_one_or_none()
            if firm is None:
                raise BookUnreachable("The making of this book was not finished. Delete it and make it again.")
            user = who_opens(session, store, login)
        keys_taken = remember_erased(store, location, user)
    except BaseException:
        store.close()
        raise
    return Book(store, location, user, firm, keys_taken)


def found_book(
    session: Session, store: Store, firm: str, login: str, name: str, signing_key: bytes | None = None
) -> SignedIn:
    """Make the first rows of a book in its tables, and answer its owner."""
    now = clock.now()
    today = now.astimezone().date()
    session.add(BookState(id=1, uid=new_uid(), firm=firm, created_at=now, listed_on=today, signing_key=signing_key))
    session.flush()
    owner = SignedIn(store.next_keys(session, 1)[0], login, name, Role.OWNER, OWNERS)
    carry_out(session, store, owner, FoundBook(owner.id, firm, login, name), None)
    store.mark(session)
    return owner


def _refuse_models(answer: Any) -> None:
    first = answer[0] if isinstance(answer, list | tuple) and answer else answer
    inner = [getattr(first, one.name) for one in fields(first)] if is_dataclass(first) else first
    if any(isinstance(one, Row) for one in (first, *(inner if isinstance(inner, list | tuple) else ()))):
        raise TypeError("A query hands out plain rows, never a model.")
