"""Goes through the real list page by page and by leaps, and through a naive one as large: `... scroll BOOK [KEY]`."""

from __future__ import annotations

import gc
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QTableView

from app.features.customers.lists import ListFilter, first_lines
from tests.benchmarks import p95
from tests.benchmarks.window.naive import NaiveTable
from tests.benchmarks.window.real import Shown, shown
from tests.benchmarks.window.seeing import Awaited, Gaps, Paints, rest
from ui.parts.table import TableView

PAGES: Final = 1_000
LEAPS: Final = 200
NAIVE_ROWS: Final = 30_000
READING: Final = 12
"""So many milliseconds a person who holds the key down looks at a page, at the least."""


def resident() -> float:
    """How much memory this process holds, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def forward(table: QTableView) -> Iterator[int]:
    """A page further each time; at the end from the top again."""
    bar = table.verticalScrollBar()
    for _ in range(PAGES):
        yield bar.value() + bar.pageStep() if bar.value() < bar.maximum() else 0


def leaps(table: QTableView) -> Iterator[int]:
    """Anywhere."""
    chance = random.Random(1)
    for _ in range(LEAPS):
        yield chance.randrange(table.verticalScrollBar().maximum())


class Scrolled:
    """A table, and how long after each step its rows were painted."""

    def __init__(self, table: QTableView, whole: Callable[[], bool]) -> None:
        self._table, self._whole = table, whole
        self._awaited: Awaited | None = None
        self._paints = Paints(table, self._painted)

    def _painted(self, at: float) -> None:
        if self._awaited is not None and self._whole():
            self._awaited.come(at)

    def through(self, steps: Iterable[int]) -> list[float]:
        """Go to each place; milliseconds until all its rows were painted."""
        taken = []
        for place in steps:
            self._awaited = awaited = Awaited()
            began = time.perf_counter()
            self._table.verticalScrollBar().setValue(place)
            self._table.viewport().update()
            taken.append(awaited.milliseconds_from(began))
            rest(READING)
        return taken


def _real(seen: Shown, table: TableView) -> dict[str, Any]:
    """Twice through all of it: the memory is looked at after the first time and after the second."""
    scrolled = Scrolled(table, table.all_known)
    told: dict[str, Any] = {}
    scrolled.through(forward(table))
    gc.collect()
    before, gaps = resident(), Gaps()
    gaps.start()
    forwards = scrolled.through(forward(table))
    gaps.stop()
    jumps = scrolled.through(leaps(table))
    gc.collect()
    told |= {"forward": p95(forwards), "leaps": p95(jumps), "gap": gaps.longest, "own": gaps.own}
    return told | {"before": before, "after": resident()}


def main() -> None:
    """The list as wide as the window."""
    with shown((1280, 800)) as seen:
        seen.customers.show_panes(1)
        seen.settle()
        table = seen.customers.list.table
        told = _real(seen, table)
        lines = seen.desk.book.ask(first_lines, ListFilter(), (("name", False),), NAIVE_ROWS)
        naive = NaiveTable(lines, table.size(), table.rowHeight(1))
        rest(300)
        told["naive"] = p95(Scrolled(naive, lambda: True).through(forward(naive)))
        naive.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
