"""The watched disk sees what the engine does to a book's files, and what it refuses does not happen."""

import os
import shutil
from pathlib import Path

import pytest

from app.book import open_book
from app.entrance import check_book
from app.errors import BookUnreachable
from app.features.lists import AddTag, tags
from tests.trials.disk.watched import FULL, OK, Answer, Step, Verb, WatchedDisk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")


@pytest.fixture
def firm(tmp_path: Path, new_file: Path) -> Path:
    return Path(shutil.copyfile(new_file, tmp_path / "firm.book"))


def noting(steps: list[Step]) -> Answer:
    def note(step: Step) -> int:
        steps.append(step)
        return OK

    return note


def _saved(path: Path, *names: str) -> None:
    book = open_book(str(path), "ann")
    for name in names:
        book.do(AddTag(name))
    book.close()


def test_every_save_is_written_to_the_log_and_synced_before_it_is_reported(firm: Path) -> None:
    steps: list[Step] = []
    with WatchedDisk(noting(steps)):
        book = open_book(str(firm), "ann")
        for name in ("one", "two"):
            before = len(steps)
            book.do(AddTag(name))
            own = [(step.verb, Path(step.path).name) for step in steps[before:]]
            assert (Verb.WRITE, "firm.book-wal") in own and own[-1] == (Verb.SYNC, "firm.book-wal")
        book.close()
    assert steps[-1] == Step(Verb.DELETE, f"{firm}-wal")


def test_what_is_replayed_is_the_book(firm: Path) -> None:
    image = bytearray(firm.read_bytes())

    def replay(step: Step) -> int:
        if step.path == str(firm) and step.verb is Verb.WRITE:
            image[step.at : step.at + len(step.data)] = step.data
        return OK

    with WatchedDisk(replay):
        _saved(firm, "one", "two")
    assert bytes(image) == firm.read_bytes()


def test_a_refused_write_is_a_full_disk_and_the_book_is_as_before(firm: Path) -> None:
    refuse = False
    with WatchedDisk(lambda step: FULL if refuse and step.verb is Verb.WRITE else OK):
        book = open_book(str(firm), "ann")
        book.do(AddTag("kept"))
        refuse = True
        with pytest.raises(BookUnreachable, match="the disk is full"):
            book.do(AddTag("lost"))
        assert [tag.name for tag in book.ask(tags)] == ["kept"]
        refuse = False
        book.do(AddTag("again"))
        book.close()
    assert check_book(str(firm)) == []


def test_afterwards_nothing_is_watched(firm: Path) -> None:
    steps: list[Step] = []
    with WatchedDisk(noting(steps)):
        pass
    _saved(firm, "one")
    assert not steps
