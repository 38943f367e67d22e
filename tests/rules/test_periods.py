"""One assignment at a time: whatever is planned in whatever order, no day has two, and none is overwritten."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.days import DAY
from app.rules.periods import Fit, Period, fit

FIRST = date(2026, 5, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_the_present_one_ends_and_the_planned_one_bounds() -> None:
    present = [Period(1, 7, day(-9), None), Period(2, 8, day(20), None)]
    assert fit(9, day(3), None, present) == Fit((1,), day(19))
    assert fit(9, day(3), day(5), present) == Fit((1,), day(5))
    assert fit(9, day(25), None, present) == Fit((1, 2), None)


def test_the_same_user_is_not_assigned_twice() -> None:
    assert fit(7, day(3), None, [Period(1, 7, day(-9), None)]) is None
    assert fit(7, day(3), None, [Period(1, 7, day(-9), day(2))]) == Fit((), None)


def test_one_of_zero_days_stands_in_nobodys_way() -> None:
    assert fit(9, day(3), None, [Period(1, 7, day(5), day(4))]) == Fit((), None)


Act = tuple[int, int, int | None]
ACTS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 30), st.none() | st.integers(0, 10)), min_size=1, max_size=12
)


def carried_out(acts: list[Act]) -> list[Period]:
    periods: dict[int, Period] = {}
    for key, (user, first, days) in enumerate(acts):
        until = None if days is None else day(first + days)
        fitted = fit(user, day(first), until, periods.values())
        if fitted is None:
            continue
        for ended in fitted.ended:
            periods[ended] = periods[ended]._replace(until_day=day(first) - DAY)
        periods[key] = Period(key, user, day(first), fitted.until_day)
    return list(periods.values())


@given(ACTS)
def test_no_day_ever_has_two(acts: list[Act]) -> None:
    periods = carried_out(acts)
    assert all(sum(one.holds(day(number)) for one in periods) <= 1 for number in range(50))


@given(ACTS)
def test_the_newest_holds_on_its_first_day(acts: list[Act]) -> None:
    user, first, _ = acts[-1]
    assert [one.user_id for one in carried_out(acts) if one.holds(day(first))] == [user]
