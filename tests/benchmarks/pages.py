"""Pages of the list: by name, by last touch, by who handles it, from the middle; and the strip of letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

from app.features.customers.lists import ListFilter, Sort, customer_ids, first_lines, letters, lines_of
from tests.benchmarks import Figure, p50, side_by_side
from tests.benchmarks.bare import Bare, statements
from tests.benchmarks.books import Books

TIMES, ROUNDS, PAGE = 1.5, 15, 200
BY_NAME: Sort = (("name", False),)


def figures(books: Books) -> Iterator[Figure]:
    """Each kind of book."""
    for kind in books.kinds:
        with closing(books.open(kind)) as book, closing(Bare(books, kind)) as bare:
            ids = book.ask(customer_ids, ListFilter(), BY_NAME)
            middle = ids[len(ids) // 2 :][:PAGE]
            for what, asked in _questions(middle).items():
                told = statements(book, *asked)
                taken = side_by_side({"ours": partial(book.ask, *asked), "bare": bare.running(told)}, ROUNDS)
                yield _figure(f"{what}, {kind}", taken["ours"], taken["bare"], _with_offset(told))


def _questions(middle: Any) -> dict[str, tuple[Any, ...]]:
    everybody = ListFilter()
    return {
        "page of 200 by name": (first_lines, everybody, BY_NAME, PAGE),
        "page of 200 by last touch": (first_lines, everybody, (("touch", True),), PAGE),
        "page of 200 by who handles it": (first_lines, everybody, (("owner", False),), PAGE),
        "page of 200 by town, downwards": (first_lines, everybody, (("town", True),), PAGE),
        "jump to the middle": (lines_of, middle),
        "A-Z strip": (letters, everybody),
    }


def _with_offset(told: list[tuple[str, Any]]) -> bool:
    return any(" OFFSET " in f" {statement} ".upper() for statement, _ in told)


def _figure(what: str, ours: list[float], bare: list[float], offset: bool) -> Figure:
    times = p50(ours) / p50(bare)
    measured = f"p50 {p50(ours):.2f} ms; bare {p50(bare):.2f}: {times:.2f} x; {'OFFSET' if offset else 'no OFFSET'}"
    return Figure(what, f"within {TIMES} x bare, no OFFSET", measured, times <= TIMES and not offset)
