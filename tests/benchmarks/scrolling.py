"""A thousand pages of the list, beside a naive model of the same rows in the same run; leaps; memory."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks import Figure
from tests.benchmarks.books import Books
from tests.benchmarks.window.child import book_and_key, told

GOAL, SHARE, GAP, GROWTH = 16.0, 0.45, 50.0, 8.0


def figures(books: Books) -> Iterator[Figure]:
    """For each book that is a file."""
    for kind in books.files:
        seen = told("scroll", *book_and_key(books, kind))
        pages, share = seen["forward"], seen["forward"] / seen["naive"]
        measured = f"p95 {pages:.1f} ms, naive {seen['naive']:.1f} ms: {share:.2f} x; longest gap {seen['gap']:.0f} ms"
        goal = f"p95 {GOAL:.0f} ms and {SHARE} x naive, no gap over {GAP:.0f}"
        met = pages <= GOAL and share <= SHARE and seen["gap"] <= GAP
        yield Figure(f"1,000 pages of the list, {kind}", goal, measured, met)
        yield Figure(f"leaps anywhere in the list, {kind}", "", f"p95 {seen['leaps']:.1f} ms", seen["leaps"] <= GAP)
        grown = seen["after"] - seen["before"]
        measured = f"{seen['before']:.0f} MB before, {seen['after']:.0f} MB after"
        yield Figure(f"memory while scrolling, {kind}", "flat", measured, grown <= GROWTH)
