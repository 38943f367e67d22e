"""Customers shown on the command line count as opened cards, as those in the window do: noted before they are shown."""

from __future__ import annotations

from contextlib import suppress
from threading import Timer
from typing import Final

from app.book import Book
from app.errors import HousebookError
from app.features.openings import NoteOpenings
from app.ticket import Ticket

_PATIENCE_SECONDS: Final = 2.0
"""Who looks somebody up does not wait longer than this for others who write."""


def note_openings(book: Book, cards: int) -> None:
    """Note that so many customers are shown; a book that cannot be written, or not by then, is read all the same."""
    if not cards:
        return
    ticket = Ticket()
    timer = Timer(_PATIENCE_SECONDS, ticket.stop)
    timer.start()
    try:
        with suppress(HousebookError):
            book.do(NoteOpenings(cards), ticket)
    finally:
        timer.cancel()
