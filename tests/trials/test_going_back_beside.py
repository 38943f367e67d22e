"""The book goes back beside another program, and nothing that was saved is lost; pouring without a look is caught."""

from tests.trials.going_back_beside import control, trial


def test_the_short_form_passes() -> None:
    outcome = trial(long=False)
    assert outcome.ok, outcome.line


def test_pouring_without_a_look_is_caught() -> None:
    outcome = control()
    assert not outcome.ok
    assert "lost: " in outcome.line, outcome.line
