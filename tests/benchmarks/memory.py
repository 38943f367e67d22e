"""The memory of the window after an hour of use, played without pauses: one act each five seconds are 720.

The window is a program of its own, driven by keys over all its pages (see `hour/use.py`); its own saves refresh it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks import Figure
from tests.benchmarks.books import Books

ACTS = 720
_MOST, _GROWTH = 300.0, 10.0
"""Megabytes; what is less than that grows and shrinks by itself."""
_GROWN = 20
"""Widgets: the last act leaves its own page as it was."""


def figures(books: Books) -> Iterator[Figure]:
    """For each kind of book."""
    for kind in books.kinds:
        yield hour_of_use(books.place(kind), kind)


def hour_of_use(place: str, kind: str, acts: int = ACTS) -> Figure:
    """What is held at the end, and how much more that is than after the first third."""
    command = [sys.executable, "-m", "tests.benchmarks.hour", place, kind, str(acts)]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    held = json.loads(out.splitlines()[-1])
    begin, third, end = held[0], held[len(held) // 3], held[-1]
    growth, widgets = end["memory"] - third["memory"], end["widgets"] - third["widgets"]
    told = (
        f"{begin['memory']:.0f} MB at the begin, {third['memory']:.0f} after a third, {end['memory']:.0f} at the end;"
        f" widgets {third['widgets']} and {end['widgets']}"
    )
    met = end["memory"] < _MOST and growth < _GROWTH and widgets < _GROWN
    what = f"memory of the window after an hour of use ({acts} acts), {kind}"
    return Figure(what, f"below {_MOST:.0f} MB, no growth", told, met)
