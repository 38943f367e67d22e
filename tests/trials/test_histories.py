"""Two people's histories in their short form, and the two ways to lose a value that must be noticed."""

from tests.trials import histories


def test_no_value_is_lost_without_somebody_choosing_it() -> None:
    outcome = histories.trial(long=False)
    assert outcome.ok, outcome.line


def test_the_last_writer_who_wins_is_caught() -> None:
    outcome = histories.control_last_writer_wins()
    assert not outcome.ok and "never saw" in outcome.line, outcome.line


def test_an_undoing_that_does_not_look_is_caught() -> None:
    outcome = histories.control_blind_undo()
    assert not outcome.ok and "overwrote" in outcome.line, outcome.line
