"""Which book a command is about, who opens it, and which customer is meant."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date

from app.book import Book
from app.computer.desk_file import DeskFile, KnownBook, place_of
from app.computer.places import desk_file
from app.errors import NotFound, Refused
from app.features.customers.finding import find
from app.features.customers.lists import lines_of
from app.features.team import users
from app.sign_in import sign_in
from ui.commands.passwords import with_password

_USAGE = 2


def location_of(args: Namespace) -> str:
    """The book that was named; ends with the usage code if none was."""
    named = named_book(args)
    if named is None:
        print("Say which book: --book BOOK, or set HOUSEBOOK_BOOK.", file=sys.stderr)
        raise SystemExit(_USAGE)
    return named


def named_book(args: Namespace) -> str | None:
    """The book that was named, if one was."""
    return args.book or os.environ.get("HOUSEBOOK_BOOK") or None


def login_said(args: Namespace, location: str) -> str | None:
    """The user that was named, or the last one here."""
    named = args.user or os.environ.get("HOUSEBOOK_USER")
    return str(named) if named else DeskFile(desk_file()).last_login(location)


@contextmanager
def opened(args: Namespace) -> Iterator[Book]:
    """The book that was named, open for the user that was named, the last one here, or its only one."""
    location = location_of(args)
    login = login_said(args, location)
    book = with_password(location, lambda password: sign_in(location, login, password))
    try:
        if args.user or os.environ.get("HOUSEBOOK_USER"):
            remember(location, book)
        yield book
    finally:
        args.damage = book.damage
        book.close()


def remember(location: str, book: Book) -> None:
    """Keep as whom the book was opened here; a place that cannot be written to forgets it."""
    file = DeskFile(desk_file())
    file.remember_book(KnownBook(place_of(location), book.firm, book.known_as))
    with suppress(OSError):
        file.write()


def customer_of(book: Book, named: str) -> int:
    """The id of a customer named by its id, or by words that fit one customer only."""
    if named.isascii() and named.isdigit() and len(named) < 19:
        if not book.ask(lines_of, [int(named)]):
            raise NotFound("This customer is not in the book (any more).")
        return int(named)
    found = book.ask(find, named, 3)
    exact = [line for line in found if line.name.casefold() == named.casefold()]
    if len(exact or found) == 1:
        return (exact or found)[0].id
    if not found:
        raise NotFound(f"No customer fits “{named}”.")
    names = ", ".join(f"{line.name} ({line.id})" for line in found)
    raise Refused(f"Several customers fit “{named}”: {names}. Give the id.")


def login_of(book: Book) -> dict[int | None, str]:
    """Every user's login by the user's id."""
    return {user.id: user.login for user in book.ask(users)}


def count(typed: str) -> int:
    """How many, as typed on the command line: 1 to 1,000,000."""
    if typed.isascii() and typed.isdigit() and len(typed) <= 7 and 1 <= int(typed) <= 1_000_000:
        return int(typed)
    raise ArgumentTypeError(f"“{typed}” is not a number from 1 to 1,000,000.")


def key(typed: str) -> int:
    """A number in the journal as typed on the command line."""
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        return int(typed)
    raise ArgumentTypeError(f"“{typed}” is no number of an operation. The journal lists them.")


def day(typed: str) -> date:
    """A day as typed on the command line."""
    try:
        return date.fromisoformat(typed)
    except ValueError as fault:
        raise ArgumentTypeError(f"“{typed}” is no day. Write it as 2026-03-01.") from fault
