"""Who has departed: from the day of departure on, and not before."""

from datetime import date

import pytest

from app.rules.people import departed

TODAY = date(2026, 5, 11)


@pytest.mark.parametrize(
    ("on", "gone"),
    [(None, False), (date(2026, 5, 10), True), (TODAY, True), (date(2026, 5, 12), False), (date.max, False)],
)
def test_a_day_to_come_is_leaving_not_departed(on: date | None, gone: bool) -> None:
    assert departed(on, TODAY) is gone
