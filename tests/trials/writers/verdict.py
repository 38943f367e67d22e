"""Whether a book has what its writers were told to be saved, and is sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.book import open_book
from app.entrance import check_book
from app.features.customers.finding import find
from app.features.touchpoints import TouchFilter, firm_time_line
from app.models import Customer, Operation, TouchPoint
from tests.trials.writers.notes import Save

_INDEXES = "search_words", "search_digits", "said"


def lost(location: str, key: bytes | None, saves: Sequence[Save]) -> list[Save]:
    """The acknowledged saves that the book does not have, or whose word the search does not find exactly once."""
    with closing(open_book(location, "ann", key)) as book:
        return book.ask(_lost, saves)


def _lost(session: Session, saves: Sequence[Save]) -> list[Save]:
    stored = {uid for model in (TouchPoint, Customer) for uid in session.execute(select(model.uid)).scalars()}
    return [save for save in saves if not _kept(session, save, save.uid in stored)]


def _kept(session: Session, save: Save, stored: bool) -> bool:
    if save.kind == "touch":
        return stored and len(firm_time_line(session, TouchFilter(words=save.word))) == 1
    wanted = 0 if save.kind == "taken-back" else 1
    return stored == bool(wanted) and len(find(session, save.word)) == wanted


def faults(location: str, key: bytes | None) -> list[str]:
    """What is wrong with the book's file, journal, numbers or search index."""
    return [*check_book(location, key), *_gaps(location, key), *_index_faults(location, key)]


def _gaps(location: str, key: bytes | None) -> Iterator[str]:
    with closing(open_book(location, "ann", key)) as book:
        numbers = book.ask(_revisions)
        if numbers != list(range(1, book.revision() + 1)):
            yield f"{book.revision()} revisions, but {len(numbers)} operations with gaps between"


def _revisions(session: Session) -> list[int]:
    return [
        number or 0 for number in session.execute(select(Operation.revision).order_by(Operation.revision)).scalars()
    ]


def _index_faults(location: str, key: bytes | None) -> Iterator[str]:
    """FTS5's own look at its indexes; they are contentless, so it compares their parts with each other."""
    with closing(dbapi2.connect(location, isolation_level=None)) as raw:
        if key is not None:
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for name in _INDEXES:
            try:
                raw.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
            except dbapi2.DatabaseError as fault:
                yield f"The search index {name} is not sound: {fault}"
