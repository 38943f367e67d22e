"""Instants as they are stored: whole microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_number(instant: datetime) -> int:
    """The number that is stored for an instant."""
    return (instant - _BEGINNING) // _MICROSECOND


def from_number(microseconds: int) -> datetime:
    """The instant that a stored number means."""
    return _BEGINNING + microseconds * _MICROSECOND
