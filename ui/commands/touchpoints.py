"""Noting a touch point."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.book import Book
from app.errors import Refused
from app.features.customers.card import card
from app.features.touchpoints import LogTouchPoint
from app.rules.folding import fold
from app.rules.text import clean
from app.rules.touch import Direction, Kind, Mood
from ui.commands import Subcommand
from ui.commands.opening import customer_of, day, opened


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help="its id, or words that fit it alone")
    parser.add_argument("kind", choices=[kind.value for kind in Kind], metavar="KIND", help=", ".join(Kind))
    parser.add_argument("words", nargs="+", metavar="TEXT")
    parser.add_argument("--contact", metavar="NAME", help="with whom: a person at the customer, by name or id")
    parser.add_argument("--direction", choices=[one.value for one in Direction if one], default="")
    parser.add_argument("--mood", choices=[one.value for one in Mood if one], default="")
    parser.add_argument("--minutes", type=int, metavar="N")
    parser.add_argument("--at", type=_instant, metavar="WHEN", help="such as 2026-03-01T09:30; else now")
    parser.add_argument("--follow-up", type=day, metavar="DAY", help="what was promised is due then")
    parser.add_argument("--promise", default="", metavar="TEXT", help="what was promised")


def _instant(typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed).astimezone()
    except ValueError as fault:
        raise ArgumentTypeError(f"“{typed}” is no time. Write it as 2026-03-01T09:30.") from fault


def _log(args: Namespace) -> dict[str, Any]:
    with opened(args) as book:
        customer = customer_of(book, args.customer)
        done = book.do(
            LogTouchPoint(
                customer,
                args.kind,
                " ".join(args.words),
                contact_id=_contact_of(book, customer, args.contact) if args.contact else None,
                direction=args.direction,
                mood=args.mood,
                minutes=args.minutes,
                at=args.at,
                follow_up_on=args.follow_up,
                follow_up_words=args.promise,
            )
        )
    return {"touch_point": done.answer, "operation": done.operation, "summary": done.summary}


def _contact_of(book: Book, customer: int, named: str) -> int:
    """The one person at the customer whose id or name fits."""
    people = book.ask(card, customer).contacts
    fitting = [one for one in people if str(one.id) == named or fold(clean(named)) in fold(one.name)]
    if len(fitting) != 1:
        names = ", ".join(f"{one.name} ({one.id})" for one in fitting or people) or "nobody"
        raise Refused(f"“{clean(named)}” is not one person at this customer. There: {names}.")
    return fitting[0].id


def _show(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['summary']}. Undo with: housebook undo {answer['operation']}"


SUBCOMMANDS = {"log": Subcommand(_arguments, _log, _show)}
