"""The sample company's book, made whole or not at all: the one door to it, for the window and the command line."""

from __future__ import annotations

from app.book import Book, create_book, open_book
from app.computer.places import sample_book
from app.entrance import nothing_there
from app.features.sampling import SampleAnswer, fill_with_sample
from app.ticket import Ticket

FIRM, LOGIN, NAME = "Nordlicht Handel", "ann", "Ann Becker"
CUSTOMERS = 2000


def open_sample(ticket: Ticket | None = None, customers: int = CUSTOMERS) -> Book:
    """Open this computer's sample company; where it is not there yet, make it first."""
    location = str(sample_book())
    if nothing_there(location):
        book, _ = make_sample(location, customers, ticket=ticket)
        return book
    return open_book(location, LOGIN)


def make_sample(
    location: str, customers: int, login: str = LOGIN, ticket: Ticket | None = None
) -> tuple[Book, SampleAnswer]:
    """Make the sample company's book in an empty place, and open it; and what was made."""
    made: list[SampleAnswer] = []

    def fill(book: Book) -> None:
        made.append(fill_with_sample(book.do, customers, ticket=ticket))

    book = create_book(location, FIRM, login, NAME, first=fill)
    return book, made[0]
