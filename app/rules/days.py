"""Days: when they begin here, and which of them a promise or an assignment may have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

DAY = timedelta(days=1)
_FIRST, _LAST = date(1971, 1, 1), date(2999, 12, 31)  # beyond them not every system knows its own clock


def day_start(day: date, zone: tzinfo | None = None) -> datetime:
    """The instant at which the day begins in the zone; without one, where this computer stands."""
    known = min(max(day, _FIRST), _LAST)
    start = datetime.combine(known, time(), zone).astimezone(UTC)
    if start.astimezone(zone).date() == known:
        return start
    # Where summer time begins at midnight there is none on that day; read the other way it is the day's first instant.
    return datetime.combine(known, time(fold=1), zone).astimezone(UTC)


def day_end(day: date, zone: tzinfo | None = None) -> datetime:
    """The first instant that no longer belongs to the day."""
    return day_start(min(day, _LAST) + DAY, zone)


def year_before(day: date) -> date:
    """The same day a year earlier."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class Span(NamedTuple):
    """From an instant until now; what a clock had in the time to come belongs to it, too."""

    begin: datetime
    now: datetime


class Run(NamedTuple):
    """Days in a row that begin 24 hours apart; only the last of them may be longer or shorter."""

    days: Sequence[date]
    start: datetime
    end: datetime

    def day_at(self, number: int) -> date:
        """The day that so many times 24 hours after the start belong to."""
        return self.days[min(number, len(self.days) - 1)]


def runs(first: date, last: date, zone: tzinfo | None = None) -> Iterator[Run]:
    """The days from first to last, cut after each day on which the clocks change."""
    days: list[date] = []
    day, start, begun = first, day_start(first, zone), day_start(first, zone)
    while day <= last:
        days.append(day)
        end = day_end(day, zone)
        if end - start != DAY or day == last:
            yield Run(tuple(days), begun, end)
            days, begun = [], end
        day, start = day + DAY, end
