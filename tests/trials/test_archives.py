"""No damaged backup becomes a book."""

from tests.trials.archives import control, trial


def test_no_damaged_backup_is_taken() -> None:
    outcome = trial(long=False)
    assert outcome.ok, outcome.line


def test_one_that_is_whole_counts_as_taken() -> None:
    outcome = control()
    assert not outcome.ok and " 3 accepted" in outcome.line, outcome.line
