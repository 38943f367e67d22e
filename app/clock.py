"""This computer's clock and its zone: the only place that reads them, so that all can be tried on another day."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_nanoseconds = time.time_ns


def now() -> datetime:
    """This instant."""
    return _EPOCH + timedelta(microseconds=_nanoseconds() // 1000)


def milliseconds() -> int:
    """This instant, counted since 1970."""
    return _nanoseconds() // 1_000_000


def today() -> date:
    """The day it is where this computer stands."""
    return now().astimezone().date()


def offset() -> timedelta:
    """How far this computer's clock is ahead of Greenwich now."""
    return now().astimezone().utcoffset() or timedelta()
