"""The keys of an encrypted book: another data key, and the printed one used where passwords are lost."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from app.new_key import change_key
from app.sign_in import sign_in_with_recovery_key
from ui.commands import Subcommand
from ui.commands.opening import location_of, login_said
from ui.commands.passwords import NEW, chosen_password, typed_words, with_password


def _key_arguments(parser: ArgumentParser) -> None:
    what = "change: write the book anew under another key, which only those get who may open it now"
    parser.add_argument("act", choices=["change"], help=what)


def _key(args: Namespace) -> dict[str, Any]:
    location = location_of(args)
    login = login_said(args, location)
    book, gone = with_password(lambda password: change_key(location, login, password))
    with closing(book):
        return {"book": book.location, "without": list(gone)}


def _show_key(answer: dict[str, Any]) -> Iterator[str]:
    yield f"The book {answer['book']} has another key. Older copies and backups keep the one before."
    if answer["without"]:
        yield f"No longer open it: {', '.join(answer['without'])}."


def _recover_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("login", metavar="LOGIN", help="the user who gets a new password")


def _recover(args: Namespace) -> dict[str, Any]:
    location = location_of(args)
    words = typed_words()
    with closing(sign_in_with_recovery_key(location, args.login, words, chosen_password(args.login, NEW))) as book:
        return {"book": book.location, "user": book.user.login}


def _show_recovered(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['user']} opens {answer['book']} with the new password."


SUBCOMMANDS = {
    "key": Subcommand(_key_arguments, _key, _show_key),
    "recover": Subcommand(_recover_arguments, _recover, _show_recovered),
}
