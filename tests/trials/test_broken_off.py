"""Killed at any step, the next start works; two ways to get that wrong are caught."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.trials import Outcome, broken_off

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")


def test_the_short_form_passes() -> None:
    outcome = broken_off.trial(long=False)
    assert outcome.ok, outcome.line


CONTROLS = {
    broken_off.control_in_halves: "duplicate column name",
    broken_off.control_copied_in_place: "is no copy of the book",
    broken_off.control_killed_elsewhere: "not killed where it was meant to be",
    broken_off.control_ended_otherwise: "ended with 3",
}


@pytest.mark.parametrize(("control", "why"), CONTROLS.items())
def test_the_controls_fail(control: Callable[[], Outcome], why: str) -> None:
    outcome = control()
    assert not outcome.ok and why in outcome.line, outcome.line
