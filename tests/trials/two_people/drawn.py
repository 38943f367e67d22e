"""What lists and searches must show of the rows, drawn here by other means than the book's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book import Book
from app.features.customers.lists import ListFilter, customer_ids
from app.features.touchpoints import TouchFilter, firm_time_line
from app.models import Listing
from tests.trials.two_people.acts import holds, today
from tests.trials.two_people.editing import fields_of, of, reaches_of, tags_of
from tests.trials.two_people.rows import Columns, Rows

_SHOWN = ("name", "phone", "email", "town", "tags", "owner_id", "last_touch_at", "marks", "retired", "stage_id")
_SEARCHED = ("name", "given", "family", "nickname", "organisation", "number", "tax_number", "notes")
_LISTING = select(Listing.customer_id, *(getattr(Listing, name) for name in _SHOWN))


def wrong_lines(book: Book, rows: Rows) -> list[str]:
    """The customers whose line in the list is not as their rows have it."""
    listed = book.ask(_listed)
    wanted = {number: _line(rows, number, row) for number, row in of(rows, "customers")}
    both = listed.keys() | wanted.keys()
    return [
        f"line of {number}: {listed.get(number)} instead of {wanted.get(number)}"
        for number in sorted(both)
        if listed.get(number) != wanted.get(number)
    ]


def _listed(session: Session) -> dict[int, tuple[Any, ...]]:
    return {row[0]: tuple(row[1:]) for row in session.execute(_LISTING)}


def _line(rows: Rows, number: int, row: Columns) -> tuple[Any, ...]:
    owns = {key for key, role in of(rows, "assignment_roles") if role["is_owner"]}
    held = [one for _, one in of(rows, "assignments", customer_id=number) if one["role_id"] in owns]
    owners = [one["user_id"] for one in held if holds(one, today())]
    touched = [one["at"] for _, one in of(rows, "touch_points", customer_id=number, withdrawn_at=None)]
    phones = [*reaches_of(rows, "phones", customer_id=number), *_phones_of_people(rows, number)]
    emails = reaches_of(rows, "emails", customer_id=number)
    towns = [address.town for address in reaches_of(rows, "addresses", customer_id=number) if address.town]
    return (
        row["name"],
        phones[0].raw if phones else "",
        emails[0].address if emails else "",
        towns[0] if towns else "",
        ", ".join(tags_of(rows, number)),
        owners[-1] if owners else None,
        max(touched, default=None),
        "c" if row["do_not_call"] else "",
        row["retired_on"] is not None,
        row["stage_id"],
    )


def _phones_of_people(rows: Rows, customer: int) -> list[Any]:
    people = [one["contact_id"] for _, one in of(rows, "memberships", customer_id=customer)]
    phones = [phone for contact in people for phone in reaches_of(rows, "phones", contact_id=contact)]
    return sorted(phones, key=lambda phone: (not phone.preferred, phone.id))


def wrong_answers(book: Book, rows: Rows, word: str) -> Iterator[str]:
    """Where a search does not find just those who have the word, or touch points in which it was said."""
    found = sorted(book.ask(customer_ids, ListFilter(words=word), ()))
    wanted = [number for number, row in of(rows, "customers", retired_on=None) if word in _words(rows, number, row)]
    if found != wanted:
        yield f"“{word}” finds the customers {found} instead of {wanted}"
    said = sorted(entry.id for entry in book.ask(firm_time_line, TouchFilter(words=word)))
    spoken = [number for number, row in of(rows, "touch_points", withdrawn_at=None) if word in row["words"].split()]
    if said != spoken:
        yield f"“{word}” finds the touch points {said} instead of {spoken}"


def _words(rows: Rows, number: int, row: Columns) -> set[str]:
    people = [rows["contacts", one["contact_id"]]["name"] for _, one in of(rows, "memberships", customer_id=number)]
    phones = [*reaches_of(rows, "phones", customer_id=number), *_phones_of_people(rows, number)]
    texts = [row[name] for name in _SEARCHED] + people + list(fields_of(rows, number).values())
    texts += list(tags_of(rows, number)) + [phone.raw.split()[-1] for phone in phones]
    texts += [one.address.partition("@")[0] for one in reaches_of(rows, "emails", customer_id=number)]
    texts += [one.town for one in reaches_of(rows, "addresses", customer_id=number)]
    texts += [one.url for one in reaches_of(rows, "links", customer_id=number)]
    return {word.lower() for text in texts for word in text.split()}
