"""Which backups stay: the last days, weeks, months and years, and the newest proven one whatever the clock says."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.rules.retention import Keep, Point, kept

_FIRST = date(2020, 1, 1)
_DAYS = st.integers(0, 4000).map(lambda days: _FIRST + timedelta(days))
_KEEP = st.builds(Keep, st.integers(1, 9), st.integers(0, 6), st.integers(0, 14), st.integers(0, 6))
POINTS = st.lists(st.tuples(_DAYS, st.booleans()), max_size=60).map(
    lambda rows: [Point(number, day, proven) for number, (day, proven) in enumerate(rows)]
)

WAYS_BACK = st.lists(st.tuples(st.sampled_from(range(12)), st.booleans(), st.booleans()), max_size=60).map(
    lambda rows: [
        Point(number, _FIRST + timedelta(day), proven or before, before)
        for number, (day, proven, before) in enumerate(rows)
    ]
)
"""Several on each of a few days, in whatever order the clock had them."""


@given(POINTS, _KEEP)
def test_the_newest_proven_one_and_all_after_it_stay_whatever_the_clock_said(points: list[Point], keep: Keep) -> None:
    proven = [point.number for point in points if point.proven]
    newest = max(proven, default=0)
    assert {point for point in points if point.number >= newest} <= kept(points, keep)


@given(POINTS, _KEEP)
def test_no_more_stay_than_were_asked_for(points: list[Point], keep: Keep) -> None:
    stays = [point for point in kept(points, keep) if point.proven]
    assert len(stays) <= keep.daily + keep.weekly + keep.monthly + keep.yearly


@given(POINTS, _KEEP)
def test_what_stays_stays_when_it_is_looked_at_again_and_in_any_order(points: list[Point], keep: Keep) -> None:
    stays = kept(points, keep)
    assert kept(stays, keep) == stays
    assert kept(Random(1).sample(points, len(points)), keep) == stays


@given(WAYS_BACK, _KEEP)
def test_all_of_the_last_days_that_have_one_made_before_something_large_stay(points: list[Point], keep: Keep) -> None:
    ways_back = [point for point in reversed(points) if point.before and point.proven]
    days = list(dict.fromkeys(point.day for point in ways_back))[: keep.daily]
    assert {point for point in ways_back if point.day in days} <= kept(points, keep)


@given(WAYS_BACK, _KEEP)
def test_those_of_earlier_days_stay_only_as_any_other_would(points: list[Point], keep: Keep) -> None:
    stays = kept(points, keep)
    assert kept(stays, keep) == stays
    assert kept(Random(1).sample(points, len(points)), keep) == stays
    before = [point for point in stays if point.before and point.proven]
    others = keep.daily + keep.weekly + keep.monthly + keep.yearly
    days = list(dict.fromkeys(point.day for point in sorted(before, reverse=True)))[: keep.daily]
    assert sum(point.day not in days for point in before) <= others


def test_three_years_of_nights_leave_the_last_days_weeks_months_and_years() -> None:
    here: set[Point] = set()
    for number in range(3 * 365):
        here = set(kept([*here, Point(number, _FIRST + timedelta(number))], Keep()))
    days = sorted((point.day for point in here), reverse=True)
    last = _FIRST + timedelta(3 * 365 - 1)
    assert days[:7] == [last - timedelta(back) for back in range(7)]
    sundays = [day for day in days if day.isoweekday() == 7]
    assert len(sundays) >= 3
    assert {(day.year, day.month) for day in days} >= {(2022, month) for month in range(1, 13)}
    assert {day.year for day in days} == {2020, 2021, 2022}
    assert len(days) <= 7 + 4 + 12 + 5


def test_a_clock_set_back_by_years_takes_no_newer_backup_away() -> None:
    before = [Point(number, _FIRST + timedelta(number)) for number in range(10)]
    back = [Point(100 + number, date(2001, 1, 1) + timedelta(number)) for number in range(3)]
    stays = kept([*before, *back], Keep(daily=5, weekly=0, monthly=0, yearly=0))
    assert sorted(point.number for point in stays) == [8, 9, 100, 101, 102]


def test_one_that_was_never_proven_counts_for_nothing_and_goes_after_a_newer_proven_one() -> None:
    points = [Point(1, _FIRST), Point(2, _FIRST + timedelta(1), proven=False), Point(3, _FIRST + timedelta(2))]
    assert sorted(point.number for point in kept(points, Keep())) == [1, 3]
    assert len(kept(points[:2], Keep())) == 2
