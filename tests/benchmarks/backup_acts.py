"""A backup made and proven, or restored, in a process of its own, whose memory is looked at; one line of JSON.

As a program: `python -m tests.benchmarks.backup_acts make LOCATION KEY FOLDER`, or `restore LOCATION KEY FILE TO`; a
KEY of no letters is none.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from app.backing_up import back_up
from app.book import Book, open_book
from app.features.backups import opening_keys
from app.restoring import restore
from app.rules.pace import CHECKING
from app.ticket import Ticket
from tests.benchmarks.books import LOGIN


def make(book: Book, folder: str) -> dict[str, Any]:
    """Into a folder; `made` is until the proof begins, `seconds` until it is through."""
    checking: list[float] = []

    def report(what: str, _done: int, _total: int) -> None:
        if what == CHECKING and not checking:
            checking.append(time.perf_counter())

    began, processor = time.perf_counter(), time.process_time()
    made = back_up(book, Path(folder), lambda _words: None, Ticket(report))
    return {
        "made": checking[0] - began, **_since(began, processor), "file": str(made.file), "bytes": made.bytes,
        "rows": made.rows, "proven": made.proven_at is not None,
    }  # fmt: skip


def bring_back(book: Book, file: str, to: str) -> dict[str, Any]:
    """Into a new file or an empty database."""
    keys = book.ask(opening_keys)
    began, processor = time.perf_counter(), time.process_time()
    restored = restore(Path(file), to, keys, Ticket())
    return {**_since(began, processor), "rows": restored.rows}


def _since(began: float, processor: float) -> dict[str, float]:
    """How long it took, and how much of that the processor was at work for it."""
    return {"seconds": time.perf_counter() - began, "processor": time.process_time() - processor}


_ACTS: dict[str, Callable[..., dict[str, Any]]] = {"make": make, "restore": bring_back}


if __name__ == "__main__":
    act, location, key, *words = sys.argv[1:]
    with closing(open_book(location, LOGIN, bytes.fromhex(key) if key else None)) as opened:
        print(json.dumps(_ACTS[act](opened, *words)))
