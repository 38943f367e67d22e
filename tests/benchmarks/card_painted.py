"""From the click on a customer with 10,000 touch points to the first page of them painted."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks import Figure
from tests.benchmarks.books import Books
from tests.benchmarks.busy import busy_customer
from tests.benchmarks.window.child import book_and_key, told

GOAL = 50.0


def figures(books: Books) -> Iterator[Figure]:
    """For each book that is a file."""
    for kind in books.files:
        book = books.open(kind)
        customer = busy_customer(book)
        book.close()
        seen = told("card", str(customer), *book_and_key(books, kind))
        measured = f"p95 {seen['p95']:.1f} ms, longest gap {seen['gap']:.0f} ms"
        yield Figure(
            f"card with 10,000 touch points painted, {kind}", f"p95 {GOAL:.0f} ms", measured, seen["p95"] < GOAL
        )
