"""Something is due once a day, from its hour on; a clock that was set back stops it no longer than a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.rules.hours import last_struck, struck_since

NOON = datetime(2026, 3, 12, 12).astimezone()


@pytest.mark.parametrize(
    ("hour", "hours_ago", "due"),
    [(2, 9, False), (2, 10, False), (2, 11, True), (12, 0, False), (12, 1, True), (13, 22, False), (13, 24, True)],
)
def test_it_is_due_from_its_hour_on_until_it_is_done(hour: int, hours_ago: int, due: bool) -> None:
    assert struck_since(hour, NOON - timedelta(hours=hours_ago), NOON) is due


@pytest.mark.parametrize(("ahead", "due"), [(timedelta(hours=3), False), (timedelta(days=400), True)])
def test_what_lies_ahead_of_the_clock_does_not_stop_it_for_long(ahead: timedelta, due: bool) -> None:
    assert struck_since(2, NOON + ahead, NOON) is due


@pytest.mark.parametrize("hour", range(24))
def test_it_struck_within_the_last_day(hour: int) -> None:
    struck = last_struck(hour, NOON)
    assert struck.hour == hour
    assert timedelta() <= NOON - struck < timedelta(days=1)
