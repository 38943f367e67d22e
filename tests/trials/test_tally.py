"""A tally of tries in which nothing was tried is no success."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trials.stages.doing import PLAIN, Way
from tests.trials.stages.tally import Tally


def tries_of(steps: int) -> Tally:
    tally = Tally()

    def attempt(_folder: Path, _name: str, _way: Way, _nth: int | None) -> tuple[int, list[str]]:
        return steps, []

    tally.try_each(attempt, "first start", PLAIN, None)
    return tally


def test_what_was_tried_and_went_well_is_well() -> None:
    outcome = tries_of(3).outcome("tries")
    assert outcome.ok and outcome.line.startswith("4 tries"), outcome.line


@pytest.mark.parametrize("tally", [Tally(), tries_of(0)], ids=["nothing", "no step"])
def test_nothing_tried_is_not_well(tally: Tally) -> None:
    assert not tally.outcome("tries").ok
