"""Odd text and broken files: nothing crashes, hangs or is lost; and whoever would let that happen is caught."""

from collections.abc import Callable

import pytest

from tests.trials import Outcome, odd_input


def test_nothing_odd_crashes_hangs_or_loses_an_import() -> None:
    outcome = odd_input.trial(long=False)
    assert outcome.ok, outcome.line


@pytest.mark.parametrize(
    ("control", "caught"),
    [
        (odd_input.control_raising, "KeyError: 'X-SKYPE'"),
        (odd_input.control_hanging, "\n  fuzz no. "),
        (odd_input.control_dropping, "the good card is there as []"),
        (odd_input.control_forgetting, "cards begin, 0 are told of"),
        (odd_input.control_shortening, "is not told of"),
        (odd_input.control_typed_hang, "still at work when its time was over"),
        (odd_input.control_unequal, "Jorg Muller"),
        (odd_input.control_unequal_answers, "find for 'J\\xf6rg M\\xfcller': "),
        (odd_input.control_nothing_found, "ListFilter.words for 'J"),
        (odd_input.control_crashing_question, "find_people for 'J\\xf6rg M\\xfcller': sqlite: KeyError"),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the time may be over in a destructor
def test_what_is_broken_is_caught(control: Callable[[], Outcome], caught: str) -> None:
    outcome = control()
    assert not outcome.ok
    assert caught in outcome.line, outcome.line
