"""How far long work is, in words: a part of it, how much of that is done, how quickly, and how long it will take.

What is worked through in bytes is told in bytes, all else is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

BACKING_UP: Final = "Backing up"
CHECKING: Final = "Checking the backup"
RESTORING: Final = "Restoring"
COMPARING: Final = "Comparing"
COPYING: Final = "Copying the backup"
JOURNAL: Final = "Proving the journal"
_NOUNS: Final = {RESTORING: "rows", COMPARING: "rows", JOURNAL: "operations"}
_IN_BYTES: Final = frozenset({BACKING_UP, CHECKING, COPYING})
_UNITS: Final = ("KB", "MB", "GB", "TB")
_THOUSAND: Final = 1000
_SURE_AFTER: Final = 2.0
_MINUTE: Final = 60
Told = Callable[[int], str]


class Pace:
    """Minds since when a part of the work is on its way, so that its pace is that of this part alone."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._what, self._began = "", clock()

    def seconds(self, what: str) -> float:
        """Since this part began."""
        if what != self._what:
            self._what, self._began = what, self._clock()
        return self._clock() - self._began


def how_far(what: str, done: int, total: int, seconds: float, told: Told = "{:,}".format) -> str:
    """Reading fair.csv: 3,120 of 8,400. Checking the backup: 12.0 MB of 318 MB, 85.0 MB a second."""
    if not done and not total:
        return what
    amount: Told = size_words if what in _IN_BYTES else told
    noun = f" {_NOUNS[what]}" if what in _NOUNS else ""
    words = f"{what}: {amount(done)}{f' of {amount(total)}' if total else ''}{noun}"
    known = what in _IN_BYTES or what in _NOUNS
    return f"{words}, {amount(round(done / seconds))} a second" if known and done and seconds >= _SURE_AFTER else words


def time_left(seconds: float, done: int, total: int) -> str:
    """About how long it will still take; nothing before that can be told."""
    if not done or not total or seconds < _SURE_AFTER:
        return ""
    left = seconds / done * (total - done)
    if left < _MINUTE:
        return f"about {max(1, round(left))} s left"
    return f"about {round(left / _MINUTE)} min left"


def size_words(size: int) -> str:
    """318 MB, 7.4 GB: three figures at most."""
    value, unit = size / _THOUSAND, _UNITS[0]
    for larger in _UNITS[1:]:
        if value < _THOUSAND - 0.5:
            break
        value, unit = value / _THOUSAND, larger
    return f"{value:.0f} {unit}" if value >= 100 or unit == _UNITS[0] else f"{value:.1f} {unit}"
