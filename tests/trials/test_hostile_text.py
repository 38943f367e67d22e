"""Text from the book is drawn as text wherever it shows; a widget that does otherwise is caught."""

import pytest

from tests.trials import Outcome, hostile_text

CAUGHT = {
    "markup": (
        "guesses what its text is",
        "the canary's colour was painted",
        "the picture's file was opened",
        "the text is not drawn as it is: '<img' is missing",
    ),
    "hang": ("nothing else happened for",),
    "turned": ("Kiel' is drawn from right to left",),
    "mnemonic": ("lost its '&'",),
    "unseen": ("the text is not drawn as it is: '#' is missing",),
}


def test_a_window_full_of_hostile_text_shows_it_as_text() -> None:
    outcome = hostile_text.trial(long=False)
    assert outcome.ok, outcome.line


@pytest.fixture(scope="module")
def worse() -> Outcome:
    return hostile_text.control(*CAUGHT)


@pytest.mark.parametrize("how", CAUGHT)
def test_a_widget_that_guesses_hangs_turns_eats_a_sign_or_shows_nothing_is_caught(worse: Outcome, how: str) -> None:
    assert not worse.ok
    told = [line for line in worse.line.splitlines() if line.strip().startswith(f"worse, {how}: ")]
    for words in CAUGHT[how]:
        assert any(words in line for line in told), worse.line
