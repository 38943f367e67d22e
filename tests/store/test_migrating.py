"""A book of an earlier program: copied, brought up to this one, and in no case lost."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2

from app import clock
from app.book import create_book, open_book
from app.entrance import check_book, logins
from app.errors import BookTooNew, BookUnreachable
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, count_customers
from app.features.journal.verifying import verify
from app.features.roles import user_roles
from app.models import BookState
from app.rules.permissions import Role
from app.store import schema
from tests.store.newer import NEW_COLUMN, NEW_RIGHT, NEWEST, newer_program
from tests.store.old_books import CUSTOMERS, FIRM, KEY, LOGIN, content, fill_old_database, old_book

BREAKS = f"{NEW_COLUMN}; op.execute('DELETE FROM listing'); 1 / 0"
"""A step that does some of its work and then breaks."""


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    value: bytes | None = request.param
    return value


@pytest.fixture
def newer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with newer_program(tmp_path_factory.mktemp("newer")):
        yield


def copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def test_a_first_book_is_brought_up_and_works(tmp_path: Path, key: bytes | None, newer: None) -> None:
    path = old_book(tmp_path, key=key)
    book = open_book(str(path), LOGIN, key)
    assert book.firm == FIRM
    assert [one.name for one in book.ask(find, "talleres ib", 3)] == ["Talleres Ibáñez"]
    book.do(AddCustomer(name="Quarkwerk Zyx"))
    assert [one.name for one in book.ask(find, "quarkwerk", 3)] == ["Quarkwerk Zyx"]
    book.close()
    assert check_book(str(path), key) == []


class TestServer:
    """The same on a server, where a transaction protects what no desk can copy."""

    @pytest.fixture
    def engine_kind(self) -> str:
        return "postgres"

    def test_a_first_book_is_brought_up_and_works(self, location: str, tmp_path: Path) -> None:
        fill_old_database(location, old_book(tmp_path))
        book = open_book(location, LOGIN)
        assert book.firm == FIRM
        assert book.ask(count_customers, ListFilter()) == CUSTOMERS
        assert book.ask(verify).ok
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        assert [one.name for one in book.ask(find, "quarkwerk", 3)] == ["Quarkwerk Zyx"]
        book.close()


def test_a_step_gives_a_right_in_a_book_whose_journal_is_kept(
    place: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with newer_program(tmp_path_factory.mktemp("newer"), NEW_RIGHT), closing(open_book(place, LOGIN)) as book:
        (viewer,) = (role for role in book.ask(user_roles) if role.key == Role.VIEWER)
        assert "EXPORT" in viewer.may
        book.do(AddCustomer(name="After"))
        assert book.ask(verify).ok
        assert check_book(place) == []


def test_a_desk_of_an_older_program_writes_no_more_once_the_book_was_brought_up(
    place: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    older = open_book(place, LOGIN)
    older.do(AddCustomer(name="Before"))
    with newer_program(tmp_path_factory.mktemp("newer")):
        newer = open_book(place, LOGIN)
        newer.do(AddCustomer(name="After"))
    with pytest.raises(BookTooNew, match="start again"):
        older.do(AddCustomer(name="Too late"))
    with pytest.raises(BookTooNew, match="start again"):
        older.ask(count_customers, ListFilter())
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert not older.pass_day()
    older.close()
    with newer_program(tmp_path_factory.mktemp("newer-again")):
        assert newer.ask(lambda session: session.execute(select(BookState.listed_on)).scalar_one()) != tomorrow
        assert newer.ask(count_customers, ListFilter()) == 2
    newer.close()


def test_the_copy_holds_all_that_was_there(tmp_path: Path, key: bytes | None, newer: None) -> None:
    path = old_book(tmp_path, key=key)
    before = content(path, key)
    open_book(str(path), LOGIN, key).close()
    (copy,) = copies(path)
    assert copy.name.startswith(f"firm.book.before-{NEWEST}-")
    assert content(copy, key) == before
    assert sorted(tmp_path.iterdir()) == [path, copy]


def test_the_copy_of_an_encrypted_book_is_encrypted(tmp_path: Path, newer: None) -> None:
    path = old_book(tmp_path, key=KEY)
    open_book(str(path), LOGIN, KEY).close()
    seen = copies(path)[0].read_bytes()
    assert not [word for word in (b"SQLite", b"Nordlicht", b"customers") if word in seen]


def test_a_try_that_failed_leaves_the_book_and_one_copy_however_often(tmp_path: Path) -> None:
    path = old_book(tmp_path / "firm")
    before = content(path)
    for _ in range(3):
        with newer_program(tmp_path, BREAKS), pytest.raises(ZeroDivisionError):
            logins(str(path))
    assert content(path) == before
    assert len(copies(path)) == 1


def test_a_book_that_went_on_since_the_copy_is_copied_again(tmp_path: Path) -> None:
    path = old_book(tmp_path / "firm")
    with newer_program(tmp_path, BREAKS), pytest.raises(ZeroDivisionError):
        logins(str(path))
    with closing(dbapi2.connect(str(path), isolation_level=None)) as raw:
        raw.execute("UPDATE book SET revision = revision + 1")
    before = content(path)
    with newer_program(tmp_path):
        logins(str(path))
    first, second = copies(path)
    assert content(second) == before != content(first)


def test_what_is_half_a_copy_goes_and_passes_for_none(tmp_path: Path, newer: None) -> None:
    path = old_book(tmp_path)
    half, torn = path.with_name("firm.book.unfinished-0badcafe"), path.with_name(f"firm.book.before-{NEWEST}-1")
    half.write_bytes(b"half")
    torn.write_bytes(path.read_bytes()[:8192])
    before = content(path)
    logins(str(path))
    assert not half.exists()
    assert [content(one) for one in copies(path) if one != torn] == [before]


def test_of_desks_that_come_at_once_one_brings_it_up(place: str, newer: None, caplog: pytest.LogCaptureFixture) -> None:
    desks = [Thread(target=logins, args=[place]) for _ in range(3)]
    with caplog.at_level(logging.WARNING, "app.store.schema"):
        for one in desks:
            one.start()
        for one in desks:
            one.join()
    assert caplog.text.count(f"brought up from {schema.KNOWN[-2]} to {NEWEST}") == 1
    assert check_book(place) == []


def test_the_log_says_where_the_copy_is_and_that_a_server_has_none_before_its_first_backup(
    place: str, engine_kind: str, newer: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "app.store.schema"):
        logins(place)
    said = {"sqlite": "it is kept as it was in", "postgres": "no copy of it is kept: nobody has backed it up yet"}
    assert said[engine_kind] in caplog.text


def test_a_step_that_fails_on_the_way_leaves_the_book_as_it_was(place: str, tmp_path: Path) -> None:
    with newer_program(tmp_path, BREAKS), pytest.raises(ZeroDivisionError):
        logins(place)
    with newer_program(tmp_path):
        logins(place)
        assert check_book(place) == []


def test_while_somebody_writes_for_long_it_says_what_did_not_happen(
    tmp_path: Path, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.sqlite_engine.PATIENCE_SECONDS", 0.1)
    path = old_book(tmp_path)
    with closing(dbapi2.connect(str(path), isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(BookUnreachable, match=r"brought up to date.*somebody else is writing"):
            logins(str(path))
    assert copies(path) == []


def test_a_new_book_stands_at_the_newest_step(tmp_path: Path) -> None:
    create_book(str(tmp_path / "new.book"), "Firm", "ann").close()
    found = content(tmp_path / "new.book")
    assert found["alembic_version"] == [(schema.HEAD,)]
    assert [one.name for one in tmp_path.iterdir()] == ["new.book"]
