"""The first page of the time line of the customer with whom 10,000 touch points passed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial

from app.features.touchpoints import time_line
from tests.benchmarks import Figure, p50, side_by_side
from tests.benchmarks.bare import Bare, statements
from tests.benchmarks.books import Books
from tests.benchmarks.busy import busy_customer

TIMES, ROUNDS = 2.0, 31


def figures(books: Books) -> Iterator[Figure]:
    """Each kind of book."""
    for kind in books.kinds:
        with closing(books.open(kind)) as book, closing(Bare(books, kind)) as bare:
            customer = busy_customer(book)
            asked = bare.running(statements(book, time_line, customer))
            taken = side_by_side({"ours": partial(book.ask, time_line, customer), "bare": asked}, ROUNDS)
        ours, theirs = p50(taken["ours"]), p50(taken["bare"])
        measured = f"p50 {ours:.2f} ms; bare {theirs:.2f}: {ours / theirs:.2f} x"
        met = ours <= TIMES * theirs
        yield Figure(f"card with 10,000 touch points, first page's query, {kind}", f"{TIMES} x bare", measured, met)
