"""Whatever step of the engine a full disk refuses, the book is as before; three ways to get that wrong are caught."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.trials import Outcome, full

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")


def test_the_short_form_passes() -> None:
    outcome = full.trial(long=False)
    assert outcome.ok, outcome.line


@pytest.mark.parametrize("control", [full.control_in_halves, full.control_told_too_soon, full.control_raw])
def test_the_controls_fail(control: Callable[[], Outcome]) -> None:
    outcome = control()
    print(outcome.line)
    assert not outcome.ok, outcome.line
