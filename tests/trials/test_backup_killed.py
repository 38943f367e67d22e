"""Killed while a backup is made or restored, nothing good is lost; a way to get that wrong is caught."""

import os

import pytest

from tests.trials.backup_killed import control, trial

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")


def test_the_short_form_passes() -> None:
    outcome = trial(long=False)
    assert outcome.ok, outcome.line


def test_a_backup_that_has_its_name_too_early_is_caught() -> None:
    outcome = control()
    assert not outcome.ok, outcome.line
