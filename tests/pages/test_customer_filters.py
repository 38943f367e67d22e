"""A filter in words, taken apart again pill by pill."""

from __future__ import annotations

from datetime import date

from app.features.customers.lists import ListFilter
from ui.pages.customers.filters import pills, quiet_for, touched, with_having, with_id, with_without
from ui.pages.customers.questions import Choices, Person

CHOICES = Choices(
    stages=((1, "Lead", "lead"), (2, "Prospect", "prospect"), (3, "Customer", "customer")),
    people=(Person(5, "Ann Becker", "Sales", False), Person(6, "Ben Okafor", "Service", False)),
    teams=((8, "Sales"),),
    tags=((9, "Newsletter"),),
)
FULL = ListFilter(
    words="müller", stage_ids=(1, 2, 3), handled_by=(5, 6), owned_by=(5,), team_ids=(8,), tag_ids=(9,),
    kind="company", town="Basel", language="de", touched_before=date(2026, 5, 1), touched_after=date(2026, 1, 2),
    without=("owner",), having=("email", "mark"), retired=True, mine=True, quiet_days=1090,
)  # fmt: skip


def test_every_part_of_a_filter_has_its_words() -> None:
    assert [pill.words for pill in pills(FULL, CHOICES)] == [
        "“müller”", "Retired", "Companies", "Basel", "de", "Lead or 2 others", "Newsletter", "Mine",
        "Ann Becker or Ben Okafor", "Owner Ann Becker", "Sales", "Quiet 1,090 days", "Last before 1 May 2026",
        "Last since 2 Jan 2026", "Has e-mail", "Do-not mark", "No owner",
    ]  # fmt: skip


def test_taking_away_pill_by_pill_leaves_nothing() -> None:
    left, steps = FULL, 0
    while found := pills(left, CHOICES):
        left, steps = found[0].rest, steps + 1
    assert left == ListFilter()
    assert steps == 17


def test_a_stage_that_is_gone_is_still_a_pill_that_can_be_taken_away() -> None:
    (pill,) = pills(ListFilter(stage_ids=(77,)), CHOICES)
    assert (pill.words, pill.rest) == ("?", ListFilter())


def test_having_and_lacking_the_same_exclude_each_other() -> None:
    has = with_having(ListFilter(), "email", True)
    lacks = with_without(has, "email", True)
    assert (lacks.having, lacks.without) == ((), ("email",))
    assert with_having(lacks, "email", True) == has
    assert with_without(lacks, "email", False) == ListFilter()


def test_alternatives_are_added_and_taken_away() -> None:
    two = with_id(with_id(ListFilter(), "stage_ids", 1, True), "stage_ids", 2, True)
    assert two.stage_ids == (1, 2)
    assert with_id(two, "stage_ids", 1, False).stage_ids == (2,)


def test_quiet_and_a_day_take_each_others_place() -> None:
    quiet = quiet_for(ListFilter(touched_before=date(2026, 5, 1)), 90, True)
    assert (quiet.quiet_days, quiet.touched_before) == (90, None)
    assert touched(quiet, before=date(2026, 5, 1)) == ListFilter(touched_before=date(2026, 5, 1))
    assert quiet_for(quiet, 90, False) == ListFilter()
