"""The sample company's book: made on first use, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.computer.places import sample_book
from app.errors import BookUnreachable
from app.ticket import Ticket

if TYPE_CHECKING:
    from app.book import Book

FIRM, LOGIN, NAME = "Nordlicht Handel", "ann", "Ann Becker"
CUSTOMERS = 2000


def open_sample(ticket: Ticket | None = None, customers: int = CUSTOMERS) -> Book:
    """Open it; where it is not there yet, make it first."""
    from app.book import open_book

    path = sample_book()
    if not path.exists():
        _make(path, customers, ticket or Ticket())
    return open_book(str(path), LOGIN)


def _make(path: Path, customers: int, ticket: Ticket) -> None:
    """Under another name, so that a half made one never counts as the sample company."""
    from app.book import create_book
    from app.features.sampling import fill_with_sample

    unfinished = path.with_name(f"{path.name}.unfinished")
    for left in path.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    book = create_book(str(unfinished), FIRM, LOGIN, NAME)
    try:
        fill_with_sample(book.do, customers, ticket=ticket)
    finally:
        book.close()
    _refuse_half(unfinished)
    unfinished.replace(path)


def _refuse_half(unfinished: Path) -> None:
    """A full disk may leave the last of it beside the book: that does not go with it when it is given its name."""
    log = unfinished.with_name(f"{unfinished.name}-wal")
    if log.exists() and log.stat().st_size:
        raise BookUnreachable("The sample company could not be made: the disk is full. Try again when there is room.")
