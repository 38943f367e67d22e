"""Days begin at local midnight, also where the clocks change or do not know the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.rules.days import day_end, day_start, runs, year_before
from tests.trials.clocking.elsewhere import in_zone

ZONES = ("UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo")


def test_a_day_begins_at_local_midnight() -> None:
    with in_zone("Europe/Berlin"):
        assert day_start(date(2026, 5, 14)) == datetime(2026, 5, 13, 22, tzinfo=UTC)
        assert day_end(date(2026, 3, 29)) - day_start(date(2026, 3, 29)) == timedelta(hours=23)
    assert day_start(date(2026, 5, 14), ZoneInfo("Asia/Kolkata")) == datetime(2026, 5, 13, 18, 30, tzinfo=UTC)


def test_the_first_and_the_last_day_there_is_are_no_stone() -> None:
    assert day_start(date.min) < day_start(date(2026, 5, 14)) < day_end(date.max)


def test_a_year_before() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2026, 5, 14)) == date(2025, 5, 14)


@given(st.sampled_from(ZONES), st.dates(date(1990, 1, 1), date(2035, 1, 1)), st.integers(0, 800))
def test_runs_are_all_days_and_find_each_instants_day(zone: str, first: date, length: int) -> None:
    here, last = ZoneInfo(zone), first + timedelta(days=length)
    cut = list(runs(first, last, here))
    assert [day for run in cut for day in run.days] == [first + timedelta(days=n) for n in range(length + 1)]
    for run in cut:
        for day in (run.days[0], run.days[-1]):
            for instant in (day_start(day, here), day_end(day, here) - timedelta(microseconds=1)):
                assert run.start <= instant < run.end
                assert run.day_at((instant - run.start) // timedelta(days=1)) == day


def test_days_in_the_wrong_order_are_none() -> None:
    assert list(runs(date(2026, 5, 2), date(2026, 5, 1))) == []
