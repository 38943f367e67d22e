"""Days and numbers in words, told everywhere in the same way."""

from __future__ import annotations

import datetime as dt

import pytest

from ui.parts.days import (
    day_and_month,
    day_title,
    day_words,
    full_words,
    late_words,
    long_day,
    near_day,
    span_title,
    weekday_words,
    with_weekday,
)
from ui.parts.numbers import counted, number

TODAY = dt.date(2026, 5, 14)


pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (dt.date(2026, 5, 15), "tomorrow"),
        (dt.date(2026, 5, 18), "Mon 18 May"),
        (dt.date(2026, 4, 22), "22 Apr"),
        (dt.date(2027, 3, 3), "3 Mar 2027"),
    ],
)
def test_days_are_told_briefly(day: dt.date, words: str) -> None:
    assert day_words(day, TODAY) == words


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (TODAY, "Today"),
        (dt.date(2026, 5, 11), "This week"),
        (dt.date(2026, 5, 10), "May"),
        (dt.date(2025, 12, 31), "December 2025"),
    ],
)
def test_stretches_of_time(day: dt.date, title: str) -> None:
    assert span_title(day, TODAY) == title


def test_titles_of_days() -> None:
    assert day_title(TODAY, TODAY) == "Today, Thu 14 May"
    assert day_title(dt.date(2026, 5, 13), TODAY) == "Yesterday, Wed 13 May"
    assert day_title(dt.date(2025, 5, 13), TODAY) == "Tue 13 May 2025"


def test_names_of_days_are_left_out_where_they_stand_beside() -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    assert (weekday_words(tomorrow, TODAY), near_day(tomorrow, TODAY)) == ("Fri 15 May", "tomorrow")
    assert near_day(TODAY + dt.timedelta(days=2), TODAY) == "16 May"
    assert late_words(dt.date(2026, 5, 11), TODAY) == "3 days late"


def test_forms_that_do_not_ask_what_day_it_is() -> None:
    assert (day_and_month(TODAY), with_weekday(TODAY)) == ("14 May", "Thu 14 May")
    assert long_day(dt.date(2026, 9, 14)) == "14 September 2026"
    assert full_words(dt.datetime(2026, 5, 14, 9, 30).astimezone()) == "Thu 14 May 2026, 09:30"


def test_numbers_are_the_locales_and_say_what_there_is_more() -> None:
    assert (number(1063), number(10_000, more=True)) == ("1,063", "10,000+")
    assert (counted(1, "row"), counted(84_512, "row"), counted(0, "row")) == ("1 row", "84,512 rows", "0 rows")
    assert (counted(1, "person", "people"), counted(2, "person", "people")) == ("1 person", "2 people")
