"""What the list asks the book: everything of one list in one look, and what its filters can offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.features.customers.lists import ListFilter, Sort, count_customers, customer_ids, letters
from app.features.customers.saved import SavedLine, saved_lists
from app.features.lists import stage_choices, tag_choices
from app.features.team import teams, users


@dataclass(frozen=True, slots=True)
class WholeList:
    """The ids of a list in order, its letters, and how many customers there are without any filter."""

    ids: Sequence[int]
    letters: list[tuple[str, int]]
    total: int


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague by whom a list can be filtered."""

    id: int
    name: str
    team: str
    departed: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, each as (id, words); stages with their sign."""

    stages: tuple[tuple[int, str, str], ...] = ()
    people: tuple[Person, ...] = ()
    teams: tuple[tuple[int, str], ...] = ()
    tags: tuple[tuple[int, str], ...] = ()
    saved: tuple[SavedLine, ...] = ()


def whole_list(session: Any, chosen: ListFilter, sort: Sort) -> WholeList:
    """Asked in one go, so that the letters belong to these very ids."""
    ids = customer_ids(session, chosen, sort)
    by_name = letters(session, chosen) if sort and sort[0][0] == "name" else []
    return WholeList(ids, by_name, count_customers(session, ListFilter()))


def filter_choices(session: Any, user_id: int) -> Choices:
    """The firm's own words for filters, and the lists that this user sees."""
    return Choices(
        tuple(stage_choices(session)),
        tuple(_person(row.id, row.name, row.team, row.departed_on) for row in users(session)),
        tuple((row.id, row.name) for row in teams(session)),
        tuple(tag_choices(session)),
        tuple(saved_lists(session, user_id)),
    )


def _person(key: int, name: str, team: str, departed_on: date | None) -> Person:
    return Person(key, name, team, departed_on is not None)
