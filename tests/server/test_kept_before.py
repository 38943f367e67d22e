"""Before a newer program brings a server's book up, the book is kept as it was: as a backup that this one restores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.backing_up import back_up
from app.book import Book, open_book
from app.computer.places import data_folder
from app.errors import BookUnreachable
from app.features.backups import opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.opened_backup import checked, keys_of_words, load
from app.proof import verify
from app.proving import prove
from app.restoring import restore
from app.server_book import update
from app.store.location import server_url
from app.store.postgres import PostgresStore
from app.ticket import Ticket
from tests.backups.keep_released import RELEASED
from tests.backups.manners import untold
from tests.postgres import drop_database, fresh_database
from tests.prepared import prepared_book
from tests.store.newer import newer_program


@pytest.fixture
def engine_kind() -> str:
    return "postgres"


@pytest.fixture
def elsewhere() -> Iterator[str]:
    url = fresh_database()
    yield url
    drop_database(url)


def kept() -> list[Path]:
    folder = data_folder() / "backups"
    return sorted(folder.glob("*.before-*")) if folder.exists() else []


def filled(book: Book, folder: Path) -> None:
    book.do(AddCustomer(name="Talleres Ibáñez"))
    back_up(book, folder, untold)


def test_the_copy_holds_the_book_of_that_moment(
    place: str, tmp_path: Path, elsewhere: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with closing(open_book(place, "ann")) as book:
        filled(book, tmp_path)
        book.do(AddCustomer(name="After the backup"))
        keys, revision = book.ask(opening_keys), book.revision()

    with newer_program(tmp_path_factory.mktemp("newer")), closing(open_book(place, "ann")) as book:
        assert book.revision() == revision

    (copy,) = kept()
    assert prove(copy, keys, Ticket()).ok
    restore(copy, elsewhere, keys, Ticket())
    with closing(open_book(elsewhere, "ann")) as again:
        assert [one.name for one in again.ask(find, "after the", 3)] == ["After the backup"]
        assert again.ask(verify).ok


def test_a_step_that_breaks_leaves_the_book_and_one_copy_however_often(
    place: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with closing(open_book(place, "ann")) as book:
        filled(book, tmp_path)
    for number in range(2):
        with (
            newer_program(tmp_path_factory.mktemp(f"newer{number}"), "1 / 0"),
            pytest.raises(ZeroDivisionError),
        ):
            open_book(place, "ann")
    open_book(place, "ann").close()
    assert len(kept()) == 1


def test_a_prepared_book_is_kept_by_who_administers_it(
    tmp_path: Path, elsewhere: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = prepared_book()
    with closing(made.opened("ann")) as book:
        filled(book, tmp_path)
        keys = book.ask(opening_keys)

    with newer_program(tmp_path_factory.mktemp("newer")):
        told, again = update(made.admin), update(made.admin)

    (copy,) = kept()
    assert f"kept as a backup in {copy}" in told[0]
    assert again == told[1:], "it is brought up once"
    restore(copy, elsewhere, keys, Ticket())
    with closing(open_book(elsewhere, "ann")) as book:
        assert [one.name for one in book.ask(find, "talleres", 3)] == ["Talleres Ibáñez"]


def test_where_it_cannot_be_kept_the_book_stays_as_it_was(
    place: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with closing(open_book(place, "ann")) as book:
        filled(book, tmp_path)
    (data_folder() / "backups").write_text("no folder")
    with (
        newer_program(tmp_path_factory.mktemp("newer")),
        pytest.raises(BookUnreachable, match=r"brought up to date\. A backup of it has to be made before"),
    ):
        open_book(place, "ann")
    open_book(place, "ann").close()


def test_the_tables_of_an_earlier_step_are_kept_as_they_are(location: str, elsewhere: str) -> None:
    backup = RELEASED / "0015.hbk"
    keys = keys_of_words(backup.with_suffix(".words").read_text("utf-8"))
    store, found = PostgresStore(server_url(location)), checked(backup, keys, Ticket())
    with store.writing() as session:
        load(session, backup, found, keys, Ticket())
        session.commit()
    store.close()

    open_book(location, "ann").close()

    (copy,) = kept()
    again = checked(copy, keys, Ticket())
    assert again.header.schema == "0015" == found.header.schema
    assert again.manifest.rows == found.manifest.rows
    restore(copy, elsewhere, keys, Ticket())
    with closing(open_book(elsewhere, "ann")) as book:
        assert len(book.ask(find, "talleres", 3)) == 1


def test_a_book_that_nobody_backed_up_has_no_keys_for_it(place: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with newer_program(tmp_path_factory.mktemp("newer")):
        open_book(place, "ann").close()
    assert kept() == []
