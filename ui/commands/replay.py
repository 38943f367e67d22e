"""Playing staff at work on a sample company: the load of an office, and what each act took."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from app.book import Book, open_book
from app.entrance import logins
from app.errors import HousebookError, Refused
from app.features.sampling import is_sample
from app.rules.words import counted
from app.sample_book import LOGIN
from app.sign_in import needs_password
from ui.commands import Subcommand
from ui.screen import missing_library

if TYPE_CHECKING:
    from ui.replay import Plan

_THINKING, _MOST_DESKS = 5.0, 200
_NO_BOOK = "Nothing was played: a replay writes into the book, so name the book for it: --book BOOK."
_REAL = (
    "Nothing was played: {firm} is not a sample company, and a replay would fill its book with what nobody said. "
    "Make one to play on with: housebook sample --book NEW. For a copy of this one: --yes-write-into-it."
)
_LOCKED = (
    "Nothing was played: at each desk sits somebody else, and this book asks each of them for a password. "
    "Make a sample company to play on with: housebook sample --book NEW."
)
_EMPTY = (
    "Nothing was played: there are no customers in {book}. "
    "Make a sample company to play on with: housebook sample --book NEW."
)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--minutes", type=_number(0.001, 100_000), required=True, metavar="N", help="how long")
    parser.add_argument("--desks", type=_desks, default=1, metavar="K", help="so many people at once; else 1")
    thinking = parser.add_mutually_exclusive_group()
    thinking.add_argument(
        "--thinking", type=_number(0, 3600), default=_THINKING, metavar="SECONDS",
        help=f"between two acts, on average; else {_THINKING:g}",
    )  # fmt: skip
    thinking.add_argument(
        "--no-thinking", dest="thinking", action="store_const", const=0.0, help="one act after the other"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed, the same day; else 1")
    parser.add_argument(
        "--yes-write-into-it", action="store_true", help="play on a book that is not a sample company's"
    )


def _number(least: float, most: float) -> Callable[[str], float]:
    def read(typed: str) -> float:
        try:
            number = float(typed)
        except ValueError:
            number = float("nan")
        if not least <= number <= most:
            raise ArgumentTypeError(f"“{typed}” is not a number from {least:g} to {most:,.0f}.")
        return number

    return read


def _desks(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= _MOST_DESKS:
        return int(typed)
    raise ArgumentTypeError(f"“{typed}” is not a number from 1 to {_MOST_DESKS}.")


def _replay(args: Namespace) -> dict[str, Any]:
    if not args.book:
        raise Refused(_NO_BOOK)
    if missing := missing_library({}):
        raise HousebookError(missing)
    from ui.replay import Plan, replay, staff, with_busy_customers

    if needs_password(args.book):
        raise Refused(_LOCKED)
    login = _login(args)
    with closing(open_book(args.book, login)) as book:
        _look_whose(book, args.yes_write_into_it)
        plan = with_busy_customers(book, Plan(args.minutes * 60, args.thinking, args.seed))
        if not plan.busy:
            raise Refused(_EMPTY.format(book=book.location))
        desks, began, shown = staff(book, args.desks), book.revision(), book.location
        _announce(book, plan, desks)
    tally = replay(args.book, desks, plan)
    with closing(open_book(args.book, login)) as book:
        ended = book.revision()
    asked = {"book": shown, "minutes": args.minutes, "thinking": args.thinking, "seed": args.seed, "desks": desks}
    return {**asked, **tally.as_json(), "revision": {"begin": began, "end": ended}}


def _login(args: Namespace) -> str | None:
    """Who was named; else who founded the sample company, if this is one."""
    named: str | None = args.user or os.environ.get("HOUSEBOOK_USER")
    return named or next((login for login, _ in logins(args.book) if login == LOGIN), None)


def _look_whose(book: Book, even_real: bool) -> None:
    """Nobody's real book is filled with rubbish by a slip of the hand."""
    if not even_real and not book.ask(is_sample):
        raise Refused(_REAL.format(firm=book.firm))


def _announce(book: Book, plan: Plan, desks: list[str]) -> None:
    people, minutes = counted(len(desks), "desk"), f"{plan.seconds / 60:g} min"
    print(f"Playing {people} for {minutes}. This writes into {book.location}. Ctrl+C ends it.", file=sys.stderr)


def _show(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{'step':16} {'count':>7} {'p50 ms':>9} {'p95 ms':>9} {'worst ms':>9}"
    for one in answer["took"]:
        yield f"{one['what']:16} {one['count']:7,} {one['p50']:9.1f} {one['p95']:9.1f} {one['worst']:9.1f}"
    acts, desks = counted(answer["acts"], "act"), counted(len(answer["desks"]), "desk")
    yield f"{'all steps':16} {answer['steps']:7,}"
    yield f"{acts} at {desks}, made of these steps; a search has one for each letter, and desks ask anew after changes."
    yield f"A change was heard of {counted(answer['changes_heard'], 'time')}."
    yield f"Refused: {_listed(answer['refusals'])}. At conflicts stayed: {_listed(answer['conflicts_chosen'])}."
    for number, memory in enumerate(answer["memory"], 1):
        yield f"Memory of desk {number}: first {memory['begin']:,.0f} MB, at the end {memory['end']:,.0f} MB."
    revision = answer["revision"]
    yield f"The book went from revision {revision['begin']:,} to {revision['end']:,}."
    yield f"Errors: {answer['errors']:,}"
    yield from (f"  {words}" for words in answer["error_words"])


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items())) or "nothing"


def _code(answer: dict[str, Any]) -> int:
    return 1 if answer["errors"] else 0


SUBCOMMANDS = {"replay": Subcommand(_arguments, _replay, _show, _code)}
