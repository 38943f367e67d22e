"""Killed while a server's book is backed up, restored or goes back, nothing good is lost; a wrong way is caught."""

import os

import pytest

from tests.trials.server_killed import control, trial

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a process kills itself as only POSIX knows it")


def test_the_short_form_passes() -> None:
    outcome = trial(long=False)
    assert outcome.ok, outcome.line


def test_a_book_that_is_emptied_first_is_caught() -> None:
    outcome = control()
    assert not outcome.ok, outcome.line
