"""What is held on a customer, and erasing one for good: what customers may ask for."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.errors import Refused
from app.features.customers.card import card
from app.features.erasing import EraseCustomer
from app.features.leaving import AskApproval
from app.holding import WHY, Document, holding
from app.leaving import let_out
from app.rules.ways_out import HELD
from ui.commands import Subcommand
from ui.commands.opening import customer_of, opened

_HONEST = (
    "Gone from the tables, the journal and the search, for good. Backups and files that left before keep them: the"
    " ledger tells of those."
)


def _arguments(parser: ArgumentParser) -> None:
    parser.description = "Erase a customer and the people who are at no other for good, from the journal too."
    parser.add_argument("customer", metavar="CUSTOMER", help="its id, or words that fit it alone")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _erase(args: Namespace) -> dict[str, Any]:
    with opened(args) as book:
        key = customer_of(book, args.customer)
        name = book.ask(card, key).name
        _make_sure(args, name)
        done = book.do(EraseCustomer(key))
        return {"erased": key, "name": name, "operation": done.operation, "summary": done.summary}


def _make_sure(args: Namespace, name: str) -> None:
    """At a terminal the name is asked for; a script means what it says."""
    if args.yes or not sys.stdin.isatty():
        return
    print(f"This cannot be undone. To erase {name}, type the name: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip() != name:
        raise Refused("Nothing was erased.")


def _show(answer: dict[str, Any]) -> Iterator[str]:
    yield f"Erased {answer['name']}. {_HONEST}"


def _held_arguments(parser: ArgumentParser) -> None:
    parser.description = "Print all that is held on a customer, for that customer. It stands in the ledger of exports."
    parser.add_argument("customer", metavar="CUSTOMER", help="its id, or words that fit it alone")
    parser.add_argument("--ask", action="store_true", help="ask a second person for approval, and print nothing yet")


def _held(args: Namespace) -> dict[str, Any]:
    with opened(args) as book:
        key, document = customer_of(book, args.customer), Document()
        if args.ask:
            return {"request": book.do(AskApproval((key,), HELD, WHY)).answer}
        let_out(book, holding(key, "the command line"), document)
    held = document.held
    return {"name": held.name, "lines": list(held.lines()), **held.tables}


def _show_held(answer: dict[str, Any]) -> Iterator[str]:
    if "request" in answer:
        yield f"Asked for the approval of a second person: request {answer['request']}."
    yield from answer.get("lines", ())


SUBCOMMANDS = {
    "held": Subcommand(_held_arguments, _held, _show_held),
    "erase": Subcommand(_arguments, _erase, _show),
}
