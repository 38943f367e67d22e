"""A place that vanishes meanwhile, two desks that back up at once, and a clock that was set back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from app import clock
from app.backing_up import back_up
from app.book import Book, open_book
from app.entrance import check_book
from app.errors import HousebookError
from app.features.backups import backups, opening_keys, standing
from app.features.customers.commands import AddCustomer
from app.proving import prove
from app.rules.pace import BACKING_UP, CHECKING, COMPARING
from app.ticket import Ticket


def _gone(folder: Path) -> None:
    shutil.rmtree(folder)


def _a_file_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a file")


@pytest.mark.parametrize("happens", [_gone, _a_file_in_its_place])
@pytest.mark.parametrize("when", [BACKING_UP, CHECKING, COMPARING])
def test_a_place_that_vanishes_meanwhile_is_told_and_what_was_good_stays(
    when: str, happens: Callable[[Path], None], file_book: Book, tmp_path: Path
) -> None:
    good = back_up(file_book, tmp_path / "good", lambda _words: None)
    place, left = tmp_path / "drive", [True]

    def report(what: str, _done: int, _total: int) -> None:
        if what == when and left:
            left.clear()
            happens(place)

    with pytest.raises(HousebookError, match=r"drive.*\.$"):
        back_up(file_book, place, lambda _words: None, Ticket(report))

    assert not left
    assert check_book(file_book.location) == []
    assert [one.file for one in file_book.ask(backups)] == [good.file.name]
    assert prove(good.file, file_book.ask(opening_keys)).ok
    assert back_up(file_book, tmp_path / "good", lambda _words: None).file.exists()


def test_two_desks_that_back_up_at_once_both_have_theirs(place: str, tmp_path: Path) -> None:
    with closing(open_book(place, "ann")) as book:
        back_up(book, tmp_path / "first", lambda _words: None)
    both = Barrier(2)

    def backed_up(_number: int) -> Path:
        met: list[bool] = []

        def meet(what: str, _done: int, _total: int) -> None:
            if what == CHECKING and not met:
                met.append(True)
                both.wait(30)

        with closing(open_book(place, "ann")) as desk:
            return back_up(desk, tmp_path / "kept", lambda _words: None, Ticket(meet)).file

    with ThreadPoolExecutor(2) as desks:
        made = list(desks.map(backed_up, range(2)))

    assert sorted(one.name for one in (tmp_path / "kept").glob("*.hbk*")) == sorted(one.name for one in made)
    with closing(open_book(place, "ann")) as book:
        assert {one.name for one in made} < {one.file for one in book.ask(backups) if one.proven_at}
        assert all(prove(one, book.ask(opening_keys)).ok for one in made)


def test_with_a_clock_set_back_the_later_one_is_the_newest(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(file_book, tmp_path, lambda _words: None)
    earlier = clock.now() - timedelta(days=10)
    monkeypatch.setattr(clock, "now", lambda: earlier)
    file_book.do(AddCustomer(name="By a clock behind"))

    second = back_up(file_book, tmp_path, lambda _words: None)

    assert [one.file for one in file_book.ask(backups)] == [second.file.name, first.file.name]
    found = file_book.ask(standing)
    assert found.newest is not None
    assert (found.newest.revision, found.since) == (second.revision, 0)
    assert found.fresh(earlier)
    assert not found.fresh(earlier + timedelta(days=10))
