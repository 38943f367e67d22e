"""Another desk that saves a touch point a second on average until its input ends: `... writers PLACE KIND SEED`."""

from __future__ import annotations

import sys
import threading
from random import Random

from app.book import open_book
from tests.benchmarks.books import KEY, LOGIN

WRITERS = 8
_SECONDS = 1.0


def main() -> None:
    """Save, and rest in between for as long as a busy person would at the least."""
    from tests.benchmarks.saving import Saving

    place, kind, seed = sys.argv[1:4]
    over = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(over,), daemon=True).start()
    book, lot = open_book(place, LOGIN, KEY if kind == "encrypted" else None), Random(seed)
    save = Saving(book, int(seed))
    save()
    print("ready", flush=True)
    while not over.wait(lot.expovariate(1 / _SECONDS)):
        save()
    book.close()


def _wait_for_the_end(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


if __name__ == "__main__":
    main()
