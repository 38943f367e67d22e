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


@pytest.mark.parametrize("control", [broken_off.control_in_halves, broken_off.control_copied_in_place])
def test_the_controls_fail(control: Callable[[], Outcome]) -> None:
    outcome = control()
    assert not outcome.ok, outcome.line
