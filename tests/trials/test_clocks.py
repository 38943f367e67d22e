"""Clocks that are wrong or change, in short: order and ages stay right."""

import sys

import pytest

from tests.trials import clocks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the zone of a process cannot be set there")


def test_order_and_ages_stay_right() -> None:
    outcome = clocks.trial(long=False)
    assert outcome.ok, outcome.line


def test_a_journal_that_goes_by_the_clock_is_caught() -> None:
    outcome = clocks.control_sorted_by_the_clock()
    assert not outcome.ok
    assert outcome.line.endswith(" 1 wrong: the journal stands in the order of doing")


def test_days_of_another_place_are_caught() -> None:
    outcome = clocks.control_days_of_greenwich()
    assert not outcome.ok
    assert "the days of 2026 in Asia/Tokyo" in outcome.line and "America/New_York" in outcome.line


def test_ages_that_go_by_24_hours_are_caught() -> None:
    outcome = clocks.control_ages_in_hours()
    assert not outcome.ok
    assert "last night was a day ago" in outcome.line and "twenty minutes before midnight was a day ago" in outcome.line


@pytest.mark.parametrize("scenes", [[], [[("right", True)], []]], ids=["none", "an empty one"])
def test_scenes_that_tell_nothing_are_not_right(scenes: list[list[tuple[str, bool]]]) -> None:
    assert not clocks.judged(scenes).ok
    assert clocks.judged([[("right", True)]]).ok
