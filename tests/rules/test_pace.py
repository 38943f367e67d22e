"""How far long work is, in words."""

from __future__ import annotations

import pytest

from app.rules.pace import BACKING_UP, CHECKING, COMPARING, RESTORING, Pace, how_far, size_words, time_left


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("Reading fair.csv", 0, 0, 9.0), "Reading fair.csv"),
        (("Reading fair.csv", 3120, 0, 9.0), "Reading fair.csv: 3,120"),
        (("Reading fair.csv", 3120, 8400, 9.0), "Reading fair.csv: 3,120 of 8,400"),
        ((BACKING_UP, 12_000_000, 0, 1.0), "Backing up: 12.0 MB"),
        ((CHECKING, 12_000_000, 318_400_000, 3.0), "Checking the backup: 12.0 MB of 318 MB, 4.0 MB a second"),
        ((RESTORING, 31_200, 84_000, 2.6), "Restoring: 31,200 of 84,000 rows, 12,000 a second"),
        ((COMPARING, 0, 84_000, 2.6), "Comparing: 0 of 84,000 rows"),
    ],
)
def test_it_says_what_and_how_far(given: tuple[str, int, int, float], words: str) -> None:
    assert how_far(*given) == words


@pytest.mark.parametrize(
    ("seconds", "done", "total", "words"),
    [(1.0, 50, 100, ""), (10.0, 20, 100, "about 40 s left"), (60.0, 10, 100, "about 9 min left"), (9.0, 9, 0, "")],
)
def test_it_says_how_long(seconds: float, done: int, total: int, words: str) -> None:
    assert time_left(seconds, done, total) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 KB"), (41_300, "41 KB"), (999_700, "1.0 MB"), (318_400_000, "318 MB"), (7_440_000_000, "7.4 GB")],
)
def test_a_size_has_three_figures_at_most(size: int, words: str) -> None:
    assert size_words(size) == words


def test_each_part_has_a_pace_of_its_own() -> None:
    times = iter([0.0, 0.0, 0.0, 10.0, 10.0, 12.0])
    pace = Pace(lambda: next(times))
    assert pace.seconds(CHECKING) == 0
    assert pace.seconds(CHECKING) == 10
    assert pace.seconds(RESTORING) == 2
