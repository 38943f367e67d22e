"""What Housebook takes, measured side by side with the bare means of doing the same in one run.

All rows: `.venv/bin/python -m tests.benchmarks --folder DIR --customers 1000000`; some: with their names behind it.
The books are made in the folder on the first run and used again. No timing decides a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, the goal, what came out, and whether that reaches it."""

    what: str
    goal: str
    measured: str
    met: bool


def milliseconds(work: Callable[[], object]) -> float:
    """How long this takes once."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def side_by_side(works: Mapping[str, Callable[[], object]], rounds: int = 7) -> dict[str, list[float]]:
    """Milliseconds of each, taken in turns so that whatever else the machine does hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(milliseconds(work))
    return taken


def p50(taken: Iterable[float]) -> float:
    """The middle one."""
    return median(taken)


def p95(taken: Sequence[float]) -> float:
    """What 19 of 20 stay below."""
    return quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]
