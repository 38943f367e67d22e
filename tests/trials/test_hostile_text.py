"""Text from the book is drawn as text wherever it shows; a widget that does otherwise is caught."""

from tests.trials import hostile_text


def test_a_window_full_of_hostile_text_shows_it_as_text() -> None:
    outcome = hostile_text.trial(long=False)
    assert outcome.ok, outcome.line


def test_a_label_that_guesses_is_caught_by_its_format_by_the_colour_and_by_the_system() -> None:
    outcome = hostile_text.control_markup()
    assert not outcome.ok
    for words in ("guesses what its text is", "the canary's colour was painted", "the picture's file was opened"):
        assert words in outcome.line, outcome.line


def test_a_widget_that_does_not_come_to_an_end_is_caught() -> None:
    outcome = hostile_text.control_hang()
    assert not outcome.ok
    assert "nothing else happened for" in outcome.line, outcome.line
