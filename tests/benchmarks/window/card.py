"""Clicks a customer with very many touch points, again and again: `... card CUSTOMER BOOK [KEY]`."""

from __future__ import annotations

import json
import sys
import time
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.benchmarks import p95
from tests.benchmarks.window.real import Shown, shown
from tests.benchmarks.window.seeing import Awaited, Gaps, Paints, wait_until
from ui.pages.customers.time_line_list import TimeLineList

ROUNDS: Final = 30


class Watched:
    """The time line, and when it was painted with a customer's entries."""

    def __init__(self, line: TimeLineList) -> None:
        self._line = line
        self._awaited: tuple[int, Awaited] | None = None
        self._paints = Paints(line, self._painted)

    def expect(self, customer: int) -> Awaited:
        """From now on wait for this customer's."""
        awaited = Awaited()
        self._awaited = (customer, awaited)
        return awaited

    def _painted(self, at: float) -> None:
        entries = self._line.entries()
        if self._awaited is not None and entries and entries[0].customer_id == self._awaited[0]:
            self._awaited[1].come(at)


def _click(seen: Shown, customer: int) -> None:
    """With the mouse, on the row of the list."""
    table = seen.customers.list.table
    line = table._rows.line_of(customer)
    box = table.visualRect(table.model().index(line or 0, 1))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def _rounds(seen: Shown, watched: Watched, busy: int) -> list[float]:
    """To the busy customer and away again."""
    table, other, taken = seen.customers.list.table, seen.customers.list._ids[0], []
    other = seen.customers.list._ids[1] if other == busy else other
    for _ in range(ROUNDS):
        for customer in (other, busy):
            table.scroll_to(customer)
            seen.settle()
            awaited, began = watched.expect(customer), time.perf_counter()
            _click(seen, customer)
            took = awaited.milliseconds_from(began)
        taken.append(took)
    return taken


def main() -> None:
    """Three panes side by side: the list, the card, what passed."""
    busy = int(sys.argv.pop(1))
    with shown((1600, 900)) as seen:
        watched, gaps = Watched(seen.customers.time_line.list), Gaps()
        wait_until(lambda: seen.customers.list.shows(busy))
        gaps.start()
        taken = _rounds(seen, watched, busy)
        gaps.stop()
    print(json.dumps({"p95": p95(taken), "longest": max(taken), "gap": gaps.longest, "own": gaps.own}))


if __name__ == "__main__":
    main()
