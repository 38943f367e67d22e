"""Nobody is in a restored book, from the moment it is there, who was erased since; its file tells nothing of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app import clock, server_restoring
from app.as_of import as_of
from app.backing_up import Made, back_up
from app.book import Book, open_book
from app.earlier import of_backup, of_minute
from app.entrance import check_book
from app.features.backups import OpeningKeys, opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.erasing import EraseCustomer
from app.features.journal.reading import JournalFilter, journal
from app.keys.place import keys_path
from app.opened_backup import keys_of_words
from app.past_book import open_backup
from app.proof import verify
from app.putting_back import put_back
from app.restoring import restore
from app.server_restoring import restore_prepared
from app.sign_in import sign_in
from app.store.erased import erased_path
from app.store.postgres import PostgresStore
from app.store.sqlite import SqliteStore
from app.ticket import Ticket
from tests.backups.manners import untold
from tests.books import OWNER
from tests.locked import ANNS, CUSTOMER, Locked
from tests.postgres import drop_database, fresh_database
from tests.prepared import PASSWORD
from tests.trials.stages.children import in_child

_GONE, _TRACE = "Xylofon Quarkwerk", "uarkwer"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@pytest.fixture
def made(book: Book, tmp_path: Path) -> Made:
    """A backup of the book with somebody who is erased from it now."""
    gone = book.do(AddCustomer(name=_GONE)).answer
    for number in range(40):
        book.do(AddCustomer(name=f"Somebody Else {number}"))
    made = back_up(book, tmp_path / "kept", untold)
    book.do(EraseCustomer(gone))
    return made


def restored_and_killed(file: Path, to: str, keys: OpeningKeys) -> None:
    """To be called in a process of its own, which ends as the book has its name."""
    for store in (SqliteStore, PostgresStore):
        pytest.MonkeyPatch().setattr(store, "finish", _then_killed(store.finish))
    restore(file, to, keys, Ticket())


def restored_prepared_and_killed(file: Path, to: str, keys: OpeningKeys) -> None:
    """To be called in a process of its own, which ends as the book stands on its server."""
    pytest.MonkeyPatch().setattr(server_restoring, "address_of", _then_killed(lambda *_: None))
    restore_prepared(file, to, keys, OWNER, PASSWORD, Ticket())


def _then_killed(act: Callable[..., object]) -> Any:
    def killed(*args: object) -> None:
        act(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    return killed


def told_of(place: str) -> list[str]:
    """Where in a closed book stands what tells of the erased."""
    if not place.startswith("postgresql"):
        return [place] if _TRACE.encode() in Path(place).read_bytes().lower() else []
    with psycopg.connect(place) as raw:
        tables = [name for (name,) in raw.execute(_TABLES)]
        asked = "SELECT count(*) FROM {} AS t WHERE t::text ILIKE '%{}%'"
        return [name for name in tables if raw.execute(asked.format(name, _TRACE)).fetchone() != (0,)]


def test_a_restore_that_is_killed_as_the_book_has_its_name_brings_back_nobody(
    book: Book, made: Made, location: str
) -> None:
    there = location.replace("firm.book", "other.book")
    in_child(restored_and_killed, made.file, there, book.ask(opening_keys))

    assert told_of(there) == []
    with closing(open_book(there, OWNER)) as back:
        assert back.ask(find, "xylofon") == []
        assert len(back.ask(find, "somebody")) == 40
        assert "Erased 1 customer again" in back.ask(journal, JournalFilter())[0].summary
        assert back.ask(verify).ok
    assert check_book(there) == []


def test_nor_does_one_that_a_server_guards(book: Book, made: Made) -> None:
    keys, killed, whole = book.ask(opening_keys), fresh_database(), fresh_database()
    in_child(restored_prepared_and_killed, made.file, killed, keys)
    done = restore_prepared(made.file, whole, keys, OWNER, PASSWORD, Ticket())

    assert done.restored.erased == 1
    assert [told_of(one) for one in (killed, whole)] == [[], []]
    with closing(open_book(done.restored.location, password=PASSWORD)) as back:
        assert len(back.ask(find, "somebody")) == 40
        assert back.ask(verify).ok
        assert back.do(AddCustomer(name="After it")).changes is not None
    for one in (killed, whole):
        drop_database(one)


def test_of_a_plain_book_a_list_that_anybody_may_have_written_is_heeded_by_who_may_erase(
    file_book: Book, tmp_path: Path
) -> None:
    words: list[str] = []
    gone, place = file_book.do(AddCustomer(name=_GONE)).answer, Path(file_book.location)
    made = back_up(file_book, tmp_path / "kept", words.append)
    file_book.do(EraseCustomer(gone))
    file_book.close()
    open_book(str(place), OWNER).close()
    place.unlink()

    done = restore(made.file, str(place), keys_of_words(words[0]), Ticket())

    assert done.erased == 0, "whoever can write there decides nothing by that"
    assert told_of(str(place))
    with closing(open_book(str(place), OWNER)) as back:
        assert back.ask(find, "xylofon") == []


def test_of_an_encrypted_book_they_heed_what_the_firm_has_signed(locked: Locked, tmp_path: Path) -> None:
    place = Path(locked.place)
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        made = back_up(book, tmp_path / "kept", untold)
        book.do(EraseCustomer(book.ask(find, CUSTOMER)[0].id))
    sign_in(locked.place, "ann", ANNS).close()
    signed = erased_path(place).read_text()
    place.unlink()
    keys_path(place).unlink()

    restored = restore(made.file, locked.place, keys_of_words(locked.words), Ticket())

    assert restored.erased == 1
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        assert book.ask(find, CUSTOMER) == []
        assert book.ask(verify).ok
    strange = tmp_path / "strange.book"
    erased_path(strange).write_text("\n".join(line.partition(":")[0] for line in signed.split()))
    assert restore(made.file, str(strange), keys_of_words(locked.words), Ticket()).erased == 0


def test_a_book_that_goes_back_tells_how_many_stay_erased(book: Book, made: Made, place: str) -> None:
    done = put_back(book, of_backup(book, made.file, book.ask(opening_keys), Ticket()), untold, Ticket())

    assert done.erased == 1
    assert book.ask(find, "xylofon") == []
    assert book.ask(verify).ok
    book.close()
    assert told_of(place) == []


def test_as_of_a_minute_it_is_told_too(book: Book, tmp_path: Path) -> None:
    gone = [book.do(AddCustomer(name=f"{_GONE} {number}")).answer for number in range(2)]
    moment = clock.now()
    gone.append(book.do(AddCustomer(name="Came later")).answer)
    for one in gone:
        book.do(EraseCustomer(one))

    copied = as_of(book, moment, str(tmp_path / "then.book"), Ticket())
    back = put_back(book, of_minute(book, moment), untold, Ticket())

    assert (copied.erased, back.erased) == (2, 2)
    assert told_of(copied.location) == []
    with closing(open_book(copied.location, OWNER)) as then:
        assert then.ask(verify).ok


def test_nobody_is_seen_in_an_open_backup(book: Book, made: Made) -> None:
    with closing(open_backup(book, made.file)) as past:
        assert past.ask(find, "xylofon") == []
        assert len(past.ask(find, "somebody")) == 40
