"""Damaged books: bits that were turned over and files that were cut off, in closed books, plain and encrypted.

For each a desk opens the book, asks what the window asks and saves once; another one does so before, while it is noted
what the check found. Nothing but sentences may come of it; what is known to be damaged is not written to; in an
encrypted book the check finds every damage. In a plain one a changed letter of a text of today is found by nobody: that
is what the second control shows.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any

from tests.trials import Outcome
from tests.trials.damaging.books import KEY, PAGE, Hit, first_free, hits, make, roots

_HANGS_AFTER = 60.0
_LONG, _SHORT = 500, 16
_FEWEST = 30
"""So many questions at least are asked of each book that can be opened."""
_WRONG = ("is damaged", "is not a book", "is not yet a book")
_TO_DO = ("Restore the last backup", "restore the last backup")
_SEED = 20_261_122


@dataclass
class Tally:
    """What came of the hits of one kind of book."""

    tried: int = 0
    writable: int = 0
    read_only: int = 0
    refused: int = 0
    found: int = 0
    tracebacks: list[str] = field(default_factory=list)
    crashed: int = 0
    written_though_known: int = 0
    silent: int = 0
    """Neither saved in nor said to be damaged."""
    unadvised: list[str] = field(default_factory=list)
    """What was told of damage without what is wrong, or without what to do."""
    whole_one: str = "not tried"
    """What was wrong with a book that nothing was done to: else all could be refused, and all be well."""

    def ok(self, *, all_found: bool) -> bool:
        wrong = self.tracebacks, self.crashed, self.written_though_known, self.silent, self.unadvised, self.whole_one
        return self.tried > 0 and not any(wrong) and (self.found == self.tried or not all_found)

    def line(self, name: str) -> str:
        return (
            f"{name}: {self.tried} tried, {self.writable} opened, {self.read_only} read-only, {self.refused} refused,"
            f" {len(self.tracebacks)} tracebacks, {self.crashed} crashes or hangs,"
            f" {self.written_though_known} written although known, {self.silent} neither saved nor told,"
            f" {len(self.unadvised)} without advice{self._first_unadvised},"
            f" {self.found} found by the check{self.whole_one and f'; a whole book: {self.whole_one}'}"
        )

    @property
    def _first_unadvised(self) -> str:
        return f" ({self.unadvised[0]})" if self.unadvised else ""


class _Life:
    """The process in which desks live with damaged books; a new one after each that died or hung."""

    def __init__(self, *words: str) -> None:
        self._command = [sys.executable, "-m", "tests.trials.damaging", *words]
        self._process: subprocess.Popen[str] | None = None

    def with_book(self, path: Path, *, encrypted: bool, large: bool) -> dict[str, Any] | None:
        """What came of it; nothing if the process died or had to be ended."""
        if self._process is None:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without its pipes")
        timer = Timer(_HANGS_AFTER, process.kill)
        timer.start()
        process.stdin.write(json.dumps([str(path), encrypted, large]) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        timer.cancel()
        if answer:
            return dict(json.loads(answer))
        self.end()
        return None

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _tally(folder: Path, whole: bytes, some: Iterable[Hit], *, encrypted: bool, words: str = "") -> Tally:
    tally, life = Tally(), _Life(*words.split())
    path = folder / "damaged.book"
    try:
        _lay_out(path, whole)
        tally.whole_one = _wrong_with_whole(life.with_book(path, encrypted=encrypted, large=False))
        for number, hit in enumerate(some):
            _lay_out(path, hit.on(whole))
            _count(tally, life.with_book(path, encrypted=encrypted, large=number % 2 == 1), path, hit.on(whole))
    finally:
        life.end()
    return tally


def _lay_out(path: Path, content: bytes) -> None:
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    path.write_bytes(content)


def _wrong_with_whole(came: dict[str, Any] | None) -> str:
    """What is wrong where nothing is damaged: it has to be opened, asked, looked through and written."""
    if came is None:
        return "crashed or hung"
    if came["told"] or came["faults"] or came["found"]:
        return f"{[*came['told'], *came['faults']] or 'found damaged'}"
    return "" if came["saved"] and came["answered"] >= came["asked"] > _FEWEST else f"{came}"


def _count(tally: Tally, came: dict[str, Any] | None, path: Path, before: bytes) -> None:
    tally.tried += 1
    if came is None:
        tally.crashed += 1
        return
    log = path.with_name(f"{path.name}-wal")
    changed = path.read_bytes() != before or (log.exists() and log.stat().st_size > 0)
    read_only = came["opened"] and bool(came["told"])
    tally.read_only += read_only
    tally.refused += not came["opened"]
    tally.writable += came["opened"] and not read_only
    tally.found += came["found"]
    tally.silent += came["opened"] and not came["saved"] and not came["told"]
    tally.tracebacks += came["faults"]
    tally.unadvised += [words for words in came["told"] if not _advises(words)]
    if not came["opened"] and not came["told"] and not came["faults"]:
        tally.unadvised.append("nothing was said")
    wrongly = (came["known"] or not came["opened"]) and (changed or came["saved"])
    tally.written_though_known += wrongly or came["saved_after"]


def _advises(words: str) -> bool:
    return any(wrong in words for wrong in _WRONG) and any(to_do in words for to_do in _TO_DO)


def trial(*, long: bool) -> Outcome:
    """Half of the hits on a plain book, half on an encrypted one."""
    number = (_LONG if long else _SHORT) // 2
    plain, encrypted = _books(number, Random(_SEED))
    ok = plain.ok(all_found=False) and encrypted.ok(all_found=True)
    return Outcome(f"{plain.line('plain')}; {encrypted.line('encrypted')}", ok)


def _books(number: int, luck: Random) -> tuple[Tally, Tally]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        whole, sealed = make(folder / "plain.book"), make(folder / "encrypted.book", KEY)
        pages = [*roots(folder / "plain.book"), first_free(whole)]
        sealed_pages = roots(folder / "encrypted.book", KEY)
        plain = _tally(folder, whole, hits(whole, pages, number, luck), encrypted=False)
        encrypted = _tally(folder, sealed, hits(sealed, sealed_pages, number, luck), encrypted=True)
        _show(plain.tracebacks + encrypted.tracebacks)
        return plain, encrypted


def _show(tracebacks: Iterable[str]) -> None:
    for kind in sorted(set(tracebacks)):
        print(kind, file=sys.stderr)


def control_goes_on_writing() -> Outcome:
    """A store that knows of the damage and writes all the same: caught."""
    with TemporaryDirectory() as name:
        whole = make(Path(name) / "plain.book")
        free = (first_free(whole) - 1) * PAGE
        tally = _tally(Path(name), whole, [Hit(free + 7, 0)], encrypted=False, words="reckless")
    return Outcome(tally.line("a store that goes on writing"), tally.ok(all_found=False))


def control_no_advice() -> Outcome:
    """A program that says what is wrong, and not what to do: caught."""
    with TemporaryDirectory() as name:
        whole = make(Path(name) / "plain.book")
        tally = _tally(Path(name), whole, [Hit(7, 0), Hit(PAGE)], encrypted=False, words="curt")
    return Outcome(tally.line("a program of few words"), tally.ok(all_found=False))


def control_all_refused() -> Outcome:
    """A program that opens no book at all is never wrong about a damaged one, but about a whole one."""
    with TemporaryDirectory() as name:
        whole = make(Path(name) / "plain.book")
        tally = _tally(Path(name), whole, [Hit(7, 0)], encrypted=True)
    return Outcome(tally.line("a program with another key"), tally.ok(all_found=True))


def control_letters_of_a_plain_book() -> Outcome:
    """What is asked of an encrypted book, asked of a plain one whose texts have other letters: not found."""
    with TemporaryDirectory() as name:
        whole = make(Path(name) / "plain.book")
        firm = whole.index(b"Nordlicht")
        some = [Hit(firm + place, 0) for place in range(0, 8, 2)]
        tally = _tally(Path(name), whole, some, encrypted=False)
    return Outcome(tally.line("a plain book as if encrypted"), tally.ok(all_found=True))
