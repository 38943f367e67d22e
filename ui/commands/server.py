"""A book on a server that the database itself guards: made, restored and brought up to date by who administers it."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.keys.recovery import fingerprint
from app.rules.words import counted
from app.server_book import prepare, update
from app.server_restoring import restore_prepared
from ui.commands import Subcommand
from ui.commands.backup_words import FILE, KEY_FILE, OWN_BACKUPS, opening_said
from ui.commands.passwords import NEW, OWN, chosen_password
from ui.commands.progress import progress

_PREPARE = "make an empty database a book that the server itself guards, with its first owner"
_RESTORE = "make a backup such a book, in an empty database or in place of a prepared one with nothing in it yet"
_UPDATE = "bring such a book up to this program, and give everybody's rights anew"
_OWNER = "an owner in the book of the backup; the password on the server from HOUSEBOOK_NEW_PASSWORD, or asked for"
_OTHERS = (
    "Everybody else has a login on the server with the rights of their role, but not yet a password, as no backup has"
    " that. Give each a new one: in the window under Administration, or with housebook users password LOGIN"
)
_TOO_LONG = "Their logins are too long for this server, so they have none there: {logins}. Add them anew."


def _arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="prepare|restore|update")
    made = acts.add_parser("prepare", help=_PREPARE, description=_PREPARE)
    made.add_argument("--firm", required=True, metavar="NAME")
    made.add_argument("--owner", required=True, metavar="LOGIN")
    made.add_argument("--name", metavar="NAME", help="the owner's full name")
    restored = acts.add_parser("restore", help=_RESTORE, description=_RESTORE)
    restored.add_argument("file", metavar="FILE", help=FILE)
    restored.add_argument("--owner", required=True, metavar="LOGIN", help=_OWNER)
    restored.add_argument("--recovery-key-file", metavar="F", help=KEY_FILE)
    for option in ("--book", "--user"):
        restored.add_argument(option, default=SUPPRESS, help=SUPPRESS)
    updated = acts.add_parser("update", help=_UPDATE, description=_UPDATE)
    for act in (made, restored, updated):
        act.add_argument("url", metavar="URL", help="with an administrator's login: postgresql://admin@server/book")
        act.add_argument("--json", action="store_true", default=SUPPRESS, help="answer as JSON")


def _server(args: Namespace) -> dict[str, Any]:
    if args.act == "update":
        return {"book": None, "advice": list(update(args.url))}
    if args.act == "restore":
        return _restore(args)
    done = prepare(args.url, args.firm, args.owner, args.name or "", chosen_password(args.owner, OWN))
    return {"book": done.address, "firm": done.firm, "owner": done.owner, "advice": list(done.advice)}


def _restore(args: Namespace) -> dict[str, Any]:
    (file, keys), password = opening_said(args), chosen_password(args.owner, NEW)
    with progress(args) as ticket:
        done = restore_prepared(file, args.url, keys, args.owner, password, ticket)
    restored = done.restored
    return {
        "book": restored.location, "firm": restored.header.firm, "owner": done.owner, "rows": restored.rows,
        "revision": restored.header.revision, "signed_by": fingerprint(restored.signer), "logins": done.others,
        "too_long": list(done.too_long), "advice": list(done.advice),
        "erased": restored.erased,
    }  # fmt: skip


def _show(answer: dict[str, Any]) -> Iterator[str]:
    if answer["book"] is None:
        yield "The book is up to date, and everybody's rights are as its roles say."
    elif "rows" in answer:
        yield from _show_restored(answer)
    else:
        yield f"Made the book of {answer['firm']}. {answer['owner']}, its owner, opens it at {answer['book']}"
    yield from answer["advice"]


def _show_restored(answer: dict[str, Any]) -> Iterator[str]:
    rows = counted(answer["rows"], "row")
    yield f"Restored the book of {answer['firm']} as of no. {answer['revision']}: {rows}. The server guards it."
    yield f"It was signed with the firm's key {answer['signed_by']}; compare that with the recovery sheet."
    if answer["erased"]:
        yield f"{counted(answer['erased'], 'customer')} erased since it was made did not come back."
    yield OWN_BACKUPS
    yield f"{answer['owner']}, its owner, opens it at {answer['book']}"
    if answer["logins"]:
        yield _OTHERS
        yield from (f"  {login:20} signs in as {role}" for login, role in answer["logins"].items())
    if answer["too_long"]:
        yield _TOO_LONG.format(logins=", ".join(answer["too_long"]))


SUBCOMMANDS = {"server": Subcommand(_arguments, _server, _show)}
