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
        yield _stopped(kind, seen, told("deaf", *book_and_key(books, kind)))


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
        f" longest gap {quick['gap']:.0f} ms"
    )
    met = quick["p95"] <= QUICKLY and share <= SHARE and quick["gap"] <= GAP
    goal = f"p95 {QUICKLY:.0f} ms and {SHARE} x naive, no gap over {GAP:.0f}"
    return Figure(f"twenty letters typed quickly, {kind}", goal, measured, met)


def _stopped(kind: str, seen: Mapping[str, Any], deaf: Mapping[str, Any]) -> Figure:
    """Beside the same at a database that hears no interrupt."""
    measured = (
        f"of {seen['asked']} questions {seen['in_database']} were stopped in the database, {seen['before']} before it;"
        f" where it hears nothing {deaf['in_database']} and {deaf['before']} of {deaf['asked']}"
    )
    met = seen["in_database"] > 0 and not deaf["in_database"]
    return Figure(f"overtaken questions, {kind}", "stopped in the database", measured, met)
