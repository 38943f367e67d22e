"""What the search box finds here: customers and the people at them, with the found letters marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLocale

from app.features.customers.finding import PersonFound, find, find_people
from app.features.customers.lists import CustomerLine
from app.rules.marking import found_spans
from ui.parts.avatar import GAP, face_for
from ui.parts.results import Marked, Result, ResultGroup

_MOST = 50
_SHOWN, _PEOPLE_SHOWN = 8, 5


@dataclass(frozen=True, slots=True)
class Found:
    """The first customers and people that fit, the best first."""

    customers: Sequence[CustomerLine]
    people: Sequence[PersonFound]


def found(session: Any, words: str) -> Found:
    """Both in one look at the book."""
    return Found(find(session, words, _MOST), find_people(session, words, _MOST))


def result_groups(seen: Found, words: str) -> list[ResultGroup]:
    """The groups as the search box shows them; an empty one is left out."""
    customers = tuple(_customer(line, words) for line in seen.customers[:_SHOWN])
    people = tuple(_person(person, words) for person in seen.people[:_PEOPLE_SHOWN])
    groups = (
        ResultGroup("Customers", _count(len(seen.customers)), customers),
        ResultGroup("People", _count(len(seen.people)), people),
    )
    return [group for group in groups if group.results]


def customer_of(result: Result) -> int:
    """The customer to which a result leads."""
    _, customer = result.id if isinstance(result.id, tuple) else (0, result.id)
    return int(customer)


def _customer(line: CustomerLine, words: str) -> Result:
    owner = face_for(line.owner_id, line.owner) if line.owner_id is not None else GAP
    name, sign = _marked(line.listed_as, words), "do not call" if "c" in line.marks else ""
    side = _reached_by(line, words, bool(name.spans))
    return Result(line.id, name, _marked(line.town, words), side, line.stage_sign, owner, sign, "customer")


def _reached_by(line: CustomerLine, words: str, by_name: bool) -> Marked:
    """The number; the e-mail if there is none, or if only that was found."""
    phone, email = _marked(line.phone, words), _marked(line.email, words)
    only_email = bool(email.spans) and not phone.spans and not by_name
    return email if only_email or not phone.text else phone


def _person(person: PersonFound, words: str) -> Result:
    at = Marked(f"at {person.customer}")
    side = Marked(person.role)
    return Result((person.contact_id, person.customer_id), _marked(person.name, words), at, side, kind="person")


def _marked(text: str, words: str) -> Marked:
    return Marked(text, found_spans(text, words))


def _count(number: int) -> str:
    return f"{QLocale().toString(_MOST)}+" if number == _MOST else QLocale().toString(number)
