"""Which backups of a place are kept: the newest of each of the last days, weeks, months and years that have one, and of
those made before something large each of the last days that have some: every one of them is the only way back to just
before that.

What is newer is told by the number that it was noted under, which only grows: neither a clock that was set back nor a
book that went back can make the newest one look like the oldest. The clock says alone which belong to the same day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks, months and years have their newest backup kept; as many days all of those before something
    large."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12
    yearly: int = 5


DEFAULT: Final = Keep()
"""As it is until somebody changes it."""


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A backup in a place: its number, the day it was made on, whether it was proven, and whether it was made before
    something large, so that it is a way back to just before that."""

    number: int
    day: date
    proven: bool = True
    before: bool = False


_SPANS: Final[tuple[Callable[[date], object], ...]] = (
    lambda day: day,
    lambda day: day.isocalendar()[:2],
    lambda day: (day.year, day.month),
    lambda day: day.year,
)


def kept(points: Iterable[Point], keep: Keep) -> frozenset[Point]:
    """Those that stay. The newest proven one always does, and whatever was made after it."""
    newest_first = sorted(points, reverse=True)
    proven = [point for point in newest_first if point.proven]
    if not proven:
        return frozenset(newest_first)
    found = {proven[0], *(point for point in newest_first if point.number >= proven[0].number)}
    ways_back = [point for point in proven if point.before]
    days = {point.day for point in _newest_of_each(ways_back, _SPANS[0], keep.daily)}
    found.update(point for point in ways_back if point.day in days)
    for span, count in zip(_SPANS, (keep.daily, keep.weekly, keep.monthly, keep.yearly), strict=True):
        found.update(_newest_of_each(proven, span, count))
    return frozenset(found)


def _newest_of_each(points: Sequence[Point], span: Callable[[date], object], count: int) -> Iterator[Point]:
    seen: set[object] = set()
    for point in points:
        if len(seen) >= count:
            return
        if span(point.day) not in seen:
            seen.add(span(point.day))
            yield point
