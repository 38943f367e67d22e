"""Six desks in their short form, and the two ways to lose an element or the order that must be noticed."""

import pytest

from tests.trials import appends
from tests.trials.six_desks.checking import Verdict, check
from tests.trials.six_desks.desk import Log


def test_nothing_is_lost_and_no_read_is_out_of_order() -> None:
    outcome = appends.trial(long=False)
    assert outcome.ok, outcome.line


@pytest.mark.parametrize("engine", appends.ENGINES)
def test_an_edit_that_overwrites_is_caught(engine: str) -> None:
    outcome = appends.control_overwriting_edit(engine)
    assert not outcome.ok and "is not there at the end" in outcome.line, outcome.line


@pytest.mark.parametrize("engine", appends.ENGINES)
def test_a_desk_that_reads_what_was_is_caught(engine: str) -> None:
    outcome = appends.control_stale_reads(engine)
    assert not outcome.ok and "revision" in outcome.line, outcome.line


def test_desks_that_do_nothing_are_not_right() -> None:
    verdict = check([Log(), Log()], {}, {})
    assert not verdict.ok and verdict.failed, verdict.line


def test_desks_that_never_got_into_each_others_way_show_nothing() -> None:
    assert not Verdict(operations=99).ok
    assert Verdict(operations=99, conflicts=1).ok
