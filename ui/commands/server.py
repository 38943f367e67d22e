"""A book on a server that the database itself guards: made and brought up to date by who administers the server."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.server_book import prepare, update
from ui.commands import Subcommand
from ui.commands.passwords import OWN, chosen_password

_PREPARE = "make an empty database a book that the server itself guards, with its first owner"
_UPDATE = "bring such a book up to this program, and give everybody's rights anew"


def _arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="prepare|update")
    made = acts.add_parser("prepare", help=_PREPARE, description=_PREPARE)
    made.add_argument("--firm", required=True, metavar="NAME")
    made.add_argument("--owner", required=True, metavar="LOGIN")
    made.add_argument("--name", metavar="NAME", help="the owner's full name")
    updated = acts.add_parser("update", help=_UPDATE, description=_UPDATE)
    for act in (made, updated):
        act.add_argument("url", metavar="URL", help="with an administrator's login: postgresql://admin@server/book")
        act.add_argument("--json", action="store_true", default=SUPPRESS, help="answer as JSON")


def _server(args: Namespace) -> dict[str, Any]:
    if args.act == "update":
        return {"book": None, "advice": list(update(args.url))}
    done = prepare(args.url, args.firm, args.owner, args.name or "", chosen_password(args.owner, OWN))
    return {"book": done.address, "firm": done.firm, "owner": done.owner, "advice": list(done.advice)}


def _show(answer: dict[str, Any]) -> Iterator[str]:
    if answer["book"] is None:
        yield "The book is up to date, and everybody's rights are as its roles say."
    else:
        yield f"Made the book of {answer['firm']}. {answer['owner']}, its owner, opens it at {answer['book']}"
    yield from answer["advice"]


SUBCOMMANDS = {"server": Subcommand(_arguments, _server, _show)}
