"""Desks that are killed while they write lose nothing that they were told to be saved."""

import os

import pytest

from tests.trials.kill import KEY, control, trial

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no kill -9")


def test_nothing_that_was_acknowledged_is_lost() -> None:
    outcome = trial(long=False)
    assert outcome.ok, outcome.line


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_desks_that_acknowledge_before_they_commit_are_caught(key: bytes | None) -> None:
    outcome = control(key)
    assert not outcome.ok and " 0 lost" not in outcome.line, outcome.line
