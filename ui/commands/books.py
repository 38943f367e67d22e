"""Making a book, and looking whether it is sound."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.book import create_book
from app.sign_in import check, create, is_server
from ui.commands import Subcommand
from ui.commands.opening import location_of, login_said, remember
from ui.commands.passwords import OWN, chosen_password, with_password

_PLAIN = "a file that is not encrypted: whoever can copy it can read all of it"
_CREATE = (
    "Make a new book. A file is encrypted; the owner's password is taken from HOUSEBOOK_PASSWORD, or asked for at a"
    " terminal, and the recovery key is shown this once. An empty database is filled without a password: there one"
    " login may do all. For one that the server itself guards, use: housebook server prepare."
)
_CHECK = (
    "Look whether the book is sound: the file or the database, what belongs to what, the journal, lists and search."
    " Ends with 1 where something is wrong; of a file that is noted beside it, and no program writes into it any"
    " more."
)
_SOME = 5
"""So many complaints are told to a person; hundreds are about the same damage."""


def _create_arguments(parser: ArgumentParser) -> None:
    parser.description = _CREATE
    parser.add_argument("new_book", metavar="BOOK", help="a new file, or an empty database: postgresql://...")
    parser.add_argument("--firm", required=True, metavar="NAME", help="whose book it is")
    parser.add_argument("--owner", required=True, metavar="LOGIN", help="as whom its first user signs in")
    parser.add_argument("--name", metavar="NAME", help="the owner's full name")
    parser.add_argument("--plain", action="store_true", help=_PLAIN)


def _create(args: Namespace) -> dict[str, Any]:
    words = None
    if args.plain or is_server(args.new_book):
        book = create_book(args.new_book, args.firm, args.owner, args.name)
    else:
        password = chosen_password(args.owner, OWN)
        book, words = create(args.new_book, args.firm, args.owner, args.name or "", password)
    try:
        remember(args.new_book, book)
        return {"book": book.location, "firm": book.firm, "owner": book.user.login, "recovery_key": words}
    finally:
        book.close()


def _show_created(answer: dict[str, Any]) -> Iterator[str]:
    yield f"Made the book of {answer['firm']} at {answer['book']}; {answer['owner']} is its owner."
    if answer["recovery_key"]:
        yield "Its recovery key, which is shown this once and kept nowhere. Write it down, and lock it away:"
        yield f"  {answer['recovery_key']}"


def _check(args: Namespace) -> dict[str, Any]:
    location = location_of(args)
    login = login_said(args, location)
    problems = with_password(location, lambda password: check(location, login, password))
    return {"ok": not problems, "problems": problems}


def _show_checked(answer: dict[str, Any]) -> Iterator[str]:
    words, *complaints = answer["problems"] or ["The book is sound."]
    yield words
    yield from (f"  {one}" for one in complaints[:_SOME])
    if len(complaints) > _SOME:
        yield f"  ... and {len(complaints) - _SOME:,} more; --json tells all."


def _check_arguments(parser: ArgumentParser) -> None:
    parser.description = _CHECK


def _ok(answer: dict[str, Any]) -> int:
    return 0 if answer["ok"] else 1


SUBCOMMANDS = {
    "create": Subcommand(_create_arguments, _create, _show_created),
    "check": Subcommand(_check_arguments, _check, _show_checked, _ok),
}
