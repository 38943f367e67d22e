"""The past on the command line: the whole book as it was at a minute, and customers out of a backup."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from app import clock
from app.as_of import as_of
from app.backup_files import file_named
from app.earlier import of_minute
from app.features.taking_back import Choice, TakeBack
from app.features.taking_back.then import customers_then
from app.opened_backup import keys_of_words
from app.past_book import open_backup
from app.rules.moments import moment_of
from app.rules.words import counted
from app.sign_in import is_server
from ui.commands import Subcommand
from ui.commands.backup_words import FILE, OWN_BACKUPS
from ui.commands.going_back import go_back, going_back_arguments, left_undone, show_gone_back
from ui.commands.opening import opened
from ui.commands.passwords import words_in
from ui.commands.progress import progress

_INSTANT = "a minute that is past: 2026-03-12 14:05, as the clock here shows it, or with its zone"
_TO = "a new file, or an empty database: postgresql://...; with --over the present book"
_ID = "a customer as find and show print it"
_PLAIN = "It is not encrypted and asks for no password: whoever can copy the file can read all of it."
_ON_SERVER = "It is not guarded by the server and has no login for each user."


def _as_of_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("instant", metavar="INSTANT", help=_INSTANT)
    parser.add_argument("--to", metavar="BOOK", required=True, help=_TO)
    going_back_arguments(parser)


def _as_of(args: Namespace) -> dict[str, Any]:
    moment = moment_of(args.instant, clock.now())
    if args.over:
        args.book = args.to
        with opened(args) as book:
            return go_back(args, book, of_minute(book, moment))
    with opened(args) as book, progress(args) as ticket:
        made = as_of(book, moment, args.to, ticket)
        return {
            "book": made.location, "rows": made.rows, "revision": made.revision, "at": made.at.isoformat(),
            "firm": book.firm, "encrypted": made.encrypted,
            "erased": made.erased,
        }  # fmt: skip


def _show_as_of(answer: dict[str, Any]) -> Iterator[str]:
    return _show_copy(answer) if "done" not in answer else show_gone_back(answer)


def _show_copy(answer: dict[str, Any]) -> Iterator[str]:
    at = answer["at"][:16].replace("T", " ")
    rows = counted(answer["rows"], "row")
    yield f"Made the book of {answer['firm']} as it was after no. {answer['revision']}, of {at} UTC: {rows}."
    yield f"It stands in {answer['book']}; the present book is as it was."
    if answer["erased"]:
        yield f"{counted(answer['erased'], 'customer')} erased since did not come back."
    yield OWN_BACKUPS
    if answer["encrypted"]:
        yield "Whoever was in it by then and still opens the present one opens it with the password of today."
    else:
        yield _ON_SERVER if is_server(answer["book"]) else _PLAIN


def _customer_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=FILE)
    parser.add_argument("customers", metavar="ID", nargs="+", type=_customer, help=_ID)
    parser.add_argument(
        "--recovery-key-file", metavar="F", help="a file with the words of the recovery key, if these shall open it"
    )


def _customer(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        return int(typed)
    raise ArgumentTypeError(f"“{typed}” is no customer's number. `housebook find` prints them.")


def _restore_customer(args: Namespace) -> dict[str, Any]:
    words = args.recovery_key_file and words_in(args.recovery_key_file)
    privates = keys_of_words(words).privates if words else ()
    with opened(args) as book, progress(args) as ticket:
        with closing(open_backup(book, file_named(book, args.file, ticket), privates, ticket)) as past:
            then = past.ask(customers_then, args.customers)
        done = book.do(TakeBack(tuple(map(Choice, then)), past.of), ticket)
    return {
        "operation": done.operation, "rows": done.answer,
        "customers": [{"id": one.id, "name": one.name} for one in then],
    }  # fmt: skip


def _show_customer(answer: dict[str, Any]) -> Iterator[str]:
    names = ", ".join(one["name"] for one in answer["customers"])
    yield f"Took back {names}: {counted(answer['rows'], 'row')}. What was added since stays."
    yield f"It is one operation: housebook undo {answer['operation']} takes it back again."


SUBCOMMANDS = {
    "as-of": Subcommand(_as_of_arguments, _as_of, _show_as_of, left_undone),
    "restore-customer": Subcommand(_customer_arguments, _restore_customer, _show_customer),
}
