"""Waiting for another desk's writing: it can be ended at once, and nothing was saved then."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread, Timer

import pytest
from sqlcipher3 import dbapi2

from app.book import Book, open_book
from app.errors import BookUnreachable, Stopped
from app.features.lists import AddTag, tags
from app.ticket import Ticket


def file_of(book: Book) -> str:
    return book.location


@pytest.fixture
def writing_elsewhere(file_book: Book) -> Iterator[dbapi2.Connection]:
    """Somebody else is in the middle of writing."""
    other = dbapi2.connect(file_of(file_book), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_stop_ends_the_waiting(file_book: Book, writing_elsewhere: dbapi2.Connection) -> None:
    ticket = Ticket()
    stopper = Timer(0.2, ticket.stop)
    stopper.start()
    start = time.monotonic()
    with pytest.raises(Stopped, match="Nothing was saved"):
        file_book.do(AddTag("Press"), ticket)
    assert time.monotonic() - start < 1.2
    stopper.join()
    writing_elsewhere.execute("ROLLBACK")
    assert file_book.ask(tags) == []
    file_book.do(AddTag("Press"))
    assert len(file_book.ask(tags)) == 1


def test_who_waits_gets_its_turn(file_book: Book, writing_elsewhere: dbapi2.Connection) -> None:
    ending = Timer(0.6, lambda: writing_elsewhere.execute("COMMIT"))
    ending.start()
    file_book.do(AddTag("Press"))
    ending.join()
    assert len(file_book.ask(tags)) == 1


def test_patience_has_an_end(
    file_book: Book, writing_elsewhere: dbapi2.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.sqlite_engine.PATIENCE_SECONDS", 0.3)
    with pytest.raises(BookUnreachable, match="somebody else is writing"):
        file_book.do(AddTag("Press"))


def open_files(path: str) -> int:
    return sum(1 for one in Path("/proc/self/fd").iterdir() if one.exists() and str(one.resolve()) == path)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not tell which files are open")
def test_a_watch_that_is_closed_leaves_no_file_open(file_book: Book) -> None:
    before, watches = open_files(file_of(file_book)), []
    for _ in range(10):
        watches.append(file_book.watch())
        watches[-1].close()
    # SQLite keeps one for the next to open, since closing it would drop the locks of this process.
    assert open_files(file_of(file_book)) <= before + 1


def test_a_watch_can_be_closed_while_it_waits(book: Book) -> None:
    watch, answers = book.watch(), list[bool | str]()

    def wait() -> None:
        try:
            answers.append(watch.wait(20))
        except BookUnreachable:
            answers.append("gone")

    waiting = Thread(target=wait)
    waiting.start()
    time.sleep(0.1)
    watch.close()
    waiting.join(2)
    assert not waiting.is_alive()
    assert answers in ([False], ["gone"])


def test_a_book_can_be_read_while_somebody_writes(file_book: Book, writing_elsewhere: dbapi2.Connection) -> None:
    other = open_book(file_of(file_book), "ann")
    assert other.ask(tags) == []
    other.close()
