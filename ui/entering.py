"""How a book is found, opened and made, away from the screen's thread; what that takes is loaded there too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import PasswordNeeded
from app.glimpse import Glimpse, glimpse, is_locked
from app.ticket import Ticket

if TYPE_CHECKING:
    from app.book import Book
    from ui.pages.welcome import Entrance


def first_sight(location: str, login: str | None, by_name: bool) -> Glimpse | None:
    """What may be shown of a book before it is open; the usual list only. Raises PasswordNeeded before that."""
    if is_locked(location):
        raise PasswordNeeded(login or "")
    return glimpse(location, login) if by_name else None


def entrance(location: str) -> Entrance:
    """Who may open the book, and whether they need a password."""
    from app.sign_in import needs_password, who_signs_in
    from ui.pages.welcome import Entrance

    return Entrance(who_signs_in(location), needs_password(location))


def opened(location: str, login: str | None, password: str | None) -> Book:
    """The book, open for this user."""
    from app.sign_in import sign_in

    return sign_in(location, login, password)


def recovered(location: str, login: str, words: str, password: str) -> Book:
    """The book, open by its recovery key."""
    from app.sign_in import sign_in_with_recovery_key

    return sign_in_with_recovery_key(location, login, words, password)


def made(location: str, firm: str, login: str, name: str, password: str | None) -> tuple[Book, str]:
    """A new book, and the words of its recovery key if it has one."""
    from app.book import create_book
    from app.sign_in import create

    if password is None:
        return create_book(location, firm, login, name), ""
    return create(location, firm, login, name, password)


def sample(ticket: Ticket) -> Book:
    """The book of the sample company."""
    from app.sample_book import open_sample

    return open_sample(ticket)
