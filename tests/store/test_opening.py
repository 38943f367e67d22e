"""On a disk without room for what desks share, one has the book alone; once there is room, others can open it too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.book import Book, open_book
from app.features.lists import AddTag, tags
from app.store import opening
from app.store.sqlite import SqliteStore

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a book can be had alone with the unix VFS only")


@pytest.fixture
def firm(tmp_path: Path, new_file: Path) -> Path:
    return Path(shutil.copyfile(new_file, tmp_path / "firm.book"))


@pytest.fixture
def no_room(firm: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file that desks share would be made stands a link that leads nowhere."""
    monkeypatch.setattr(opening, "_PAUSE_SECONDS", 0.0)
    shared = firm.with_name("firm.book-shm")
    shared.symlink_to(firm.parent / "nowhere")
    return shared


@pytest.fixture
def alone(firm: Path, no_room: Path) -> Iterator[Book]:
    book = open_book(str(firm), "ann")
    yield book
    book.close()


def others_are_let_in(firm: Path) -> bool:
    """Whether another program can look into the book and write into it."""
    looked = (
        "import sys; from sqlcipher3 import dbapi2; c = dbapi2.connect(sys.argv[1], timeout=0, isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); c.execute('SELECT count(*) FROM tags').fetchone(); c.execute('COMMIT')"
    )
    done = subprocess.run([sys.executable, "-c", looked, str(firm)], capture_output=True, check=False)
    return done.returncode == 0


def names(book: Book) -> list[str]:
    return [tag.name for tag in book.ask(tags)]


def test_without_room_one_works_alone(firm: Path, alone: Book, no_room: Path) -> None:
    alone.do(AddTag("Press"))
    no_room.unlink()
    assert not others_are_let_in(firm)


def test_once_there_is_room_others_are_let_in_and_the_first_one_goes_on(firm: Path, alone: Book, no_room: Path) -> None:
    watch = alone.watch()
    alone.do(AddTag("Press"))
    no_room.unlink()
    assert names(alone) == ["Press"]
    assert others_are_let_in(firm)
    other = open_book(str(firm), "ann")
    watch.wait(0.3)
    other.do(AddTag("Guest"))
    assert watch.wait(2)
    assert names(alone) == ["Guest", "Press"]
    alone.do(AddTag("Late"))
    assert names(other) == ["Guest", "Late", "Press"]
    other.close()
    watch.close()


def test_while_there_is_none_it_goes_on_alone(firm: Path, alone: Book, no_room: Path) -> None:
    for name in ("one", "two", "three"):
        alone.do(AddTag(name))
    assert names(alone) == ["one", "three", "two"]
    no_room.unlink()
    assert not others_are_let_in(firm)


def test_nobody_is_let_in_while_somebody_is_at_work(firm: Path, alone: Book, no_room: Path) -> None:
    store = alone._store
    with store.reading():
        no_room.unlink()
        assert names(alone) == []
        assert not others_are_let_in(firm)
    assert names(alone) == []
    assert others_are_let_in(firm)


def test_a_book_on_a_share_is_never_had_alone(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs no such file; what is refused there is something else."""
    monkeypatch.setattr("app.store.file.is_shared", lambda _path: True)
    book = open_book(str(firm), "ann")
    store = book._store
    assert isinstance(store, SqliteStore)
    store._opening.file = replace(store._opening.file, path=firm.with_name("not there"))
    with pytest.raises(Exception, match="unable to open"):
        store._opening.connect()
    assert not store._opening.file.alone
    book.close()
