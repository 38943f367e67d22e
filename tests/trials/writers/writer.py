"""One desk that saves without pause: touch points, customers, and customers that it takes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from app.book import Book, open_book
from app.errors import HousebookError
from app.features.customers.commands import AddCustomer
from app.features.customers.reaches import PhoneInput
from app.features.touchpoints import LogTouchPoint
from app.features.undo import UndoOperation
from app.rules.uid import new_uid
from tests.trials.writers.notes import ACKNOWLEDGED, BEGUN, COMPLAINTS, Notes, Save

KINDS = ("touch", "touch", "touch", "touch", "customer", "taken-back")
_LETTERS = "abcdefghijklmnop"
_HASTE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Place:
    """Where the writers write and note, and with which customers their touch points are."""

    book: str
    folder: Path
    key: bytes | None
    customers: list[int]
    hasty: bool
    """Whether they take a save for done before it is committed, which must show."""


def write(place: Place, number: int, luck: Random) -> None:
    """Save until killed. What the program says instead of saving is noted, and the book opened again."""
    complaints = Notes(place.folder, str(number), COMPLAINTS)
    while True:
        try:
            _save_on(place, number, luck)
        except HousebookError as fault:
            complaints.add(type(fault).__name__, str(fault))


def _save_on(place: Place, number: int, luck: Random) -> None:
    begun, done = (Notes(place.folder, str(number), kind) for kind in (BEGUN, ACKNOWLEDGED))
    book = open_book(place.book, "ann", place.key)
    while True:
        save = Save(luck.choice(KINDS), new_uid(), "".join(luck.choices(_LETTERS, k=16)))
        begun.add(save.kind, save.uid, save.word)
        if place.hasty:
            done.add(save.kind, save.uid, save.word)
            time.sleep(_HASTE_SECONDS)
        save_once(book, luck.choice(place.customers), save)
        if not place.hasty:
            done.add(save.kind, save.uid, save.word)


def save_once(book: Book, customer: int, save: Save) -> None:
    """Carry out one save of whatever kind."""
    _WAYS[save.kind](book, customer, save)


def _touch(book: Book, customer: int, save: Save) -> None:
    book.do(LogTouchPoint(customer, "note", f"Spoke of {save.word}", uid=save.uid))


def _customer(book: Book, customer: int, save: Save) -> None:
    book.do(AddCustomer(name=f"Firm {save.word}", phones=[PhoneInput(raw="+49 431 12345")], uid=save.uid))


def _taken_back(book: Book, customer: int, save: Save) -> None:
    added = book.do(AddCustomer(name=f"Firm {save.word}", uid=save.uid))
    if added.operation is not None:
        book.do(UndoOperation(added.operation))


_WAYS: dict[str, Callable[[Book, int, Save], None]] = {
    "touch": _touch,
    "customer": _customer,
    "taken-back": _taken_back,
}
