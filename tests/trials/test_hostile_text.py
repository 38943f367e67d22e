"""Text from the book is drawn as text wherever it shows; a widget that does otherwise is caught."""

import pytest

from tests.trials import hostile_text


def test_a_window_full_of_hostile_text_shows_it_as_text() -> None:
    outcome = hostile_text.trial(long=False)
    assert outcome.ok, outcome.line


def test_a_label_that_guesses_is_caught_by_its_format_by_the_colour_by_the_system_and_by_what_it_draws() -> None:
    outcome = hostile_text.control_markup()
    assert not outcome.ok
    for words in (
        "guesses what its text is",
        "the canary's colour was painted",
        "the picture's file was opened",
        "the text is not drawn as it is: '<img' is missing",
    ):
        assert words in outcome.line, outcome.line


@pytest.mark.parametrize(
    ("worse", "caught"),
    [
        ("hang", "nothing else happened for"),
        ("turned", "' · Kiel' is drawn from right to left"),
        ("mnemonic", "lost its '&'"),
        ("unseen", "the text is not drawn as it is: '#' is missing"),
    ],
)
def test_a_widget_that_hangs_turns_its_neighbours_eats_a_sign_or_shows_nothing_is_caught(
    worse: str, caught: str
) -> None:
    outcome = hostile_text.control(worse)
    assert not outcome.ok
    assert caught in outcome.line.replace("\\xb7", "·"), outcome.line
