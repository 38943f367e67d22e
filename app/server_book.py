"""A book on a server that the database itself guards: made in an empty database, and tended, by who administers it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.book import found_book
from app.errors import HousebookError, NotABook, Refused
from app.models import BookState
from app.rules.logins import refuse_login
from app.rules.passwords import refuse_weak
from app.rules.text import clean
from app.store.location import is_server, server_url
from app.store.postgres import PostgresStore
from app.store.schema import bring_up_place, make_schema, schema_of
from app.store.server.granting import as_role
from app.store.server.names import owner
from app.store.server.preparing import administers, give_rights, make_place, prefix_of, settle_people

_LOCAL = ("", "localhost", "127.0.0.1", "::1")
_VERIFIED = "verify-full"
_PREPARED = (
    "There is a prepared book in this database already. Nothing was changed. To bring it up to this program: housebook"
    " server update."
)
_UNPREPARED = (
    "There is a book in this database already, which was not prepared; it cannot be prepared afterwards."
    " Nothing was changed. Back it up, and restore the backup into an empty database: housebook server restore."
)
_NO_ADMINISTRATOR = (
    "This login does not administer the book: say the address with the login that prepared it. Nothing was changed."
)
_KEPT = "The book as it was before is kept as a backup in {copy}. To see whether it holds: housebook prove."
_OTHER_PLACE = "At the administrator's address stands another book. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Prepared:
    """A book that was made on a server: where its owner opens it, and what whoever administers it should hear."""

    address: str
    firm: str
    owner: str
    advice: tuple[str, ...]


def prepare(location: str, firm: str, login: str, name: str, password: str) -> Prepared:
    """Make an empty database the place of a book that it guards itself, and the book in it, with its first owner.

    All or nothing. Raises Refused where the database is not empty, and says what to do with a book that is there;
    NotAllowed where the login may not make roles.
    """
    firm, login = clean(firm), clean(login)
    if not firm:
        raise HousebookError("A book needs the firm's name. Nothing was made.")
    refuse_login(login)
    refuse_weak(password, login, firm)
    store = server_store(location)
    try:
        with store.writing() as session:
            connection = session.connection()
            refuse_book(connection)
            prefix = make_place(connection)
            make_schema(session, store)
            first = found_book(session, store, firm, login, clean(name) or login)
            give_rights(connection, prefix)
            store.recognise(session)
            role = store.let_in(session, (first.id, login), password)
            settle_people(connection)
            told = tuple(advice(connection))
            session.commit()
    finally:
        store.close()
    return Prepared(address_of(location, role), firm, login, told)


def address_of(location: str, role: str) -> str:
    """Where somebody opens the book who signs in to the server so."""
    url = server_url(location)._replace(password=None, username=role).set(drivername="postgresql")
    return url.render_as_string()


def refuse_book(connection: Connection) -> None:
    """Raise Refused where there is a book in the database; what else is in it, who makes the place refuses."""
    if prefix_of(connection) is not None:
        raise Refused(_PREPARED)
    with suppress(NotABook):
        if schema_of(connection) is not None:
            raise Refused(_UNPREPARED)


def update(location: str) -> tuple[str, ...]:
    """Bring a prepared book up to this program, and give all its rights anew. Answers advice, and where an older book
    is kept as it was."""
    store = server_store(location)
    try:
        with store.writing() as session:
            connection = session.connection()
            if prefix_of(connection) is None:
                raise NotABook("There is no prepared book in this database. Nothing was changed.")
            store.one_at_a_time(session, "schema")
            copy = bring_up_place(connection, store)
            settle_people(connection)
            told = tuple(advice(connection))
            session.commit()
            return told if copy is None else (_KEPT.format(copy=copy), *told)
    finally:
        store.close()


@contextmanager
def administered(location: str, uid: str) -> Iterator[PostgresStore]:
    """The place of a prepared book, open for who administers the server. Raises Refused where it is not that one."""
    store = server_store(location)
    try:
        with store.reading() as session:
            connection = session.connection()
            prefix = prefix_of(connection)
            if prefix is None or not administers(connection, prefix):
                raise Refused(_NO_ADMINISTRATOR, "administrator")
            as_role(connection, owner(prefix))
            if session.execute(select(BookState.uid)).scalar_one_or_none() != uid:
                raise Refused(_OTHER_PLACE, "administrator")
        yield store
    finally:
        store.close()


def server_store(location: str) -> PostgresStore:
    """The database of an address, for who administers it. Raises Refused for a file."""
    if not is_server(location):
        raise Refused("Say an address of a server, such as postgresql://admin@server/book. Nothing was changed.")
    return PostgresStore(server_url(location))


def advice(connection: Connection) -> Iterator[str]:
    """What the connection tells of how people will reach the server."""
    raw: Any = connection.connection.dbapi_connection
    host = raw.info.host
    if host not in _LOCAL and not host.startswith("/"):
        if not raw.pgconn.ssl_in_use:
            yield (
                f"The connection to {host} is not encrypted: whoever listens in the network reads along. Switch ssl on"
                f" at the server, and write ?sslmode={_VERIFIED} at the end of every address."
            )
        elif raw.info.get_parameters().get("sslmode") != _VERIFIED:
            yield (
                f"The connection to {host} is encrypted, but another computer could pass itself off as the server."
                f" Write ?sslmode={_VERIFIED} at the end of every address."
            )
    if not raw.pgconn.used_password:
        yield (
            "The server let this login in without a password. Look into its pg_hba.conf: where people are let in"
            " otherwise than by scram-sha-256, anybody there can sign in as anybody."
        )
