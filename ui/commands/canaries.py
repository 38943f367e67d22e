"""Canary customers: listed, added and removed."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.book import Book
from app.errors import NotFound
from app.features.leaving import AddCanary, CanaryLine, RemoveCanary, canaries
from app.rules.folding import fold
from app.rules.words import counted
from ui.commands import Subcommand
from ui.commands.opening import opened

_TYPED = (
    ("organisation", "the firm of a person"),
    ("email", "an address that reaches only you"),
    ("phone", "a telephone number that reaches only you"),
    ("street", ""),
    ("postal_code", ""),
    ("town", ""),
    ("country", ""),
)


def _arguments(parser: ArgumentParser) -> None:
    parser.description = (
        "An invented customer that leaves with each larger export. Give it an e-mail address and a telephone number"
        " that reach only you: whoever writes to it has the list."
    )
    acts = parser.add_subparsers(dest="act", metavar="add|remove", help="change which there are")
    for name, what in (("add", "seed a canary customer"), ("remove", "let a canary customer leave no more")):
        act = acts.add_parser(name, help=what, description=what)
        act.add_argument("name", metavar="NAME")
        for option in ("--book", "--user"):
            act.add_argument(option, default=SUPPRESS, help=SUPPRESS)
        act.add_argument("--json", action="store_true", default=SUPPRESS, help=SUPPRESS)
        if name == "add":
            act.add_argument("--company", action="store_true", help="it is a company; else a person")
            for field, words in _TYPED:
                act.add_argument(f"--{field.replace('_', '-')}", default="", metavar="TEXT", help=words or None)


def _canaries(args: Namespace) -> list[dict[str, Any]]:
    with opened(args) as book:
        if args.act is not None:
            book.do(_command(book, args))
        return [_told(one) for one in book.ask(canaries)]


def _command(book: Book, args: Namespace) -> Any:
    if args.act == "add":
        typed = {field: getattr(args, field) for field, _ in _TYPED}
        return AddCanary(args.name, "company" if args.company else "person", **typed)
    for one in book.ask(canaries):
        if fold(one.name) == fold(args.name):
            return RemoveCanary(one.id)
    raise NotFound(f"There is no canary customer {args.name} in this book. Nothing was removed.")


def _told(one: CanaryLine) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "organisation": one.organisation,
        "email": one.email,
        "phone": one.phone,
        "town": one.town,
        "exports": one.exports,
    }


def _show(answer: list[dict[str, Any]]) -> Iterator[str]:
    if not answer:
        yield "There are no canary customers. Seed one with: housebook canaries add NAME --email ADDRESS"
    for one in answer:
        reached = ", ".join(one[part] for part in ("organisation", "email", "phone", "town") if one[part])
        yield f"{one['name']}: {reached}; left with {counted(one['exports'], 'export')}"


SUBCOMMANDS = {"canaries": Subcommand(_arguments, _canaries, _show)}
