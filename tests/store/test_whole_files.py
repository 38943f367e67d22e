"""A file gets a name that nobody has: who comes second is refused, and what stands there stays."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from app.book import open_book
from app.store.whole_files import put_in_place


def _put(folder: Path, together: Barrier, mine: str) -> bool:
    half = folder / f"half {mine}"
    half.write_text(mine)
    together.wait()
    try:
        put_in_place(half, folder / "firm.book")
    except FileExistsError:
        return False
    return True


def test_of_two_who_come_at_once_one_is_refused_and_overwrites_nothing(tmp_path: Path) -> None:
    for number in range(60):
        folder = tmp_path / str(number)
        folder.mkdir()
        with ThreadPoolExecutor(2) as both:
            first, second = both.map(partial(_put, folder, Barrier(2)), ("first", "second"))
        assert first != second
        assert (folder / "firm.book").read_text() == ("first" if first else "second")


@pytest.mark.parametrize("links", [True, False])
def test_a_file_has_its_one_name_and_the_next_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    assert _put(tmp_path, Barrier(1), "first")
    assert [path.name for path in tmp_path.iterdir()] == ["firm.book"]
    assert not _put(tmp_path, Barrier(1), "second")
    assert (tmp_path / "firm.book").read_text() == "first"


def test_the_other_name_that_a_killed_program_left_of_a_book_goes_when_it_is_opened(
    new_file: Path, tmp_path: Path
) -> None:
    path, other = tmp_path / "firm.book", tmp_path / "firm.book.unfinished-3c4d5e6f"
    shutil.copyfile(new_file, path)
    (tmp_path / "firm.book.unfinished-1a2b3c4d").hardlink_to(path)
    other.write_bytes(b"of somebody who is making it now")
    open_book(str(path), "ann").close()
    assert sorted(one.name for one in tmp_path.iterdir()) == [path.name, other.name]
