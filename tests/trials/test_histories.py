"""Two people's histories in their short form, and the two ways to lose a value that must be noticed."""

import pytest

from tests.trials import histories

BOTH = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])


def test_no_value_is_lost_without_somebody_choosing_it() -> None:
    outcome = histories.trial(long=False)
    assert outcome.ok, outcome.line


@BOTH
def test_the_last_writer_who_wins_is_caught(engine: str) -> None:
    outcome = histories.control_last_writer_wins(engine)
    assert not outcome.ok and "never saw" in outcome.line, outcome.line


@BOTH
def test_an_undoing_that_does_not_look_is_caught(engine: str) -> None:
    outcome = histories.control_blind_undo(engine)
    assert not outcome.ok and "overwrote" in outcome.line, outcome.line
