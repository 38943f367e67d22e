"""What the search box finds here: customers and the people at them, with the found letters marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.features.customers.finding import find
from app.features.customers.lists import CustomerLine
from app.features.customers.people import PersonFound, find_people
from app.rules.marking import found_spans
from ui.parts.avatar import GAP, face_for
from ui.parts.numbers import number
from ui.parts.results import Marked, Result, ResultGroup

_MOST = 50
_SHOWN, _PEOPLE_SHOWN = 8, 5


def customers_found(session: Any, words: str) -> list[CustomerLine]:
    """The first customers that fit, the best first."""
    return find(session, words, _MOST)


def people_found(session: Any, words: str) -> list[PersonFound]:
    """The first people at customers whose names fit."""
    return find_people(session, words, _MOST)


def customer_groups(customers: Sequence[CustomerLine], words: str) -> list[ResultGroup]:
    """The customers as the search box shows them; no group if there are none."""
    shown = tuple(_customer(line, words) for line in customers[:_SHOWN])
    return [ResultGroup("Customers", _count(len(customers)), shown)] if shown else []


def people_groups(people: Sequence[PersonFound], words: str) -> list[ResultGroup]:
    """The people as the search box shows them; no group if there are none."""
    shown = tuple(_person(person, words) for person in people[:_PEOPLE_SHOWN])
    return [ResultGroup("People", _count(len(people)), shown)] if shown else []


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


def _count(found: int) -> str:
    return number(found, more=found == _MOST)
