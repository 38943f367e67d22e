"""Killed while a server's book is backed up, restored into an empty database, or goes back: nothing good is lost.

Each try is a process of its own that kills itself as it is about to say its n-th word to the server, or to name or
remove a file. Another process then looks what is there, and does it once more. The control empties the book before it
is restored.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import psycopg

from app.backing_up import back_up
from app.book import create_book, open_book
from app.errors import HousebookError
from app.features.backups import opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.journal.reading import JournalFilter, journal
from app.opened_backup import checked
from app.proof import verify
from app.restoring import restore
from app.ticket import Ticket
from tests.locked import CUSTOMER
from tests.postgres import drop_database, fresh_database
from tests.trials import Outcome
from tests.trials.backup_killed import KEPT, alone, go_back
from tests.trials.broken_off import Fate
from tests.trials.stages.children import Stumbled, in_child
from tests.trials.stages.tally import sampled

_WORDS, _NAMINGS = "last-words", ("os.link", "os.rename", "os.remove")
_MOST, _FEW, _OF_CONTROL = 100, 2, 3


@dataclass(frozen=True)
class Ground:
    """A folder with backups, the database with their book, and one that a backup may be restored into."""

    folder: Path
    book: str
    other: str

    @property
    def first(self) -> Path:
        """The backup that is restored."""
        return min((self.folder / KEPT).glob("*.hbk"))


def template(ground: Ground) -> None:
    """A book with a backup. To be called in a process of its own."""
    alone(ground.folder)
    ground.folder.mkdir()
    with closing(create_book(ground.book, "F", "ann")) as book:
        book.do(AddCustomer("company", CUSTOMER))
        back_up(book, ground.folder / KEPT, lambda _words: None)
        book.do(AddCustomer("company", "Later"))


def _make(ground: Ground) -> None:
    with closing(open_book(ground.book, "ann")) as book:
        back_up(book, ground.folder / KEPT, lambda _words: None)


def _restore(ground: Ground, to: str = "") -> None:
    with closing(open_book(ground.book, "ann")) as book:
        keys = book.ask(opening_keys)
    restore(ground.first, to or ground.other, keys, Ticket())


def _go_back(ground: Ground) -> None:
    with closing(open_book(ground.book, "ann")) as book:
        go_back(book, ground.first)


def _emptied_first(ground: Ground) -> None:
    """As nobody should do it."""
    with closing(open_book(ground.book, "ann")) as book:
        keys = book.ask(opening_keys)
    with psycopg.connect(ground.book) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    restore(ground.first, ground.book, keys, Ticket())


ACTS: dict[str, Callable[[Ground], None]] = {"making": _make, "restoring": _restore, "going back": _go_back}
CONTROLS: dict[str, Callable[[Ground], None]] = {"emptied first": _emptied_first}
_ALL = ACTS | CONTROLS


def lived(ground: Ground, name: str, nth: int | None) -> int:
    """How many steps there were. To be called in a process of its own, which it may end."""
    alone(ground.folder)
    fate, really = Fate(nth, ground.folder / _WORDS), psycopg.Connection.wait

    def said(connection: Any, *args: Any, **how: Any) -> Any:
        fate.count()
        return really(connection, *args, **how)

    sys.addaudithook(lambda happening, _about: fate.count() if happening in _NAMINGS else None)
    with patch.object(psycopg.Connection, "wait", said):
        _ALL[name](ground)
    return fate.steps


def looked_at(ground: Ground, name: str) -> list[str]:
    """What is not as it has to be afterwards. To be called in a process of its own."""
    alone(ground.folder)
    try:
        flaws = list(_flaws(ground))
        if name == "restoring" and not _empty(ground.other):
            return flaws
        ACTS.get(name, _make)(ground)
        return [*flaws, *(f"done once more: {flaw}" for flaw in _flaws(ground))]
    except HousebookError as error:
        return [f"it was refused: {error.words}"]


def _empty(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchone() is None


def _flaws(ground: Ground) -> Iterator[str]:
    with closing(open_book(ground.book, "ann")) as book:
        keys = book.ask(opening_keys)
    for one in sorted((ground.folder / KEPT).glob("*.hbk")):
        checked(one, keys, Ticket())
    for url in [ground.book, *([] if _empty(ground.other) else [ground.other])]:
        with closing(open_book(url, "ann")) as book:
            if [line.name for line in book.ask(find, "talleres", 5)] != [CUSTOMER]:
                yield "the customer is not found"
            if not book.ask(verify).ok:
                yield "the journal does not hold"
            went_back = any(one.summary.startswith("Went back") for one in book.ask(journal, JournalFilter()))
            if url == ground.book and bool(book.ask(find, "later", 5)) == went_back:
                yield "the book is neither the one nor the other"


def _steps(ground: Ground, name: str) -> int:
    return in_child(lived, ground, name, None) or 0


def _attempt(ground: Ground, name: str, nth: int) -> list[str]:
    try:
        in_child(lived, ground, name, nth)
        if (ground.folder / _WORDS).read_text() != str(nth):
            return ["it was not killed where it was meant to be"]
        return in_child(looked_at, ground, name) or []
    except (Stumbled, OSError) as stumbled:
        return [str(stumbled)]


def _tried(names: Sequence[str], most: int) -> Outcome:
    tried, flaws = 0, list[str]()
    with TemporaryDirectory(prefix="housebook-trial-") as made:
        before = Ground(Path(made) / "before", fresh_database(), "")
        in_child(template, before)
        for name in names:
            steps = _on_a_copy(before, name, partial(_steps, name=name))
            for nth in sampled(steps, most):
                tried += 1
                found = _on_a_copy(before, name, partial(_attempt, name=name, nth=nth))
                flaws += [f"{name}, step {nth} of {steps}: {flaw}" for flaw in found]
        drop_database(before.book)
    line = f"{tried} killed ({', '.join(names)}): {len(flaws)} wrong{''.join(f'; {flaw}' for flaw in flaws[:3])}"
    return Outcome(line, tried > 0 and not flaws)


def _on_a_copy(before: Ground, name: str, work: Callable[[Ground], Any]) -> Any:
    with TemporaryDirectory(prefix="try-", dir=before.folder.parent) as room:
        ground = Ground(Path(room) / name, fresh_database(before.book), fresh_database())
        copytree(before.folder, ground.folder)
        try:
            return work(ground)
        finally:
            drop_database(ground.book)
            drop_database(ground.other)


def trial(*, long: bool) -> Outcome:
    """At the first and the last word of restoring and of going back; in the long form at a hundred of each act."""
    return _tried(list(ACTS), _MOST) if long else _tried(["restoring", "going back"], _FEW)


def control() -> Outcome:
    """A book that is emptied before the backup takes its place."""
    return _tried(list(CONTROLS), _OF_CONTROL)
