"""When backups are made by themselves and how many stay, on the command line: shown, and changed as in the window."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, Final

from app.book import Book
from app.features.backups import ChangePlan, Plan, plan
from app.rules.retention import Keep

ABOUT: Final = "show when backups are made by themselves, and how many stay in each place; with options: change that"
_SPANS: Final = tuple(asdict(Keep()))
_NOT_WHOLE: Final = "“{typed}” is no full hour of the day. Write it as 23:00."
_MOST_DIGITS: Final = 9


def arguments(parser: ArgumentParser) -> None:
    """What `places plan` takes."""
    for span in _SPANS:
        what = f"of how many {span.removesuffix('ly').replace('dai', 'day')}s the newest stays"
        parser.add_argument(f"--{span}", type=_number, metavar="N", help=what)
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--at", type=_hour, metavar="HH:00", help="the full hour at which one is made each day")
    when.add_argument("--by-hand", action="store_true", help="none is made by itself")


def planned(book: Book, args: Namespace) -> dict[str, Any]:
    """The plan, changed first where something was said."""
    before = book.ask(plan)
    said = {span: getattr(args, span) for span in _SPANS if getattr(args, span) is not None}
    hour = None if args.by_hand else before.hour if args.at is None else args.at
    wanted = Plan(hour, replace(before.keep, **said))
    if wanted != before:
        book.do(ChangePlan(wanted))
    return {"at": None if wanted.hour is None else f"{wanted.hour:02}:00", **asdict(wanted.keep)}


def show(answer: dict[str, Any]) -> Iterator[str]:
    """In a sentence each."""
    at = answer["at"]
    yield f"A backup is made by itself each day, from {at} on." if at else "Backups are made by hand alone."
    yield (
        f"In each place the newest stays of {answer['daily']:,} days, {answer['weekly']:,} weeks,"
        f" {answer['monthly']:,} months and {answer['yearly']:,} years; the newest proven one always does."
    )


def _number(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS:
        return int(typed)
    raise ArgumentTypeError(f"“{typed}” is no number. Write it in figures.")


def _hour(typed: str) -> int:
    hour, _, minute = typed.partition(":")
    if not (hour.isascii() and hour.isdigit() and len(hour) <= 2 and int(hour) < 24 and minute in ("", "00")):
        raise ArgumentTypeError(_NOT_WHOLE.format(typed=typed))
    return int(hour)
