"""The book goes back while another program saves: whatever was saved is in the book afterwards, or in today's backup.

The other program is a process of its own that saves before, at the last moment, and after; it learns of it only by what
it reads. What is saved at the last moment stops it; the control pours without looking.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from app.backing_up import back_up
from app.book import Book, create_book
from app.earlier import of_backup
from app.errors import HousebookError
from app.features.backups import opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.lists import ListFilter, first_lines
from app.proof import verify
from app.putting_back import PutBackDone, put_back
from app.restoring import restore
from app.sign_in import create, sign_in
from app.store import place, pouring
from app.ticket import Ticket
from tests.trials import Outcome
from tests.trials.backup_killed import alone
from tests.trials.stages.children import in_child

_PASSWORD = "sun boat grey kettle"
_ENCRYPTED, _SHARED = "encrypted", "shared"
_WAYS = ("plain", _ENCRYPTED, _SHARED)
_PATIENCE = 60
_MAKING = multiprocessing.get_context("forkserver")


def saving(location: str, shared: bool, line: Connection) -> None:
    """Save whenever that is asked for, until nothing more is. To be called in a process of its own."""
    if shared:
        place.LOCAL.clear()
    with closing(_opened(location)) as book:
        while (name := line.recv()) is not None:
            try:
                book.do(AddCustomer(name=name))
                line.send("")
            except HousebookError as error:
                line.send(error.words)


class _Other:
    """The other program; what it was told is saved."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.saved: list[str] = []
        self.flaws: list[str] = []

    def save(self) -> None:
        name = f"Saved {len(self.saved) + 1}"
        self._line.send(name)
        if not self._line.poll(_PATIENCE):
            self.flaws.append("it waited for a minute")
        elif words := self._line.recv():
            self.flaws.append(f"it was refused: {words}")
        else:
            self.saved.append(name)


@contextmanager
def _other(location: str, shared: bool) -> Iterator[_Other]:
    here, there = _MAKING.Pipe()
    child = _MAKING.Process(target=saving, args=(location, shared, there))
    child.start()
    try:
        yield _Other(here)
    finally:
        here.send(None)
        child.join(_PATIENCE)


def _opened(location: str) -> Book:
    return sign_in(location, "ann", _PASSWORD if _ENCRYPTED in location else None)


def tried(folder: Path, way: str, looks: bool) -> list[str]:
    """What is not as it has to be. To be called in a process of its own."""
    alone(folder)
    folder.mkdir()
    shared = way == _SHARED
    if shared:
        place.LOCAL.clear()
    location = str(folder / f"{way}.book")
    made = create(location, "F", "ann", "Ann", _PASSWORD)[0] if way == _ENCRYPTED else create_book(location, "F", "ann")
    with closing(made) as book, _other(location, shared) as other:
        return list(_flaws(book, folder, other, looks))


def _flaws(book: Book, folder: Path, other: _Other, looks: bool) -> Iterator[str]:
    """It saves once more at the last moment: then nothing is done; and once more when it tries again."""
    kept = folder / "kept"
    first = back_up(book, kept, lambda _words: None).file
    other.save()
    said = _refused(book, first, other, looks)
    if "meanwhile" not in said:
        yield f"somebody saved at the last moment, and it was said: {said}"
    if looks:
        done = _went_back(book, first)
        other.save()
        yield from _lost(book, folder, done.safety, set(other.saved))
    else:
        yield from _lost(book, folder, max(kept.glob("*.hbk")), set(other.saved))
    yield from other.flaws
    if not book.ask(verify).ok:
        yield "the journal does not hold"


def _refused(book: Book, first: Path, other: _Other, looks: bool) -> str:
    pour = Book.replace

    def replaced(self: Book, how: Any) -> None:
        other.save()
        pour(self, how)

    blind = nullcontext() if looks else patch.object(pouring, "_refuse_moved", lambda *_: None)
    with patch.object(Book, "replace", replaced), blind:
        try:
            _went_back(book, first)
        except HousebookError as error:
            return error.words
    return "nothing"


def _went_back(book: Book, first: Path) -> PutBackDone:
    earlier = of_backup(book, first, book.ask(opening_keys), Ticket())
    return put_back(book, earlier, lambda _words: None, Ticket())


def _lost(book: Book, folder: Path, safety: Path, saved: set[str]) -> Iterator[str]:
    """What is neither in the book nor in the backup of before."""
    back = str(folder / f"back {Path(book.location).name}")
    restore(safety, back, book.ask(opening_keys), Ticket())
    with closing(_opened(back)) as before:
        lost = saved - _names(before) - _names(book)
    if lost:
        yield f"lost: {', '.join(sorted(lost))}"


def _names(book: Book) -> set[str]:
    return {line.name for line in book.ask(first_lines, ListFilter(), ())}


def _told(ways: Sequence[str], *, looks: bool) -> Outcome:
    with TemporaryDirectory(prefix="housebook-trial-") as made:
        found = {way: in_child(tried, Path(made) / way, way, looks) for way in ways}
    flaws = [f"{way}: {flaw}" for way, some in found.items() for flaw in some or []]
    line = f"{len(ways)} books ({', '.join(ways)}): {len(flaws)} wrong{''.join(f'; {flaw}' for flaw in flaws[:3])}"
    return Outcome(line, not flaws)


def trial(*, long: bool) -> Outcome:
    """A plain, an encrypted and a shared book; in the short form the last two."""
    return _told(_WAYS if long else _WAYS[1:], looks=True)


def control() -> Outcome:
    """Poured without looking."""
    return _told(_WAYS[:1], looks=False)
