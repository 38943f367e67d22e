"""The words around touch points: hours as people type them, lengths, promises."""

from __future__ import annotations

import datetime as dt

import pytest

from ui.parts.touches import length_words, promise_told, read_hour, with_whom

TODAY = dt.date(2026, 5, 14)


pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("9:42", (9, 42)), ("0942", (9, 42)), ("9.42", (9, 42)), ("14:30", (14, 30)), ("2 pm", (14, 0)), ("17", (17, 0))],
)
def test_hours_are_read_as_people_type_them(typed: str, hour: tuple[int, int]) -> None:
    assert read_hour(typed) == dt.time(*hour)


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "9:75"])
def test_what_is_no_hour_is_none(typed: str) -> None:
    assert read_hour(typed) is None


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (130, "2 h 10")])
def test_lengths(minutes: int, words: str) -> None:
    assert length_words(minutes) == words


def test_a_promise_is_kept_late_or_to_come() -> None:
    assert promise_told(dt.date(2026, 5, 1), True, TODAY).words == "follow-up done"
    assert promise_told(dt.date(2026, 5, 13), False, TODAY).words == "1 day late"
    assert promise_told(dt.date(2026, 5, 11), False, TODAY).words == "3 days late"
    assert promise_told(TODAY, False, TODAY).words == "today"


def test_with_whom_by_kind_and_direction() -> None:
    assert with_whom("call", "in", "Pilar") == "from Pilar"
    assert with_whom("email", "out", "Pilar") == "to Pilar"
    assert with_whom("meeting", "", "Pilar") == "with Pilar"
    assert with_whom("complaint", "", "") == ""
