"""A backup becomes a book that a server guards: in an empty database, or a prepared one that has only its founding.

The server keeps everybody's password in a form of its own, which no backup has: the owner gets one here, and gives the
others theirs. What they are and may do in the book comes along.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.erasing_again import erase_again
from app.errors import Refused
from app.features.backups import OpeningKeys
from app.opened_backup import Checked, checked
from app.restoring import Restored, begin_anew, fill
from app.rules.passwords import refuse_weak
from app.rules.permissions import Role
from app.rules.text import clean
from app.server_book import address_of, advice, refuse_book, server_store
from app.store.postgres import PostgresStore
from app.store.server.preparing import empty_place, give_rights, make_place, prefix_of, settle_people
from app.ticket import Ticket
from app.users import SignedIn, present_users

_NO_OWNER: Final = (
    "{login} is no owner who could open the book of this backup. Nothing was restored. Say one of: {owners}."
)
_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class RestoredOnServer:
    """A book that its server guards: where its owner opens it; what the others sign in to the server as, once they have
    a password; and whom their login is too long for that."""

    restored: Restored
    owner: str
    others: dict[str, str]
    too_long: tuple[str, ...]
    advice: tuple[str, ...]


def restore_prepared(
    path: Path, location: str, keys: OpeningKeys, login: str, password: str, ticket: Ticket
) -> RestoredOnServer:
    """Make a database the place of a book that it guards itself, and that book of a backup.

    All or nothing. Raises as `checked` and `prepare`.
    """
    login, store = clean(login), server_store(location)
    try:
        found = checked(path, keys, ticket)
        refuse_weak(password, login, found.header.firm)
        with store.writing(ticket) as session:
            prefix = _room(session, store)
            fill(session, store, path, found, keys, ticket)
            begin_anew(session, store, keys, ticket)
            erased = erase_again(session, store, None, keys.erased, ticket)
            give_rights(session.connection(), prefix)
            store.recognise(session)
            people = list(present_users(session))
            role = store.let_in(session, _owner(people, login), password)
            others, too_long = _let_others_in(session, store, [user for user in people if user.login != login])
            settle_people(session.connection())
            told = tuple(advice(session.connection()))
            session.commit()
    finally:
        store.close()
    address = address_of(location, role)
    return RestoredOnServer(_restored(address, found, erased), login, others, too_long, told)


def _room(session: Session, store: PostgresStore) -> str:
    """What the roles of the place begin with; there is no table in it."""
    store.one_at_a_time(session, "schema")
    connection: Connection = session.connection()
    prefix = prefix_of(connection)
    if prefix is not None:
        empty_place(connection, prefix)
        return prefix
    refuse_book(connection)
    return make_place(connection)


def _owner(people: list[SignedIn], login: str) -> tuple[int, str]:
    owners = {user.login: user.id for user in people if user.role == Role.OWNER}
    if login not in owners:
        raise Refused(_NO_OWNER.format(login=login, owners=", ".join(sorted(owners))), "login")
    return owners[login], login


def _let_others_in(
    session: Session, store: PostgresStore, people: list[SignedIn]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Each has a login on the server, with a password that nobody knows until they are given one."""
    roles: dict[str, str] = {}
    for user in people:
        try:
            roles[user.login] = store.let_in(session, (user.id, user.login), token_urlsafe(_SECRET_BYTES))
        except Refused:
            continue
    return roles, tuple(user.login for user in people if user.login not in roles)


def _restored(address: str, found: Checked, erased: int) -> Restored:
    return Restored(address, found.header, found.manifest.rows, found.signer, encrypted=False, erased=erased)
