"""What a person has before them when they edit: fields as seen and as typed, and the choice after a conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.features.customers.commands import EditCustomer
from app.features.customers.contacts import EditContact
from app.features.customers.reaches import ReachInput
from app.features.followups import EditFollowUp
from app.features.touchpoints import CorrectTouchPoint
from app.work import Command, Edits
from tests.trials.two_people.acts import change
from tests.trials.two_people.editing import (
    REACHES,
    edit_contact,
    edit_customer,
    fields_of,
    marked,
    reaches_of,
    tags_of,
)
from tests.trials.two_people.rows import Expected, Rows

WORDS = ("", "amber", "birch", "cobalt", "dune")
NUMBERS = ("030 100001", "030 100002", "030 100003")
NAMES = ("name", "given", "family")
FACETS = (
    *("notes", "language", "organisation", "do_not_call", *NAMES),
    *("phones", "phones", "emails", "addresses", "links", "tags", "fields"),
)


@dataclass(frozen=True)
class Form:
    """An edit that is ready to be saved: each field as (was, now)."""

    command: Callable[[Edits], Command[None]]
    foreseen: Callable[[Rows, Edits], Expected]
    edits: dict[str, Any]

    def chosen(self, clashes: Mapping[str, Any], mine: bool) -> Form:
        """The same form once its user chose, of the fields in conflict, what they typed or what they found."""
        edits = dict(self.edits)
        for name, theirs in clashes.items():
            facet, _, key = name.partition(":")
            was, now = edits[facet]
            if facet in REACHES:
                edits[facet] = _chosen_reach(was, now, int(key), theirs, mine)
            elif facet == "fields":
                number = int(key)
                edits[facet] = ({**was, number: theirs}, {**now, number: now.get(number, "") if mine else theirs})
            else:
                edits[facet] = (theirs, now if mine else theirs)
        return replace(self, edits=edits)


Reaches = Sequence[ReachInput]


def _chosen_reach(was: Reaches, now: Reaches, number: int, theirs: ReachInput | None, mine: bool) -> tuple[Any, Any]:
    """A number that somebody else removed comes in as a new one, if it shall."""
    seen = [one for one in was if one.id != number] + ([theirs] if theirs else [])
    typed = [one for one in now if one.id == number]
    others = [one for one in now if one.id != number]
    if not mine:
        return tuple(seen), (*others, *([theirs] if theirs else []))
    return tuple(seen), (*others, *(one if theirs else replace(one, id=0) for one in typed))


def customer_form(seen: Rows, customer: int, facets: Sequence[str], word: str, turn: int) -> Form:
    """A customer's form in which some facets were typed anew."""
    edits = {facet: _typed(seen, customer, facet, word, turn) for facet in facets}
    return Form(
        lambda some: EditCustomer(customer, some),
        lambda rows, some: edit_customer(rows, customer, some),
        {facet: (was, now) for facet, (was, now) in edits.items() if was != now},
    )


def _typed(seen: Rows, customer: int, facet: str, word: str, turn: int) -> tuple[Any, Any]:
    row = seen["customers", customer]
    if facet in REACHES:
        listed = reaches_of(seen, facet, customer_id=customer)
        return listed, _typed_reaches(listed, facet, word or WORDS[-1], turn)
    if facet == "tags":
        was = tags_of(seen, customer)
        return was, tuple(tag for tag in was if tag != word) if word in was else (*was, *filter(None, [word]))
    if facet == "fields":
        declared = sorted(number for table, number in seen if table == "fields")
        field = declared[turn % len(declared)]
        value = fields_of(seen, customer).get(field, "")
        return {field: value}, {field: word}
    if facet == "do_not_call":
        return row[facet], not row[facet]
    return row[facet], word or "Zoe" if facet in NAMES else word


def _typed_reaches(was: Reaches, table: str, word: str, turn: int) -> Reaches:
    """A number more, another one, one less, or another one preferred; and so with what else one is reached by."""
    typed, place = reached_by(table, word, turn), turn % max(len(was), 1)
    act = turn // len(NUMBERS) % 4 if was else 0
    if act == 0:
        return (*was, REACHES[table](**typed))
    if act == 1:
        return (*was[:place], replace(was[place], **typed), *was[place + 1 :])
    if act == 2:
        return (*was[:place], *was[place + 1 :])
    return marked(was, was[place].id)


def reached_by(table: str, word: str, turn: int) -> dict[str, Any]:
    """What is typed to reach somebody by."""
    return {
        "phones": {"raw": NUMBERS[turn % len(NUMBERS)]},
        "emails": {"address": f"{word}@firm.example"},
        "addresses": {"street": f"Kai {turn}", "town": word, "country": "DE"},
        "links": {"url": word},
    }[table]


def contact_form(seen: Rows, customer: int, contact: int, facet: str, word: str) -> Form:
    """A person's form with one field typed anew."""
    membership = next(
        row
        for (table, _), row in seen.items()
        if table == "memberships" and (row["customer_id"], row["contact_id"]) == (customer, contact)
    )
    was = (membership if facet == "role" else seen["contacts", contact])[facet]
    now = word or "Zoe" if facet == "name" else word
    return Form(
        lambda some: EditContact(customer, contact, some),
        lambda rows, some: edit_contact(rows, customer, contact, some),
        {facet: (was, now)},
    )


def touch_point_form(seen: Rows, touch: int, edits: dict[str, Any]) -> Form:
    """The form of what was logged."""
    row = seen["touch_points", touch]
    return Form(
        lambda some: CorrectTouchPoint(touch, some),
        lambda rows, some: change(rows, "touch_points", touch, some),
        {name: (row[name], now) for name, now in edits.items()},
    )


def promise_form(seen: Rows, promise: int, edits: dict[str, Any]) -> Form:
    """The form of what was promised."""
    row = seen["follow_ups", promise]
    return Form(
        lambda some: EditFollowUp(promise, some),
        lambda rows, some: change(rows, "follow_ups", promise, some),
        {name: (row[name], now) for name, now in edits.items()},
    )
