"""A backup made a book on the command line: in a new place, or in the place of the present book."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.backup_places import place_of_backups
from app.book import Book
from app.features.backups import OpeningKeys, opening_keys
from app.keys.recovery import fingerprint
from app.opened_backup import keys_of_words
from app.putting_back import Difference, difference, put_back
from app.restoring import restore
from app.rules.words import counted
from app.sign_in import is_server
from ui.commands import Subcommand
from ui.commands.backup_words import KEY_FILE, opening_said, show_words, told_if_it_fails, words_said
from ui.commands.opening import opened
from ui.commands.progress import progress

_TO = "a new file, or an empty database: postgresql://...; with --over the present book"
_OVER = "let the backup take the place of the book that stands there; tells first what would be lost"
_YES = "with --over: go back without being asked; today's book is backed up before"
_MOST_SHOWN = 20


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--to", metavar="BOOK", required=True, help=_TO)
    parser.add_argument("--over", action="store_true", help=_OVER)
    parser.add_argument("--yes", action="store_true", help=_YES)
    parser.add_argument("--recovery-key-file", metavar="F", help=KEY_FILE)


def _restore(args: Namespace) -> dict[str, Any]:
    return _restore_over(args) if args.over else _restore_anew(args)


def _restore_anew(args: Namespace) -> dict[str, Any]:
    keys = opening_said(args)
    with progress(args) as ticket:
        restored = restore(Path(args.file).expanduser(), args.to, keys, ticket)
    return {
        "book": restored.location, "rows": restored.rows, "revision": restored.header.revision,
        "firm": restored.header.firm, "encrypted": restored.encrypted, "signed_by": fingerprint(restored.signer),
    }  # fmt: skip


def _restore_over(args: Namespace) -> dict[str, Any]:
    """The book that is named by --to; its own keys open the backup, unless words were said."""
    file, args.book = Path(args.file).expanduser(), args.to
    with opened(args) as book:
        keys = keys_of_words(words) if (words := words_said(args)) else book.ask(opening_keys)
        with progress(args) as ticket:
            told = difference(book, file, keys, ticket)
        if args.yes or (not args.json and _sure(told)):
            return _put_back(args, book, file, keys)
    return {"book": args.to, "done": False, **_told(told)}


def _put_back(args: Namespace, book: Book, file: Path, keys: OpeningKeys) -> dict[str, Any]:
    words: list[str] = []
    with told_if_it_fails(words), progress(args) as ticket:
        tell = words.append if args.json else show_words
        done = put_back(book, file, keys, place_of_backups(book), tell, ticket)
    answer = {
        "book": args.to, "done": True, "rows": done.rows, "revision": done.header.revision, "firm": done.header.firm,
        "lost": done.lost, "stands_at": done.revision, "safety": str(done.safety),
        "signed_by": fingerprint(done.signer),
    }  # fmt: skip
    return {**answer, "recovery_key": words[0]} if words else answer


def _sure(told: Difference) -> bool:
    """What would be lost is shown, and somebody at a terminal asked."""
    print("\n".join(_lines_of(_told(told))))
    if not sys.stdin.isatty():
        return False
    return input("Go back? Today's book is backed up first. [y/N] ").strip().lower() in ("y", "yes")


def _told(told: Difference) -> dict[str, Any]:
    header = told.header
    return {
        "firm": header.firm, "revision": header.revision, "at": header.at, "program": header.program,
        "lost": told.lost, "since": told.shared, "parted": told.parted,
        "operations": [
            {"revision": one.revision, "at": one.at.isoformat(), "who": one.who, "summary": one.summary}
            for one in told.newest
        ],
    }  # fmt: skip


def _lines_of(told: dict[str, Any]) -> Iterator[str]:
    at = told["at"][:16].replace("T", " ")
    yield f"The backup is of {told['firm']} as of no. {told['revision']}, {at} UTC."
    if told["parted"]:
        yield f"It parted from the present book after no. {told['since']}, and has {told['parted']} of its own since."
    if not told["lost"]:
        yield "Nothing that was saved since would be lost."
        return
    yield f"{counted(told['lost'], 'operation')} since would be lost, the newest first:"
    for one in told["operations"][:_MOST_SHOWN]:
        when = one["at"][:16].replace("T", " ")
        yield f"  no. {one['revision']:>7}  {when}  {one['who']}: {one['summary']}"
    if told["lost"] > _MOST_SHOWN:
        yield f"  and {told['lost'] - _MOST_SHOWN:,} more"


_PLAIN = (
    "It is not encrypted, as the book was not, and asks for no password: whoever can copy the file can read all of it."
    " Encrypt it in the window: Tools, Encrypt this book."
)
_ON_SERVER = (
    "It is not guarded by the server and has no login for each user: whoever reaches this database opens it as any of"
    " them. To have it guarded, restore into an empty database with: housebook server restore."
)


def _show(answer: dict[str, Any]) -> Iterator[str]:
    return _show_restored(answer) if "done" not in answer else _show_put_back(answer)


def _show_put_back(answer: dict[str, Any]) -> Iterator[str]:
    if not answer["done"]:
        yield "Nothing was changed. To go back: the same with --yes"
        return
    yield f"The book of {answer['firm']} is what it was at no. {answer['revision']}: {answer['book']}."
    yield f"{counted(answer['lost'], 'operation')} since are in the backup {answer['safety']}, and nowhere else."
    yield "Users, roles, settings, the ledger and the list of backups are those of today; who has it open goes on."


def _show_restored(answer: dict[str, Any]) -> Iterator[str]:
    rows = counted(answer["rows"], "row")
    yield f"Restored the book of {answer['firm']} as of no. {answer['revision']} to {answer['book']}: {rows}."
    yield f"It was signed with the firm's key {answer['signed_by']}; compare that with the recovery sheet."
    if answer["encrypted"]:
        yield "Everybody opens it with the password they had."
    else:
        yield _ON_SERVER if is_server(answer["book"]) else _PLAIN


SUBCOMMANDS = {"restore": Subcommand(_restore_arguments, _restore, _show)}
