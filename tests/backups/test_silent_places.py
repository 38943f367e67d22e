"""A drive or a share that never answers is as good as away: it is waited for a while, and once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as threads

import pytest

from app import backup_places, disk
from app.backup_places import add_place, find_places, place_named, remove_place
from app.book import Book
from app.computer import patience
from app.features.backups import places
from app.keeping import keep
from tests.backups.manners import kept_in, untold


@pytest.fixture
def silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """While it is not set, nothing comes back from the folder `share`."""
    answers = Event()

    def contents(path: Path) -> bytes:
        if tmp_path / "share" in path.parents:
            answers.wait()
        return disk.contents(path)

    monkeypatch.setattr(backup_places, "contents", contents)
    monkeypatch.setattr(patience, "SECONDS", 0.2)
    answers.set()
    yield answers
    answers.set()


def test_it_is_away_until_it_answers_and_keeps_no_backup_from_the_other_places(
    book: Book, tmp_path: Path, silent: Event
) -> None:
    for name in ("share", "here"):
        add_place(book, tmp_path / name)
    silent.clear()

    made = keep(book, untold)

    assert made.places == (str(tmp_path / "here"),)
    assert made.told[0].startswith(f"share is away: it was seen last at {tmp_path / 'share'}.")
    assert [one.folder for one in find_places(book)] == [None, tmp_path / "here"]
    assert len(looking_at(book)) == 1, "one that hangs is not asked again and again"
    silent.set()
    for one in looking_at(book):
        one.join()
    again = keep(book, untold)
    assert (again.told, kept_in(tmp_path / "share")) == ((), [again.made.file.name])


def test_it_can_be_taken_away(book: Book, tmp_path: Path, silent: Event) -> None:
    add_place(book, tmp_path / "share")
    silent.clear()

    remove_place(book, place_named(book, "share"))

    assert find_places(book) == []


def looking_at(book: Book) -> list[Thread]:
    names = {f"look at {one.uid}" for one in book.ask(places)}
    return [one for one in threads() if one.name in names]
