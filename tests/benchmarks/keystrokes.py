"""From a key in the search field to its answer painted, letter by letter and twenty letters in a row."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks import Figure
from tests.benchmarks.books import Books
from tests.benchmarks.window.child import book_and_key, told

GOAL, SHARE, GAP = 20.0, 0.45, 50.0


def figures(books: Books) -> Iterator[Figure]:
    """Plain and encrypted."""
    for kind in ("plain", "encrypted"):
        seen = told("keys", *book_and_key(books, kind))
        slow, quick = seen["slow"], seen["quick"]
        measured = f"p95 {slow['p95']:.1f} ms, longest {slow['longest']:.1f} ms"
        yield Figure(f"keystroke to painted list, {kind}", f"p95 {GOAL:.0f} ms", measured, slow["p95"] <= GOAL)
        ended = f"{seen['ended_early']} of {seen['asked']} questions ended early"
        gap = f"longest gap {max(slow['gap'], quick['gap']):.0f} ms"
        share, last = quick["p95"] / quick["naive"], f"from the last letter at most {quick['last']:.1f} ms"
        measured = (
            f"p95 {quick['p95']:.1f} ms, {last}, {quick['painted']} answers painted; naive {quick['naive']:.0f} ms:"
        )
        measured += f" {share:.2f} x; {gap}; {ended}"
        met = quick["p95"] <= GOAL and share <= SHARE and max(slow["gap"], quick["gap"]) <= GAP
        goal = f"p95 {GOAL:.0f} ms and {SHARE} x naive, no gap over {GAP:.0f}"
        yield Figure(f"twenty letters typed quickly, {kind}", goal, measured, met)
