"""An encrypted book of a plain one, and back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from app.conversion import decrypt, encrypt
from app.errors import NotFound, Refused
from app.sign_in import needs_password, who_signs_in
from ui.commands import Subcommand
from ui.commands.opening import location_of, login_said
from ui.commands.passwords import OWN, chosen_password, with_password

_SURE = "Without encryption whoever can copy the file can read all of it"


def _nothing(_: ArgumentParser) -> None:
    """`encrypt` needs no more than the book and its user."""


def _encrypt(args: Namespace) -> dict[str, Any]:
    location = location_of(args)
    if needs_password(location):
        raise Refused("This book is encrypted already.")
    login = login_said(args, location) or _only_one(location)
    done = encrypt(location, login, chosen_password(login, OWN))
    with closing(done.book) as book:
        return {
            "book": book.location, "user": book.user.login, "recovery_key": done.words,
            "without": list(done.without), "copies": list(done.copies),
        }  # fmt: skip


def _only_one(location: str) -> str:
    logins = [login for login, _ in who_signs_in(location)]
    if len(logins) != 1:
        raise NotFound("Say which user you are: --user LOGIN or HOUSEBOOK_USER.")
    return logins[0]


def _show_encrypted(answer: dict[str, Any]) -> Iterator[str]:
    yield f"The book {answer['book']} is encrypted; {answer['user']} opens it with the password just said."
    if answer["without"]:
        yield f"Each of these needs a password first (housebook users password LOGIN): {', '.join(answer['without'])}."
    yield "Its recovery key, which is shown this once and kept nowhere. Write it down, and lock it away:"
    yield f"  {answer['recovery_key']}"
    yield "Copies and backups stay as they were, and so may what the disk kept of the plain file."
    if answer["copies"]:
        yield f"Plain copies beside it, to be deleted: {', '.join(answer['copies'])}."


def _decrypt_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do it without asking whether it is meant")


def _decrypt(args: Namespace) -> dict[str, Any]:
    location = location_of(args)
    login = login_said(args, location)
    if not args.yes and not _meant():
        raise Refused("Nothing was changed.")
    with closing(with_password(location, lambda password: decrypt(location, login, password))) as book:
        return {"book": book.location, "user": book.user.login}


def _meant() -> bool:
    if not sys.stdin.isatty():
        raise Refused(f"{_SURE}. Say --yes if that is meant.")
    return input(f"{_SURE}. Go on? [y/N] ").strip().lower() in ("y", "yes")


def _show_decrypted(answer: dict[str, Any]) -> Iterator[str]:
    yield f"The book {answer['book']} is not encrypted any more: it opens without a password. {_SURE}."


SUBCOMMANDS = {
    "encrypt": Subcommand(_nothing, _encrypt, _show_encrypted),
    "decrypt": Subcommand(_decrypt_arguments, _decrypt, _show_decrypted),
}
