"""What it takes to save one touch point, with journal, list and search: beside one bare INSERT that is as safe from a
power cut, and while eight other desks save one a second each."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

from app.book import Book
from app.features.sampling import picked
from app.features.touchpoints import LogTouchPoint
from tests.benchmarks import Figure, milliseconds, p50, p95, side_by_side
from tests.benchmarks.bare_saving import bare_insert
from tests.benchmarks.books import Books
from tests.benchmarks.writers import WRITERS

_ROUNDS, _WARM = 200, 20
_PAUSE = 0.05
_TIMES, _MOST = 3.0, 50.0
_CUSTOMERS = 200
_WORDS = "Asked for the new price list and whether we can deliver by the end of the month, no. {number}."


class Saving:
    """Saves a touch point with one customer after the other."""

    def __init__(self, book: Book, seed: int = 1) -> None:
        self._book, self._lot = book, Random(seed)
        self._customers = [one.id for one in book.ask(picked, _CUSTOMERS, seed)]

    def __call__(self) -> None:
        words = _WORDS.format(number=self._lot.randrange(10**6))
        self._book.do(LogTouchPoint(self._lot.choice(self._customers), "call", words, direction="in", mood="pleased"))


def figures(books: Books) -> Iterator[Figure]:
    """Alone and beside others, for each kind of book."""
    for kind in books.kinds:
        yield _alone(books, kind)
        yield _beside_others(books, kind)


def _alone(books: Books, kind: str) -> Figure:
    book = books.open(kind)
    try:
        with bare_insert(books, kind) as bare:
            works: dict[str, Callable[[], object]] = {"save": Saving(book), "bare": bare}
            side_by_side(works, _WARM)
            taken = side_by_side(works, _ROUNDS)
    finally:
        book.close()
    save, plain = p50(taken["save"]), p50(taken["bare"])
    told = f"{save / plain:.1f} x: {save:.1f} ms beside {plain:.2f} ms"
    return Figure(f"save one touch point, {kind}", "3 x one bare INSERT", told, save <= _TIMES * plain)


def _beside_others(books: Books, kind: str) -> Figure:
    book = books.open(kind)
    try:
        save = Saving(book, seed=WRITERS + 1)
        with _others(books, kind):
            taken = list(_paused(save))
    finally:
        book.close()
    told = f"p95 {p95(taken):.1f} ms, p50 {p50(taken):.1f} ms"
    what = f"the same beside {WRITERS} others who save one a second each, {kind}"
    return Figure(what, f"p95 below {_MOST:.0f} ms", told, p95(taken) < _MOST)


def _paused(save: Saving) -> Iterator[float]:
    for _ in range(_ROUNDS):
        yield milliseconds(save)
        time.sleep(_PAUSE)


@contextmanager
def _others(books: Books, kind: str) -> Iterator[None]:
    """Eight other programs at the same book, all of them at work; gone at the end."""
    place = books.place(kind)
    command = [sys.executable, "-m", "tests.benchmarks.writers", place, kind]
    programs = [
        subprocess.Popen([*command, str(seed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for seed in range(WRITERS)
    ]
    try:
        _until_ready(programs)
        yield
    finally:
        for program in programs:
            program.communicate()
    if any(program.returncode for program in programs):
        raise RuntimeError("A writer beside did not go on to the end.")


def _until_ready(programs: Sequence[subprocess.Popen[str]]) -> None:
    for program in programs:
        if program.stdout is None or program.stdout.readline().strip() != "ready":
            raise RuntimeError("A writer did not come to work.")
