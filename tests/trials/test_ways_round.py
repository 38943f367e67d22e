"""No way round the program is open to a salesperson on a prepared server; on another one, many are."""

from tests.trials import ways_round
from tests.trials.raw.ways import WAYS


def test_no_way_round_is_open() -> None:
    outcome = ways_round.trial(long=False)

    assert outcome.ok, outcome.line
    assert len(WAYS) >= 20


def test_without_preparing_they_are_found_open() -> None:
    outcome = ways_round.control()

    assert not outcome.ok
    assert all(
        words in outcome.line for words in ("read a restricted customer", "switch a trigger off", "drop a table")
    )
