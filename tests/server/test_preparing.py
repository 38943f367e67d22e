"""An empty database becomes a book that its server guards, or stays as it was."""

from __future__ import annotations

import json
from contextlib import closing

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import NullPool, create_engine, make_url

from app.book import create_book, open_book
from app.errors import NotAllowed, Refused
from app.features.customers.commands import AddCustomer
from app.server_book import prepare, update
from app.store.server import preparing
from app.store.server.granting import undeclared
from tests.books import FIRM, OWNER
from tests.postgres import fresh_database
from tests.prepared import PASSWORD, as_login, prepared_book
from ui.cli import main


def roles(url: str) -> set[str]:
    """The roles of this book's place; other tests make theirs on the same server meanwhile."""
    own = "SELECT rolname FROM pg_roles WHERE starts_with(rolname, left(current_database(), 20))"
    with psycopg.connect(url) as server:
        return {name for (name,) in server.execute(own)}


def test_the_command_line_makes_the_book_and_says_where_its_owner_opens_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEBOOK_PASSWORD", PASSWORD)

    code = main(["--json", "server", "prepare", fresh_database(), "--firm", FIRM, "--owner", OWNER])

    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    with closing(open_book(answer["book"])) as book:
        assert (book.firm, book.user.login, book.user.role) == (FIRM, OWNER, "owner")
    assert any("without a password" in words for words in answer["advice"])


def test_a_database_that_is_not_empty_is_refused_and_nothing_is_changed() -> None:
    url = fresh_database()
    with psycopg.connect(url) as server:
        server.execute("CREATE TABLE theirs (id int)")
    before = roles(url)

    with pytest.raises(Refused, match="not empty"):
        prepare(url, FIRM, OWNER, "", PASSWORD)

    assert roles(url) == before
    with psycopg.connect(url) as server:
        assert server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == [("theirs",)]


def test_a_book_that_create_made_is_refused_with_what_to_do_and_stays_open() -> None:
    url = fresh_database()
    create_book(url, FIRM, OWNER).close()
    before = roles(url)

    with pytest.raises(Refused, match=r"was not prepared; .*restore the backup into an empty database"):
        prepare(url, FIRM, OWNER, "", PASSWORD)

    assert roles(url) == before
    with closing(open_book(url, OWNER)) as book:
        assert book.do(AddCustomer("company", "Acme")).answer
    prepared = fresh_database()
    prepare(prepared, FIRM, OWNER, "", PASSWORD)
    with pytest.raises(Refused, match=r"prepared book in this database already.*server update"):
        prepare(prepared, FIRM, OWNER, "", PASSWORD)


def test_a_server_that_is_too_old_is_told_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_OLDEST", 990_000)
    with pytest.raises(Refused, match=r"it is PostgreSQL \d\d\.\d+, and a prepared book needs 99 or newer"):
        prepare(fresh_database(), FIRM, OWNER, "", PASSWORD)


def test_who_may_not_make_roles_is_refused_and_nothing_is_changed() -> None:
    url = fresh_database()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP ROLE IF EXISTS clerk")
        server.execute("CREATE ROLE clerk LOGIN")
        server.execute(sql.SQL("ALTER DATABASE {} OWNER TO clerk").format(sql.Identifier(make_url(url).database or "")))
    before = roles(url)

    with pytest.raises(NotAllowed, match="may not make roles"):
        prepare(as_login(url, "clerk"), FIRM, OWNER, "", PASSWORD)

    assert roles(url) == before


def test_an_administrator_need_not_be_the_server_s_superuser() -> None:
    url = fresh_database()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP ROLE IF EXISTS part_time")
        server.execute("CREATE ROLE part_time LOGIN CREATEROLE")
        owns = sql.SQL("ALTER DATABASE {} OWNER TO part_time").format(sql.Identifier(make_url(url).database or ""))
        server.execute(owns)

    done = prepare(as_login(url, "part_time"), FIRM, OWNER, "", PASSWORD)
    update(as_login(url, "part_time"))

    with closing(open_book(done.address)) as book:
        assert book.user.login == OWNER


def test_each_table_has_somebody_who_may_read_it_or_is_kept_from_all() -> None:
    prepared = prepared_book()

    engine = create_engine(make_url(prepared.admin).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.connect() as connection:
        assert undeclared(connection) == []
        connection.exec_driver_sql("CREATE TABLE newcomer (id int)")
        assert undeclared(connection) == ["newcomer"]


def test_the_book_is_opened_as_who_signed_in_and_nobody_else() -> None:
    prepared = prepared_book()

    with pytest.raises(NotAllowed, match="signed in to the server as staff, not as ann"):
        open_book(prepared.addresses["staff"], OWNER)
    with pytest.raises(NotAllowed, match="none of the book's users"):
        open_book(prepared.admin, OWNER)


def test_a_server_s_book_that_was_not_prepared_is_opened_as_before() -> None:
    url = fresh_database()
    create_book(url, FIRM, OWNER).close()

    with closing(open_book(url, OWNER)) as book:
        assert not book.has_passwords
        assert book.server_logins() == {}
