"""The program at another moment and in another zone: its one clock and the system's zone are set, and set back."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from app import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@contextmanager
def at(said: str, zone: str = "Europe/Berlin") -> Iterator[datetime]:
    """A moment written as 2026-06-10T09:00+02:00; each reading of the clock is a millisecond later than the last."""
    moment, before = datetime.fromisoformat(said).astimezone(UTC), clock._nanoseconds
    ticks = iter(range((moment - _EPOCH) // (moment.resolution) * 1000, 1 << 62, 1_000_000))
    clock._nanoseconds = lambda: next(ticks)
    try:
        with in_zone(zone):
            yield moment
    finally:
        clock._nanoseconds = before


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    """This computer stands in another zone."""
    place = os.environ.get("TZ")
    _stand_in(zone)
    try:
        yield
    finally:
        _stand_in(place)


def _stand_in(zone: str | None) -> None:
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    time.tzset()
