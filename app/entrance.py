"""What can be said of a book before it is opened: where it is, who may open it, and whether it is sound."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.orm import Session

from app.errors import BookDamaged, HousebookError, NotAllowed
from app.soundness import look_through
from app.store.engine import Store
from app.store.file import BookFile
from app.store.location import file_path, is_server, server_url
from app.store.postgres import PostgresStore
from app.store.schema import check_schema, schema_of
from app.store.sqlite import SqliteStore
from app.users import SignedIn, only_user, present_users, user_with_id, user_with_login

_NO_USER = (
    "Not opened: this login is none of the book's users. Sign in to the server with the one that was made for you; who"
    " administers the server looks after the book with: housebook server."
)


def store_of(location: str, key: bytes | None = None, password: str | None = None, *, new: bool) -> Store:
    """The place of a book, opened with a key or a server's password; a `new` one is empty yet."""
    if not is_server(location):
        return SqliteStore(BookFile(file_path(location), key), new=new)
    if key is not None:
        raise HousebookError("A book on a server has no key of its own; the server keeps it.")
    return PostgresStore(server_url(location, password))


def who_opens(session: Session, store: Store, login: str | None) -> SignedIn:
    """The user who opens a book: by login, or as the server knows them. Raises NotFound, NotAllowed for another one."""
    if not store.knows_users:
        return user_with_login(session, login) if login else only_user(session)
    key = store.signed_in(session)
    if key is None:
        raise NotAllowed(_NO_USER)
    user = user_with_id(session, key)
    if login and login != user.login:
        raise NotAllowed(f"Not opened: you have signed in to the server as {user.login}, not as {login}.")
    return user


def logins(location: str) -> list[tuple[str, str]]:
    """Login and name of those who may open the book; where a server knows who has signed in, only theirs."""
    store = store_of(location, new=False)
    try:
        check_schema(store)
        with store.reading() as session:
            found = [who_opens(session, store, None)] if store.knows_users else present_users(session)
            return [(user.login, user.name) for user in found]
    finally:
        store.close()


def nothing_there(location: str) -> bool:
    """Whether a new book could be made in this place: no file there yet, or an empty database."""
    if not is_server(location):
        return not file_path(location).exists()
    store = store_of(location, new=False)
    try:
        with store.reading() as session:
            return schema_of(session.connection()) is None
    finally:
        store.close()


def check_book(location: str, key: bytes | None = None, password: str | None = None) -> list[str]:
    """What is wrong with the book and what to do, in sentences, then each single complaint; empty if it is sound."""
    store = store_of(location, key, password, new=False)
    try:
        with suppress(BookDamaged):
            check_schema(store)
        return look_through(store)
    finally:
        store.close()
