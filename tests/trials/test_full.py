"""Whatever step of the engine a full disk refuses, the book is as before; three ways to get that wrong are caught."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.trials import Outcome, full
from tests.trials.stages.doing import SHARED

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")


def test_the_short_form_passes() -> None:
    outcome = full.trial(long=False)
    assert outcome.ok, outcome.line


def test_a_migration_of_which_only_the_end_failed_is_done(tmp_path: Path) -> None:
    steps, _ = full.attempt(False, tmp_path / "counted", "migration", SHARED, None)
    assert full.attempt(True, tmp_path / "tried", "migration", SHARED, steps) == (steps, [])


@pytest.mark.parametrize(
    ("control", "caught"),
    [
        (full.control_in_halves, "the book was not as before"),
        (full.control_told_too_soon, "0 operations instead of 1"),
        (full.control_raw, "OperationalError: database or disk is full"),
    ],
)
def test_what_is_broken_is_caught(control: Callable[[], Outcome], caught: str) -> None:
    outcome = control()
    assert not outcome.ok
    assert caught in outcome.line, outcome.line
