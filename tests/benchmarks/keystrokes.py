"""From a key in the search field to its answer painted, letter by letter and twenty letters in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks.books import Books
from tests.benchmarks.window.child import book_and_key, told

SLOWLY, QUICKLY, SHARE, GAP = 20.0, 16.0, 0.45, 50.0


def figures(books: Books) -> Iterator[Figure]:
    """For each book that is a file."""
    for kind in books.files:
        seen = told("keys", *book_and_key(books, kind))
        yield _slow(kind, seen["slow"])
        yield _quick(kind, seen)


def _slow(kind: str, slow: Mapping[str, float]) -> Figure:
    measured = f"p95 {slow['p95']:.1f} ms, longest {slow['longest']:.1f} ms, longest gap {slow['gap']:.0f} ms"
    met = slow["p95"] <= SLOWLY
    return Figure(f"keystroke to painted list, {kind}", f"p95 {SLOWLY:.0f} ms", measured, met)


def _quick(kind: str, seen: Mapping[str, Any]) -> Figure:
    quick = seen["quick"]
    share = quick["p95"] / quick["naive"]
    measured = (
        f"p95 {quick['p95']:.1f} ms, from the last letter at most {quick['last']:.1f} ms,"
        f" {quick['painted']} answers painted; naive {quick['naive']:.0f} ms: {share:.2f} x;"
        f" longest gap {quick['gap']:.0f} ms; {seen['ended_early']} of {seen['asked']} questions ended early"
    )
    met = quick["p95"] <= QUICKLY and share <= SHARE and quick["gap"] <= GAP and seen["ended_early"] > 0
    goal = f"p95 {QUICKLY:.0f} ms and {SHARE} x naive, no gap over {GAP:.0f}, overtaken ones end early"
    return Figure(f"twenty letters typed quickly, {kind}", goal, measured, met)
