"""The sample company: opened, made in a book, or drawn as a tour of pictures."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.book import Book
from app.entrance import nothing_there
from app.errors import HousebookError
from app.features.sampling import SampleAnswer, fill_with_sample
from app.sample_book import CUSTOMERS, LOGIN, make_sample, open_sample
from ui.commands import Subcommand
from ui.commands.opening import location_of, opened, remember
from ui.commands.progress import progress
from ui.screen import has_screen, missing_library

FOLDER = Path("housebook-tour")


def _demo_arguments(parser: ArgumentParser) -> None:
    _sample_arguments(parser)
    parser.add_argument("--tour", type=Path, metavar="DIR", help="draw pictures into this folder instead")


def _sample_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--customers", type=int, default=CUSTOMERS, metavar="N", help=f"up to 1,000,000; else {CUSTOMERS:,}"
    )


def _tour_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for the pictures")


def _demo(args: Namespace) -> dict[str, Any]:
    """The window until it is closed, or the tour where there is no screen."""
    in_window = has_screen() and args.tour is None
    _look_for_qt(in_window)
    if not has_screen():
        print("There is no screen here: the sample company is drawn instead of opened.", file=sys.stderr)
    with progress(args) as ticket:
        book = open_sample(ticket, args.customers)
    try:
        if not in_window:
            return _draw(book, args.tour or FOLDER)
        location, login = book.location, book.user.login
    finally:
        book.close()
    from ui.main import run

    return {"book": location, "pictures": [], "code": run(location, login)}


def _tour(args: Namespace) -> dict[str, Any]:
    _look_for_qt(in_window=False)
    with opened(args) as book:
        return _draw(book, args.out)


def _draw(book: Book, folder: Path) -> dict[str, Any]:
    from ui.tour import draw_tour

    pictures = draw_tour(book, folder)
    return {"book": book.location, "pictures": [str(path) for path in pictures], "code": 0}


def _look_for_qt(in_window: bool) -> None:
    missing = missing_library() if in_window else missing_library({})
    if missing:
        raise HousebookError(missing)


def _sample(args: Namespace) -> dict[str, Any]:
    made = _made_anew(args) if nothing_there(location_of(args)) else _filled(args)
    seconds = round(made.seconds, 3)
    return {
        "customers": made.customers,
        "touch_points": made.touch_points,
        "users": made.users,
        "seconds": seconds,
    }


def _made_anew(args: Namespace) -> SampleAnswer:
    location = location_of(args)
    with progress(args) as ticket:
        book, made = make_sample(location, args.customers, args.user or LOGIN, ticket)
    try:
        remember(location, book)
    finally:
        book.close()
    return made


def _filled(args: Namespace) -> SampleAnswer:
    with opened(args) as book, progress(args) as ticket:
        return fill_with_sample(book.do, args.customers, ticket=ticket)


def _show_pictures(answer: dict[str, Any]) -> Iterator[str]:
    yield from answer["pictures"]


def _show_sample(answer: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{answer['customers']:,} customers, {answer['touch_points']:,} touch points and {answer['users']} users"
        f" in {answer['seconds']:.1f} s."
    )


def _code(answer: dict[str, Any]) -> int:
    return int(answer["code"])


SUBCOMMANDS = {
    "demo": Subcommand(_demo_arguments, _demo, _show_pictures, _code),
    "sample": Subcommand(_sample_arguments, _sample, _show_sample),
    "tour": Subcommand(_tour_arguments, _tour, _show_pictures, _code),
}
