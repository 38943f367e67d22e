"""All of the list at once, as the window asks for it: ids, letters and number; beside the bare driver reading rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Final

from app.features.customers.lists import ListFilter, count_customers, letters
from tests.benchmarks import Figure, p50, side_by_side
from tests.benchmarks.bare import Bare, statements
from tests.benchmarks.books import Books
from tests.benchmarks.pages import BY_NAME
from tests.statements import Statement
from ui.pages.customers.questions import whole_list

TIMES, ROUNDS = 1.5, 5
_IDS: Final[Statement] = (
    "SELECT customer_id FROM listing WHERE retired = FALSE ORDER BY sort_name, customer_id",
    (),
)


def figures(books: Books) -> Iterator[Figure]:
    """Each kind of book."""
    everybody = ListFilter()
    for kind in books.kinds:
        with closing(books.open(kind)) as book, closing(Bare(books, kind)) as bare:
            told = [_IDS, *statements(book, letters, everybody), *statements(book, count_customers, everybody)]
            ours = partial(book.ask, whole_list, everybody, BY_NAME)
            taken = side_by_side({"ours": ours, "bare": bare.running(told)}, ROUNDS)
            yield _figure(kind, p50(taken["ours"]), p50(taken["bare"]))


def _figure(kind: str, ours: float, bare: float) -> Figure:
    measured = f"p50 {ours:.0f} ms; bare {bare:.0f}: {ours / bare:.2f} x"
    return Figure(f"the whole list, {kind}", f"within {TIMES} x bare", measured, ours <= TIMES * bare)
