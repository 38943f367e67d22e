"""A colleague at another desk, in a process of their own: a line in, and a call is logged and a note written there.

`python -m tests.benchmarks.hour.colleague PLACE KIND`
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from app.book import open_book
from app.features.customers.card import card
from app.features.customers.commands import EditCustomer
from app.features.customers.lists import ListFilter, customer_ids
from app.features.touchpoints import LogTouchPoint
from tests.benchmarks.books import KEY, LOGIN

SAID = "Told at another desk that the delivery is late."


class Colleague:
    """Does something when asked to, and says when it is saved."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def act(self) -> None:
        """Something at another desk; back when it is saved."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a colleague without ears")
        self._process.stdin.write("act\n")
        self._process.stdin.flush()
        if not self._process.stdout.readline():
            raise RuntimeError("the colleague has gone")


@contextmanager
def colleague(place: str, kind: str) -> Iterator[Colleague]:
    """Somebody at another desk, until the hour is over."""
    command = [sys.executable, "-m", __name__, place, kind]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Colleague(process)
        if process.stdin is not None:
            process.stdin.close()


def main() -> None:
    """One act for each line of the input."""
    place, kind = sys.argv[1:3]
    book, lot = open_book(place, LOGIN, KEY if kind == "encrypted" else None), Random(2)
    newest = book.ask(customer_ids, ListFilter(), (("touch", True),))[:200]
    for _ in sys.stdin:
        customer = lot.choice(newest)
        book.do(LogTouchPoint(customer, "call", SAID))
        notes = str(book.ask(card, customer).values["notes"])
        book.do(EditCustomer(customer, {"notes": (notes, f"{notes[:500]} ({lot.randrange(1000)})".strip())}))
        print("saved", flush=True)
    book.close()


if __name__ == "__main__":
    main()
