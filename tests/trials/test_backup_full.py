"""Full disks while a backup is made or restored; two ways to get that wrong are caught."""

import sys
from collections.abc import Callable

import pytest

from tests.trials import Outcome
from tests.trials.backup_full import control_told_too_soon, control_under_its_name, trial

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="which file is synced is known by /proc")


def test_the_short_form_passes() -> None:
    outcome = trial(long=False)
    assert outcome.ok, outcome.line


@pytest.mark.parametrize(
    ("control", "caught"),
    [(control_under_its_name, "OSError: "), (control_told_too_soon, "it was done, but 0 were made")],
)
def test_what_is_broken_is_caught(control: Callable[[], Outcome], caught: str) -> None:
    outcome = control()
    assert not outcome.ok
    assert caught in outcome.line, outcome.line
