"""Types into the search field of the real window, slowly and quickly: `... keys BOOK [KEY]`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from app.errors import Stopped
from tests.benchmarks import p95
from tests.benchmarks.window.naive_search import NaiveSearch
from tests.benchmarks.window.real import Shown, shown
from tests.benchmarks.window.seeing import Awaited, Gaps, Paints, rest, wait_until
from ui.parts.search_box import SearchBox

WORDS: Final = ("mueller", "anna ber", "hotel lind", "@gmail", "kontor", "0176", "ibanez", "q", "schm 12", "zzyx")
QUICK: Final = ("mueller handel berli", "anna schmidt hamburg", "0049 30 1234567 abcd")
APART: Final = 30


class Watched:
    """The search box, and when the answer for a text was painted."""

    def __init__(self, box: SearchBox) -> None:
        self.box = box
        self._shown_for = ""
        self._awaited: tuple[str, Awaited] | None = None
        self._show = box.show_results
        box.show_results = self._note  # type: ignore[method-assign]
        self._paints = Paints(box.list.sheet, self._painted)

    def _note(self, groups: Any, typed: str, more: bool = False) -> None:
        self._shown_for = typed
        self._show(groups, typed, more)

    def _painted(self, at: float) -> None:
        if self._awaited is not None and self._awaited[0] == self._shown_for:
            self._awaited[1].come(at)

    def type(self, sign: str) -> tuple[float, Awaited]:
        """One key; answers when it was pressed, and what comes of it."""
        awaited = Awaited()
        self._awaited = (self.box.text() + sign, awaited)
        began = time.perf_counter()
        QTest.keyClicks(self.box, sign)
        return began, awaited


class Questions:
    """How many questions reached the book; how many ended before they came to its database, and how many in there."""

    def __init__(self, seen: Shown) -> None:
        self.asked = self.before = self.in_database = 0
        self._ask = seen.desk.book.ask_for
        seen.desk.book.ask_for = self._count  # type: ignore[method-assign]

    def _count(self, *question: Any, **named: Any) -> Any:
        self.asked += 1
        try:
            return self._ask(*question, **named)
        except Stopped as ended:
            # Only the database gives a reason: it was interrupted.
            if ended.__cause__ is None:
                self.before += 1
            else:
                self.in_database += 1
            raise


def _clear(watched: Watched) -> None:
    watched.box.list.hide()
    watched.box.clear()
    rest(20)


def slowly(watched: Watched) -> list[float]:
    """Letter after letter, each waited for."""
    taken = []
    for word in WORDS:
        _clear(watched)
        for sign in word:
            if sign == " ":
                QTest.keyClicks(watched.box, sign)
                continue
            began, awaited = watched.type(sign)
            taken.append(awaited.milliseconds_from(began))
            rest(40)
    return taken


def _typed_quickly(watched: Watched, words: str) -> list[tuple[float, Awaited]]:
    """A key every 30 ms, whatever comes of it."""
    keys, pressed = list(words), list[tuple[float, Awaited]]()
    beat = QTimer(interval=APART)
    beat.timeout.connect(lambda: pressed.append(watched.type(keys.pop(0))) if keys else None)
    beat.start()
    wait_until(lambda: not keys)
    beat.stop()
    return pressed


def quickly(watched: Watched, idle: Callable[[], bool]) -> tuple[list[float], list[float]]:
    """Twenty letters in a row: how long every answer took that was painted; and those to the last letters alone."""
    taken, last = [], []
    for words in QUICK:
        _clear(watched)
        pressed = _typed_quickly(watched, words)
        last.append(pressed[-1][1].milliseconds_from(pressed[-1][0]))
        taken += [(one.at - began) * 1000 for began, one in pressed if one.at]
        wait_until(idle)
    return taken, last


def naively(seen: Shown) -> list[float]:
    """The same letters into the naive model; once, since each takes so long."""
    naive = NaiveSearch(seen.desk.book)
    rest(300)
    taken = [naive.type(sign) for sign in QUICK[0]]
    naive.close()
    return taken


def main() -> None:
    """Both ways of typing, and what the event loop did meanwhile."""
    with shown() as seen:
        watched, questions, gaps = Watched(seen.window._top.search), Questions(seen), Gaps()
        seen.window.activateWindow()
        watched.box.begin()
        slowly(watched)
        gaps.start()
        slow = slowly(watched)
        gaps.stop()
        slow_gap, gaps = gaps, Gaps()
        questions.asked = questions.before = questions.in_database = 0
        gaps.start()
        quick, last = quickly(watched, seen.desk.idle)
        gaps.stop()
        told: dict[str, Any] = {
            "slow": {"p95": p95(slow), "longest": max(slow), "gap": slow_gap.longest, "own": slow_gap.own},
            "quick": {"p95": p95(quick), "painted": len(quick), "gap": gaps.longest, "own": gaps.own},
            "asked": questions.asked,
            "before": questions.before,
            "in_database": questions.in_database,
        }
        told["quick"] |= {"last": max(last), "naive": p95(naively(seen))}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
