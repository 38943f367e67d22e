"""Killed while the book is written anew, it opens; two ways to get that wrong are caught."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.trials import Outcome, written_anew

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")


def test_the_short_form_passes() -> None:
    outcome = written_anew.trial(long=False)
    assert outcome.ok, outcome.line


CONTROLS = {
    written_anew.control_keys_last: "it was refused",
    written_anew.control_one_key_at_once: "does not fit it",
}


@pytest.mark.parametrize(("control", "why"), CONTROLS.items())
def test_the_controls_fail(control: Callable[[], Outcome], why: str) -> None:
    outcome = control()
    assert not outcome.ok and why in outcome.line, outcome.line
