"""A backup made a book on the command line: in a new place, or in the place of the present book."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.backup_files import file_named
from app.earlier import of_backup
from app.features.backups import opening_keys
from app.keys.recovery import fingerprint
from app.opened_backup import keys_of_words
from app.restoring import restore
from app.rules.words import counted
from app.sign_in import is_server
from ui.commands import Subcommand
from ui.commands.backup_words import FILE, KEY_FILE, OWN_BACKUPS, opening_said, words_said
from ui.commands.going_back import go_back, going_back_arguments, left_undone, show_gone_back
from ui.commands.opening import opened
from ui.commands.progress import progress

_TO = "a new file, or an empty database: postgresql://...; with --over the present book"


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=FILE)
    parser.add_argument("--to", metavar="BOOK", required=True, help=_TO)
    going_back_arguments(parser)
    parser.add_argument("--recovery-key-file", metavar="F", help=KEY_FILE)


def _restore(args: Namespace) -> dict[str, Any]:
    return _restore_over(args) if args.over else _restore_anew(args)


def _restore_anew(args: Namespace) -> dict[str, Any]:
    file, keys = opening_said(args)
    with progress(args) as ticket:
        restored = restore(file, args.to, keys, ticket)
    return {
        "book": restored.location, "rows": restored.rows, "revision": restored.header.revision,
        "firm": restored.header.firm, "encrypted": restored.encrypted, "signed_by": fingerprint(restored.signer),
        "erased": restored.erased,
    }  # fmt: skip


def _restore_over(args: Namespace) -> dict[str, Any]:
    """The book that is named by --to; its own keys open the backup, unless words were said."""
    args.book = args.to
    with opened(args) as book:
        keys = keys_of_words(words) if (words := words_said(args)) else book.ask(opening_keys)
        with progress(args) as ticket:
            file = file_named(book, args.file, ticket)
            earlier = of_backup(book, file, keys, ticket)
        return go_back(args, book, earlier)


_PLAIN = (
    "It is not encrypted, as the book was not, and asks for no password: whoever can copy the file can read all of it."
    " Encrypt it in the window: Tools, Encrypt this book."
)
_ON_SERVER = (
    "It is not guarded by the server and has no login for each user: whoever reaches this database opens it as any of"
    " them. To have it guarded, restore into an empty database with: housebook server restore."
)


def _show(answer: dict[str, Any]) -> Iterator[str]:
    return _show_restored(answer) if "done" not in answer else show_gone_back(answer)


def _show_restored(answer: dict[str, Any]) -> Iterator[str]:
    rows = counted(answer["rows"], "row")
    yield f"Restored the book of {answer['firm']} as of no. {answer['revision']} to {answer['book']}: {rows}."
    yield f"It was signed with the firm's key {answer['signed_by']}; compare that with the recovery sheet."
    if answer["erased"]:
        yield f"{counted(answer['erased'], 'customer')} erased since it was made did not come back."
    yield OWN_BACKUPS
    if answer["encrypted"]:
        yield "Everybody opens it with the password they had."
    else:
        yield _ON_SERVER if is_server(answer["book"]) else _PLAIN


SUBCOMMANDS = {"restore": Subcommand(_restore_arguments, _restore, _show, left_undone)}
