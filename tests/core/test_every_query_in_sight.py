"""Every query there is, asked by who does not see a restricted customer: nothing of it is in any answer.

A new query is found by itself; a parameter that no other query has needs a value in `_given`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from inspect import isfunction, signature
from pkgutil import walk_packages
from typing import Any

import pytest
from sqlalchemy.orm import Session

import app.features
import ui.pages
from app.book import Book
from app.errors import NotAllowed, NotFound
from app.features.assignments.gaps import NO_OWNER
from app.features.backups import OpeningKeys
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter
from app.features.importing import Reading
from app.features.journal.reading import JournalFilter
from app.features.leaving.finding import Traces
from app.features.leaving.ledger import LedgerFilter
from app.features.touchpoints.firm import TouchFilter
from app.models import Customer
from app.rules.days import Span
from app.rules.permissions import of_the_whole_book
from tests.core.test_restricted import NAME, House, house

__all__ = ["house"]

NOW = datetime.now(UTC)
TODAY = NOW.astimezone().date()
INSIDE = {"filtered", "lines_ranked", "runs", "entries", "with_words", "photo"}
"""Parts of other queries; and pictures, by the digest that only their card says."""
PLACES = (("app.features", app.features.__path__), ("ui.pages", ui.pages.__path__))
Query = Callable[..., Any]


def queries() -> dict[str, Query]:
    """All functions of the features and pages that are asked with a session."""
    names = [one.name for place, kind in PLACES for one in walk_packages(kind, f"{place}.")]
    found = [(name, one) for module in map(import_module, names) for name, one in vars(module).items()]
    return {f"{one.__module__}.{name}": one for name, one in found if _is_query(name, one)}


def _is_query(name: str, one: object) -> bool:
    if not isfunction(one) or name.startswith("_") or name in INSIDE:
        return False
    return (
        one.__module__.startswith(("app.features", "ui.pages"))
        and next(iter(signature(one).parameters), "") == "session"
    )


def _given(house: House) -> dict[str, Any]:
    """What to ask of the restricted customer, by the name of the parameter."""
    later = TODAY + timedelta(1)
    return {
        "customer_id": house.customer, "ids": [house.customer], "touch_point_id": house.touch_point,
        "operation_id": house.operation, "operation": house.operation, "operations": [house.operation],
        "user_id": house.book.user.id, "words": NAME, "name": f"{NAME} Ltd", "beginning": NAME[:4], "kind": NO_OWNER,
        "on": TODAY, "today": TODAY, "now": NOW, "moment": NOW, "first": TODAY - timedelta(9), "last": later,
        "chosen": ListFilter(), "wanted": TouchFilter(), "sort": (("name", False),), "reading": Reading((), (), ()),
        "owner_role": 0, "retired": False, "number": 9, "seed": 1,
        "since": TODAY - timedelta(9), "span": Span(NOW - timedelta(9), NOW), "export_id": 0,
        "pictures": False, "fingerprints": [], "keys": [house.customer], "model": Customer, "table": "customers",
        "uids": [""], "revision": 1, "most": 9,
        "traces": Traces((), "", ()), "opening": OpeningKeys("", (), frozenset()), "digest": "",
        "request_id": 0, "to_answer": True,
    }  # fmt: skip


def asked(book: Book, query: Query, house: House, **besides: Any) -> Any:
    """The answer, or the sentence of the refusal."""
    given, kinds = _given(house), signature(query).parameters
    wanted = [name for name, one in kinds.items() if one.default is one.empty and name != "session"]
    filters = {"Journal": JournalFilter(), "Ledger": LedgerFilter()}
    fitting = [one for name, one in filters.items() if name in str(kinds.get("chosen"))]
    special: dict[str, Any] = {"chosen": fitting[0]} if fitting else {}
    if "today: 'bool'" in str(kinds.get("today")):
        special["today"] = True
    try:
        return book.ask(query, **{name: {**given, **special}[name] for name in wanted}, **besides)
    except (NotFound, NotAllowed) as fault:
        return fault.words


def tells(answer: Any, house: House) -> bool:
    """Whether a name or an id of the restricted customer, or of what belongs to it, stands in an answer."""
    secret = {house.customer, house.contact, house.touch_point}
    return any(NAME in one if isinstance(one, str) else one in secret for one in _values(answer))


def _values(answer: Any) -> Iterator[Any]:
    if is_dataclass(answer) and not isinstance(answer, type):
        for one in fields(answer):
            yield from _values(getattr(answer, one.name))
    elif isinstance(answer, dict):
        yield from _values(list(answer.items()))
    elif isinstance(answer, str | int | date | None):
        yield answer
    elif hasattr(answer, "__iter__"):
        for one in answer:
            yield from _values(one)


def test_no_query_tells_of_a_customer_who_is_out_of_sight(house: House) -> None:
    leaking = [name for name, query in queries().items() if tells(asked(house.cy, query, house), house)]
    assert leaking == []


def test_who_is_named_finds_it_in_these_queries(house: House) -> None:
    telling = {name for name, query in queries().items() if tells(asked(house.ben, query, house), house)}
    shown = {
        "finding.find", "people.find_people", "card.card", "lines.lines_of", "lists.first_lines", "lists.customer_ids",
        "finding.duplicates", "followups.open_follow_ups", "firm.firm_time_line", "time_line.time_line",
        "time_line.touch_point", "reading.journal", "reading.operation", "reading.changes_of", "story.story",
        "story.stretch", "search.customers_found", "search.people_found", "search.said", "sights.sight",
        "questions.whole_list", "questions.chosen_customers",
    }  # fmt: skip
    assert {name for name in shown if not any(one.endswith(f".{name}") for one in telling)} == set()


@pytest.mark.parametrize("limits", [{"role_id": None}])
def test_whom_somebody_handles_tells_only_of_those_in_sight(house: House, limits: dict[str, Any]) -> None:
    query = queries()["app.features.assignments.who.handled_by"]
    cys = {"user_id": house.cy.user.id}
    for book, seen in ((house.ben, True), (house.cy, False)):
        given = {"on": TODAY, **cys, **limits}
        assert tells(book.ask(query, **given), house) == seen


def test_a_query_that_forgets_to_ask_is_noticed(house: House) -> None:
    def forgetful(session: Session, words: str) -> Any:
        return find(session, words)

    assert not tells(asked(house.cy, forgetful, house), house)
    assert tells(asked(house.cy, of_the_whole_book()(forgetful), house), house)
