"""Runs the benchmarks and prints the table: `python -m tests.benchmarks --folder DIR --customers N [ROW ...]`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from tests.benchmarks import Figure
from tests.benchmarks.books import FILES, KINDS, Books
from tests.benchmarks.making import made

ROWS = (
    "typing", "keystrokes", "pages", "whole_list", "card", "card_painted", "scrolling", "saving", "importing",
    "handing", "starting", "signing_in", "memory", "backups",
)  # fmt: skip
"""The modules that measure, in the order of the table; each has `figures(books)`."""


def _line(figure: Figure) -> str:
    return f"| {figure.what} | {figure.goal} | {figure.measured} | {'yes' if figure.met else 'NO'} |"


def main() -> int:
    """Measure the rows that were named, or all."""
    parser = ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--folder", type=Path, required=True, metavar="DIR", help="where the books are kept")
    parser.add_argument("--customers", type=int, default=20_000, metavar="N")
    some = parser.add_mutually_exclusive_group()
    some.add_argument("--without-server", dest="kinds", action="store_const", const=FILES, help="leave PostgreSQL out")
    some.add_argument("--only", dest="kinds", action="append", choices=KINDS, help="measure books of this kind")
    args = parser.parse_args()
    with made(args.folder, args.customers, args.kinds or KINDS) as books:
        _measure(books, args.rows or ROWS)
    return 0


def _measure(books: Books, rows: Sequence[str]) -> None:
    print("| what | goal | measured | met |\n|---|---|---|---|")
    for row in rows:
        for figure in measured(books, row):
            print(_line(figure), flush=True)


def measured(books: Books, row: str) -> Iterator[Figure]:
    """What one row's module comes to."""
    yield from import_module(f"tests.benchmarks.{row}").figures(books)


if __name__ == "__main__":
    sys.exit(main())
