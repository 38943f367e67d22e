"""Odd texts in every place of every command: refused in a sentence, or kept and equal in both kinds of book."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.book import Book, create_book
from app.errors import HousebookError
from app.features.customers.finding import find
from app.features.customers.people import find_people
from app.features.undo import UndoOperation
from app.rules.folding import index_words
from app.rules.never_undone import NEVER_UNDONE
from app.rules.text import clean
from app.work import Command
from tests.postgres import drop_database, fresh_database
from tests.trials.odd.ground import Told, ground, left_behind
from tests.trials.odd.slots import Ground, Slot, slots
from tests.trials.odd.time_limit import LIMIT, TooLong, ended_after

Door = Callable[[Book, Command[Any]], Any]
# By these a person or company is found; the others are words about them.
_NAMES = {"AddCustomer.name", "EditCustomer.edits.name.1", "AddContact.name", "EditContact.edits.name.1"}
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # where a save need not wait for a disk
# Telling which numbering plan holds, or naming what must be there: taken or refused, but nowhere kept.
_NOT_KEPT = {"region", "stage", "user", "team", "role", "login"}
# What is compared and sorted by, and never shown: Korean is taken apart there.
_FOLDED = {"sort_name", "folded", "folded_town"}


@dataclass
class Tally:
    """What was tried, and what was wrong, by kind."""

    tried: int = 0
    compared: int = 0
    places: int = 0
    refused: int = 0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unfound: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        """All that should not have been."""
        return [*self.crashes, *self.hangs, *self.differences, *self.lost, *self.unfound]

    def add(self, other: Tally) -> None:
        """Take in what came of others."""
        for one in fields(Tally):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        self.places = other.places


@dataclass(frozen=True)
class Came:
    """What came of one command in one book."""

    refusal: str = ""
    crash: str = ""
    hang: str = ""
    summary: str = ""
    told: Told = field(default_factory=list)
    found: bool = True


def usual_door(book: Book, command: Command[Any]) -> Any:
    """How every command enters a book."""
    return book.do(command)


def try_texts(
    texts: Sequence[str], every: int, door: Door = usual_door, beside: int = 1, limit: float = LIMIT
) -> Tally:
    """Try each text in each place, or in every `every`-th place, beginning with another one for each text.

    Every `beside`-th time in a book on a server as well, which has to come to the same; else in a file alone. What is
    never undone is done in both: they have to stay alike.
    """
    tally = Tally()
    with two_books() as books:
        grounds = [ground(book) for book in books]
        places = slots(grounds[0])
        tally.places = len(places)
        for number, text in enumerate(texts):
            for turn, slot in enumerate(places[number % every :: every]):
                alone = (turn + number) % beside and slot.command.__name__ not in NEVER_UNDONE
                both = list(zip(books, grounds, strict=True))[: 1 if alone else 2]
                came = [_tried(book, one, slot, text, door, limit) for book, one in both]
                _judge(tally, slot, slot.made(grounds[0], text)[1], came)
    return tally


@contextmanager
def two_books() -> Iterator[tuple[Book, Book]]:
    """A new one in a file and one on a server."""
    with TemporaryDirectory(prefix="housebook-odd-", dir=MEMORY) as folder:
        url = fresh_database()
        books = create_book(str(Path(folder) / "odd.book"), "Odd", "ann"), create_book(url, "Odd", "ann")
        try:
            yield books
        finally:
            for book in books:
                book.close()
            drop_database(url)


def _tried(book: Book, on: Ground, slot: Slot, text: str, door: Door, limit: float) -> Came:
    command, typed = slot.made(on, text)
    try:
        with ended_after(limit):
            return _done(book, slot, typed, door, command)
    except HousebookError as refusal:
        return Came(refusal=refusal.words)
    except TooLong as hang:
        return Came(hang=f"{book.kind}: {hang}")
    except Exception as crash:  # noqa: BLE001 (whatever it is, it is counted)
        return Came(crash=f"{type(crash).__name__}: {str(crash)[:200]}")


def _done(book: Book, slot: Slot, typed: str, door: Door, command: Command[Any]) -> Came:
    """Done, looked for, and undone again."""
    done = door(book, command)
    if done.operation is None:
        return Came(summary=done.summary)
    told = book.ask(left_behind, done.operation)
    found = slot.name not in _NAMES or _found(book, clean(typed))
    book.do(UndoOperation(done.operation))
    return Came(summary=done.summary, told=told, found=found)


def _found(book: Book, name: str) -> bool:
    """Whether a search for the name shows it, if there is a word in it."""
    if not index_words(name):
        return True
    people = book.ask(find_people, name)
    return any(one.name == name for one in book.ask(find, name)) or any(one.name == name for one in people)


def _judge(tally: Tally, slot: Slot, typed: str, came: Sequence[Came]) -> None:
    tally.tried += 1
    told = f"{slot.name} with {typed[:60]!a}"
    tally.refused += bool(came[0].refusal)
    tally.crashes += [f"{told}: {one.crash}" for one in came if one.crash]
    said = [(one.refusal, one.summary, [row for row in one.told if row[1] != "uid"]) for one in came]
    tally.hangs += [f"{told}: {one.hang}" for one in came if one.hang]
    tally.compared += len(came) > 1
    if said[0] != said[-1]:
        tally.differences.append(f"{told}: {_first_difference(said)}")
    tally.lost += [f"{told}: not among {one.told}"[:400] for one in came if not _kept(slot, typed, one)]
    tally.unfound += [told for one in came if not one.found]


def _first_difference(said: Sequence[Any]) -> str:
    return next((f"{one!r} and {other!r}" for one, other in zip(said[0], said[-1], strict=True) if one != other), "")[
        :300
    ]


def _kept(slot: Slot, typed: str, came: Came) -> bool:
    """Whether the text stands in the book as it was cleaned, and no unclean text beside it."""
    if not came.told:
        return True
    texts = [text for _, _, text in came.told]
    if any(text != clean(text, lines=True) for _, column, text in came.told if column not in _FOLDED):
        return False
    said = clean(typed), clean(typed, lines=True)
    if not said[0] or slot.path[-1] in _NOT_KEPT:
        return True
    inner = [one for text in texts if text.startswith("{") for one in _strings(_json(text))]
    return any(text in said or said[0] in text or said[1] in text for text in (*texts, *inner))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(one)
