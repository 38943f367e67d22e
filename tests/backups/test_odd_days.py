"""Long texts, a disk that does not answer, a file that was cut off, and what the clock makes between."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

import pytest

from app import clock
from app.archive import writing
from app.backing_up import back_up
from app.backup_places import add_place, find_places, place_named, remove_place
from app.book import Book
from app.catching_up import SCHEDULED, is_gone
from app.disk import opened
from app.errors import DamagedFile, Refused, Stopped, UnreadableFile
from app.features.backups import backups, standing
from app.features.customers.commands import AddCustomer
from app.features.touchpoints import LogTouchPoint
from app.keeping import keep
from app.opened_backup import keys_of_words
from app.proving import prove
from app.proving_again import prove_again
from app.store import dumping
from app.tending import tend
from app.ticket import Ticket
from tests.backups.manners import kept_in, untold
from ui.cli import main


class _Silent:
    """A file whose disk does not answer."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.name = file, file.name

    def read(self, _size: int = -1) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def __enter__(self) -> _Silent:
        return self

    def __exit__(self, *_how: object) -> None:
        self._file.close()


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """A disk that takes no file of more bytes than that."""
    resource = pytest.importorskip("resource")
    was, kept = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)
        signal.signal(signal.SIGXFSZ, kept)


def test_of_several_places_that_take_none_each_is_told(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumping, "LINES_AT_ONCE", 1)
    for name in ("one", "two", "away"):
        add_place(book, tmp_path / name)
    keep(book, untold)  # which makes the keys
    (tmp_path / "away").rename(tmp_path / "bag")
    customer = book.do(AddCustomer(name="Writes long letters")).answer
    for _ in range(20):
        book.do(LogTouchPoint(customer, "email", token_hex(200_000)))

    with full_at(1 << 20), pytest.raises(Refused) as told:
        keep(book, untold)

    assert [str(tmp_path / name) in told.value.words for name in ("one", "two")] == [True, True]
    assert "away is away" in told.value.words


@pytest.fixture
def silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that takes everything, of which nothing can be read."""
    folder = tmp_path / "silent"

    def answered(path: Path) -> Any:
        return _Silent(opened(path)) if folder in path.parents else opened(path)

    monkeypatch.setattr("app.opened_backup.opened", answered)
    return folder


def test_texts_that_are_long_together_are_no_entry_that_is_too_large(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PIECE_BYTES", 1 << 18)
    monkeypatch.setattr(writing, "LARGEST_BYTES", 1 << 20)
    customer = book.do(AddCustomer(name="Writes long letters")).answer
    for number in range(60):
        book.do(LogTouchPoint(customer, "email", f"letter {number} " + f"word{number} " * 4_000))

    made = back_up(book, tmp_path, untold)

    assert made.proven_at is not None


def test_a_making_that_ends_within_a_table_ends_at_once(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumping, "LINES_AT_ONCE", 1)
    back_up(book, tmp_path / "kept", untold)  # which makes the keys
    customer = book.do(AddCustomer(name="Writes long letters")).answer
    for _ in range(60):
        book.do(LogTouchPoint(customer, "email", token_hex(200_000)))

    with full_at(1 << 20), pytest.raises(Refused, match="cannot be written"):
        back_up(book, tmp_path / "full", untold)
    ticket = Ticket(lambda _what, done, _total: ticket.stop() if done > 1 << 20 else None)
    with pytest.raises(Stopped):
        back_up(book, tmp_path / "stopped", untold, ticket)

    assert [*tmp_path.glob("full/*"), *tmp_path.glob("stopped/*")] == []
    assert back_up(book, tmp_path / "kept", untold).proven_at is not None


def test_a_first_place_that_cannot_be_read_back_leaves_the_backup_to_the_second(
    book: Book, silent: Path, tmp_path: Path
) -> None:
    add_place(book, silent)
    add_place(book, tmp_path / "sound")

    words = list[str]()

    made = keep(book, words.append)

    assert made.made.file.parent == tmp_path / "sound"
    assert made.made.proven_at is not None
    (told,) = words
    assert prove(made.made.file, keys_of_words(told)).ok
    assert any("cannot be read" in one for one in made.told)


def test_a_disk_that_does_not_answer_is_no_damage_of_a_backup(
    book: Book, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    made = back_up(book, tmp_path / "silent", untold)
    request.getfixturevalue("silent")

    with pytest.raises(UnreadableFile, match="cannot be read") as told:
        prove_again(book, made.file)

    assert not isinstance(told.value, DamagedFile)
    (noted,) = book.ask(backups)
    assert (noted.proven_at, noted.fault) == (made.proven_at, "")


def test_a_disk_that_does_not_answer_keeps_no_other_backup_from_being_tried(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    add_place(book, tmp_path / "silent")
    keep(book, untold)
    remove_place(book, place_named(book, "silent"))
    add_place(book, tmp_path / "sound")
    began = clock.now()
    for days in (1, 9):
        monkeypatch.setattr(clock, "now", lambda days=days: began + timedelta(days=days))
        keep(book, untold)
    request.getfixturevalue("silent")

    told = tend(book, Ticket())

    assert "could not be tried again" in told and "cannot be read" in told
    _, second, first = book.ask(backups)
    assert (first.tried_at, first.fault, second.tried_at) == (None, "", clock.now())


def test_a_file_that_was_cut_off_is_gone_for_who_watches_over_the_house(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(file_book, tmp_path / "here")
    made = keep(file_book, untold).made
    assert main(["backups", "--check", "--book", file_book.location]) == 0

    os.truncate(made.file, 10)

    assert main(["backups", "--check", "--book", file_book.location]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("GONE")
    newest = file_book.ask(standing).newest
    assert newest is not None and is_gone(newest, find_places(file_book))


def test_of_two_imports_on_one_day_the_book_before_each_stays(book: Book, tmp_path: Path) -> None:
    add_place(book, tmp_path / "here")
    made = [keep(book, untold, why="before an import").made.file.name for _ in range(2)]

    made.append(keep(book, untold, why=SCHEDULED).made.file.name)

    assert kept_in(tmp_path / "here") == sorted(made)


def test_what_the_clock_makes_does_not_take_the_place_of_one_before_an_import(book: Book, tmp_path: Path) -> None:
    add_place(book, tmp_path / "here")
    before = keep(book, untold, why="before an import").made.file.name
    book.do(AddCustomer(name="Brought in"))

    newest = keep(book, untold, why=SCHEDULED).made.file.name

    assert kept_in(tmp_path / "here") == sorted([before, newest])
