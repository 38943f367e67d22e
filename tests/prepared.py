"""A prepared book for tests: on the tests' own server, with a user of each role, who sign in as themselves."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import make_url

from app.book import Book, open_book
from app.features.team import AddUser, users
from app.rules.permissions import Role
from app.server_book import prepare
from tests.books import FIRM, OWNER
from tests.postgres import fresh_database

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class PreparedBook:
    """Where it stands for who administers the server, and for each of its people, by login."""

    admin: str
    addresses: dict[str, str]

    def opened(self, login: str) -> Book:
        """The book, open for one of its people."""
        return open_book(self.addresses[login])

    def raw(self, login: str, **how: Any) -> psycopg.Connection[Any]:
        """A bare connection as one of its people."""
        return psycopg.connect(self.addresses[login].replace(" ", "%20"), **how)

    def administered(self) -> psycopg.Connection[Any]:
        """A bare connection as who administers the server."""
        return psycopg.connect(self.admin, autocommit=True)


def prepared_book() -> PreparedBook:
    """A new one; its people are called as their roles are, but for Ann, who owns it."""
    url = fresh_database()
    address = prepare(url, FIRM, OWNER, "Ann Becker", PASSWORD).address
    with closing(open_book(address)) as book:
        for role in Role:
            if role != Role.OWNER:
                book.do(AddUser(role.lower(), f"The {role}", role, None, PASSWORD))
        roles = book.server_logins()
        return PreparedBook(url, {one.login: as_login(url, roles[one.id]) for one in book.ask(users)})


def as_login(url: str, role: str, password: str = PASSWORD) -> str:
    """The address of a database for somebody."""
    return make_url(url).set(username=role, password=password).render_as_string(hide_password=False)
