"""A computer stopped in the middle of writing: whoever comes next takes back what it had begun."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.book import Book, open_book
from app.entrance import check_book
from app.features.lists import AddTag, tags

STOP_WHILE_WRITING = """
import os, sys
from sqlcipher3 import dbapi2
raw = dbapi2.connect(sys.argv[1], isolation_level=None)
raw.execute("PRAGMA cache_size = 2")
raw.execute("BEGIN")
raw.execute("CREATE TABLE half (done)")
for _ in range(50):
    raw.execute("INSERT INTO half VALUES (zeroblob(9000))")
os._exit(9)
"""


@pytest.fixture
def shared_book(monkeypatch: pytest.MonkeyPatch, file_book: Book) -> Book:
    """On a share there is no WAL: the old pages wait in a journal beside the book until the new ones are written."""
    file_book.close()
    monkeypatch.setattr("app.store.file.is_shared", lambda _path: True)
    return open_book(file_book.location, "ann")


def somebody_stops_while_writing(location: str) -> None:
    subprocess.run([sys.executable, "-c", STOP_WHILE_WRITING, location], check=False)
    assert Path(f"{location}-journal").stat().st_size > 0


def test_the_book_opens_as_it_was_before(shared_book: Book) -> None:
    shared_book.do(AddTag("Press"))
    shared_book.close()
    somebody_stops_while_writing(shared_book.location)
    with closing(open_book(shared_book.location, "ann")) as book:
        assert [tag.name for tag in book.ask(tags)] == ["Press"]
    assert check_book(shared_book.location) == []


def test_other_desks_go_on_watching(shared_book: Book) -> None:
    with closing(shared_book), closing(shared_book.watch()) as watch:
        somebody_stops_while_writing(shared_book.location)
        watch.wait(0.3)
        with closing(open_book(shared_book.location, "ann")) as other:
            other.do(AddTag("Press"))
        assert watch.wait(2)
