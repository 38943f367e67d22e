"""How a customer stands in the list: words, letters, and the columns for which there is room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.features.customers.lists import CustomerLine
from app.rules.instants import to_number
from ui.pages.customers.groups import letter_at, letter_groups, letter_places
from ui.pages.customers.lines import COLUMNS, ago, row_of
from ui.pages.customers.list_head import count_words
from ui.pages.customers.room import columns_that_fit
from ui.parts.avatar import GAP

NOW = datetime(2026, 5, 14, 10, 0, tzinfo=UTC)
WIDTHS = {column.key: column.width for column in COLUMNS}
LETTERS = [("#", 2), ("A", 3), ("T", 1), ("#", 4)]


def line(**other: object) -> CustomerLine:
    values: dict[str, object] = {
        "id": 7, "kind": "person", "name": "Fionnlagh Urquhart", "listed_as": "Urquhart, Fionnlagh", "number": "",
        "stage": "Customer", "stage_sign": "customer", "town": "", "phone": "", "email": "", "tags": "",
        "owner_id": 3, "owner": "Ben Okafor", "touched": to_number(NOW - timedelta(days=3)), "marks": "c",
        "put_away": 0,
    }  # fmt: skip
    return CustomerLine(**{**values, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 d"), (20, "20 d"), (21, "3 w"), (59, "8 w"), (62, "2 mo"), (340, "11 mo"), (370, "1 y")],
)
def test_the_last_touch_is_told_in_few_letters(days: int, words: str) -> None:
    assert ago(NOW - timedelta(days=days), NOW) == words


def test_what_never_was_and_what_is_to_come() -> None:
    assert ago(None, NOW) == "–"
    assert ago(NOW + timedelta(days=2), NOW) == "today"


def test_a_row_is_spoken_as_a_sentence() -> None:
    said = row_of(line(), NOW).sentence()
    assert said == "Urquhart, Fionnlagh, customer, do not call, owner Ben Okafor, last touch 3 days ago"


def test_signs_of_a_row() -> None:
    row = row_of(line(owner_id=None, owner="", stage="Former", stage_sign="former"), NOW)
    places = {column.key: place for place, column in enumerate(COLUMNS)}
    assert row.dim
    assert row.cell(places["sign"]).icon == "former"
    assert row.cell(places["name"]).sign == "do not call"
    assert row.cell(places["owner"]).faces == (GAP,)
    assert row.cell(places["owner"]).tip == "No owner"
    assert row.cell(places["town"]).text == "–"


def test_letters_begin_where_their_first_row_is() -> None:
    places = letter_places(LETTERS)
    assert places == [("#", 0), ("A", 2), ("T", 5), ("…", 6)]
    assert [(group.at, group.title) for group in letter_groups(places)][-1] == (6, "Other scripts")
    assert [letter_at(places, at) for at in (0, 1, 2, 5, 9)] == ["#", "#", "A", "T", "…"]


def test_letters_of_a_list_that_runs_downwards() -> None:
    assert letter_places(LETTERS, down=True) == [("…", 0), ("T", 4), ("A", 5), ("#", 8)]


def test_a_list_of_signs_alone_has_no_other_scripts() -> None:
    assert letter_places([("#", 5)]) == [("#", 0)]


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (312, {"owner", "touch"}),
        (508, {"owner", "touch", "town", "stage"}),
        (760, {"owner", "touch", "town", "stage", "phone"}),
        (1100, {"owner", "touch", "town", "stage", "phone", "email", "tags", "number"}),
    ],
)
def test_columns_come_as_there_is_room(room: int, shown: set[str]) -> None:
    assert columns_that_fit(COLUMNS, WIDTHS, room, (), ()) == {"sign", "name", *shown}


def test_a_column_asked_for_by_hand_comes_first_and_an_unwanted_one_never() -> None:
    assert columns_that_fit(COLUMNS, WIDTHS, 312, ("phone",), ()) == {"sign", "name", "phone"}
    assert "town" not in columns_that_fit(COLUMNS, WIDTHS, 1100, (), ("town",))
    assert "tags" in columns_that_fit(COLUMNS, WIDTHS, 1100, ("tags",), ())


def test_how_many_there_are() -> None:
    assert count_words(412, 1063, True) == "412 of 1,063"
    assert count_words(1063, 1063, False) == "1,063"
    assert count_words(0, 0, False) == "none yet"
