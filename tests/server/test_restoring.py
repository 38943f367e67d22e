"""A backup becomes a book that its server guards, from a file and from such a book; and comes back out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from app.backing_up import back_up
from app.book import create_book, open_book
from app.entrance import check_book
from app.errors import NotAllowed, Refused
from app.features.access import SetPassword
from app.features.backups import OpeningKeys, opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.journal.reading import JournalFilter, journal
from app.features.sampling import fill_with_sample
from app.features.team import AddUser, users
from app.opened_backup import keys_of_words
from app.proof import verify
from app.proving import prove
from app.restoring import restore
from app.rules.permissions import Role
from app.server_book import prepare, update
from app.server_restoring import restore_prepared
from app.ticket import Ticket
from tests.books import FIRM, OWNER
from tests.postgres import drop_database, fresh_database
from tests.prepared import PASSWORD, as_login, prepared_book
from ui.cli import main


@dataclass(frozen=True)
class Kept:
    """A backup, what opens it, and its recovery key's words."""

    file: Path
    keys: OpeningKeys
    words: str


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Of a book in a file with 30 customers, colleagues of each role, and one who departed."""
    folder = tmp_path_factory.mktemp("kept")
    words: list[str] = []
    with closing(create_book(str(folder / "first.book"), FIRM, OWNER, "Ann Becker")) as book:
        fill_with_sample(book.do, 30)
        for role in (Role.STAFF, Role.VIEWER):
            book.do(AddUser(f"one{role}", f"The {role}", role))
        book.do(AddCustomer(name="Talleres Ibáñez"))
        made = back_up(book, folder, words.append)
    return Kept(made.file, keys_of_words(words[0]), words[0])


@pytest.fixture
def url() -> Iterator[str]:
    made = fresh_database()
    yield made
    drop_database(made)


def test_a_backup_of_a_file_becomes_a_book_that_the_server_guards(kept: Kept, url: str, tmp_path: Path) -> None:
    done = restore_prepared(kept.file, url, kept.keys, OWNER, PASSWORD, Ticket())

    with closing(open_book(done.restored.location, password=PASSWORD)) as book:
        assert (book.firm, book.user.login, book.user.role) == (FIRM, OWNER, "owner")
        assert [line.name for line in book.ask(find, "talleres")] == ["Talleres Ibáñez"]
        assert book.ask(verify).ok
        present = {one.login for one in book.ask(users) if one.departed_on is None}
        assert set(done.others) == present - {OWNER}
        book.do(AddCustomer(name="After it"))
        assert book.ask(journal, JournalFilter())[0].summary == "Added After it"
        told = list[str]()
        again = back_up(book, tmp_path, told.append)
        assert told == [], "the words of the sheet count on"
        assert prove(again.file, kept.keys, Ticket()).ok
        assert prove(again.file, book.ask(opening_keys), Ticket()).ok
    assert check_book(done.restored.location, password=PASSWORD) == []
    update(url)


def test_each_sees_what_their_role_lets_them_once_they_have_a_password(kept: Kept, url: str) -> None:
    done = restore_prepared(kept.file, url, kept.keys, OWNER, PASSWORD, Ticket())
    with closing(open_book(done.restored.location, password=PASSWORD)) as book:
        book.do(SetPassword("onestaff", PASSWORD))
        book.do(SetPassword("oneviewer", PASSWORD))

    staff, viewer = (as_login(url, done.others[one]) for one in ("onestaff", "oneviewer"))
    with psycopg.connect(staff.replace(" ", "%20")) as raw:
        assert raw.execute("SELECT count(*) FROM customers").fetchone() == (31,)
        for refused in ("SELECT FROM exports", "SELECT FROM backup_keys", "UPDATE changes SET before = ''"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
                raw.execute(refused)
    with psycopg.connect(viewer.replace(" ", "%20")) as raw, pytest.raises(psycopg.errors.Error):
        raw.execute("UPDATE customers SET name = 'x'")
    with closing(open_book(staff)) as book:
        assert book.do(AddCustomer(name="By staff")).changes is not None
    with closing(open_book(viewer)) as book, pytest.raises(NotAllowed):
        book.do(AddCustomer(name="By a viewer"))


def test_a_backup_of_a_prepared_book_comes_back_as_one_and_as_a_file(tmp_path: Path, url: str) -> None:
    words: list[str] = []
    prepared = prepared_book()
    with closing(prepared.opened(OWNER)) as book:
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        made = back_up(book, tmp_path, words.append)
        team = [(one.login, one.role) for one in book.ask(users)]
    keys = keys_of_words(words[0])

    done = restore_prepared(made.file, url, keys, OWNER, PASSWORD, Ticket())
    restore(made.file, str(tmp_path / "back.book"), keys, Ticket())

    for place, password in ((done.restored.location, PASSWORD), (str(tmp_path / "back.book"), None)):
        login = None if password else OWNER
        with closing(open_book(place, login, password=password)) as book:
            assert [line.name for line in book.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]
            assert [(one.login, one.role) for one in book.ask(users)] == team
            assert book.ask(verify).ok


def test_a_prepared_book_with_nothing_in_it_yet_gives_its_place(kept: Kept, url: str) -> None:
    before = prepare(url, "Another name", "zoe", "Zoe", PASSWORD)
    role = before.address.split("@")[0].rsplit("/", 1)[1]

    done = restore_prepared(kept.file, url, kept.keys, OWNER, PASSWORD, Ticket())

    with closing(open_book(done.restored.location, password=PASSWORD)) as book:
        assert book.firm == FIRM
        assert book.ask(verify).ok
    with psycopg.connect(url) as server:
        assert server.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", (role,)).fetchone() == (0,)


def test_a_prepared_book_in_use_stays_as_it_is_and_so_does_an_unprepared_one(kept: Kept, url: str) -> None:
    address = prepare(url, FIRM, "zoe", "Zoe", PASSWORD).address
    with closing(open_book(address, password=PASSWORD)) as book:
        book.do(AddCustomer(name="Hers"))
        with pytest.raises(Refused, match="more in it than its founding"):
            restore_prepared(kept.file, url, kept.keys, OWNER, PASSWORD, Ticket())
        assert [line.name for line in book.ask(find, "hers")] == ["Hers"]
        assert book.ask(verify).ok
    other = fresh_database()
    create_book(other, FIRM, OWNER).close()
    with pytest.raises(Refused, match="not prepared"):
        restore_prepared(kept.file, other, kept.keys, OWNER, PASSWORD, Ticket())


def test_only_an_owner_of_the_backup_s_book_can_be_named(kept: Kept, url: str) -> None:
    with pytest.raises(Refused, match=r"onestaff is no owner .*Say one of: ann"):
        restore_prepared(kept.file, url, kept.keys, "onestaff", PASSWORD, Ticket())
    with psycopg.connect(url) as server:
        assert server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        own = "SELECT count(*) FROM pg_roles WHERE starts_with(rolname, left(current_database(), 20))"
        assert server.execute(own).fetchone() == (0,)


def test_the_command_line_says_who_needs_a_password(
    kept: Kept, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEBOOK_NEW_PASSWORD", PASSWORD)
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", kept.words)

    assert main(["--json", "server", "restore", str(kept.file), url, "--owner", OWNER]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["logins"]["onestaff"].endswith("_onestaff")
    assert main(["server", "restore", str(kept.file), url, "--owner", OWNER]) == 1
    assert "more in it than its founding" in capsys.readouterr().err
