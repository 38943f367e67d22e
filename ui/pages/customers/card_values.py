"""Between the card and its forms: what a form shows of a customer or person, and the commands made from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from app.features.customers.card import Card, ContactLine, DeclaredField
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput, ReachInput

Pair = tuple[Any, Any]
Changed = Mapping[str, Pair]
"""Fields as (was, now): in the form's shape, or in the command's."""

REACHES: Final[dict[str, type[ReachInput]]] = {
    "phones": PhoneInput, "emails": EmailInput, "addresses": AddressInput, "links": LinkInput,
}  # fmt: skip
_OWN: Final = "field_"
YES: Final = "yes"


def field_name(key: int) -> str:
    """What a declared field is called in the form."""
    return f"{_OWN}{key}"


def customer_values(card: Card) -> dict[str, Any]:
    """A card in the form's shape."""
    lists = {name: _rows(getattr(card, name)) for name in REACHES}
    return {**card.values, **lists, "tags": card.tags, **declared_values(card.fields)}


def contact_values(contact: ContactLine) -> dict[str, Any]:
    """A person in the form's shape."""
    names = ("name", "role", "job_title", "language", "notes", "do_not_call")
    lists = {"phones": _rows(contact.phones), "emails": _rows(contact.emails)}
    return {name: getattr(contact, name) for name in names} | lists


def declared_values(fields: Iterable[DeclaredField]) -> dict[str, Any]:
    """The values of declared fields in the form's shape."""
    return {field_name(one.id): shown_value(one) for one in fields}


def shown_value(field: DeclaredField) -> Any:
    """A declared field's value as its editor has it: a date, a tick or the text."""
    if field.kind == "date" and (not field.value or read_day(field.value)):
        return read_day(field.value)
    return field.value == YES if field.kind == "yes" else field.value


def read_day(text: str) -> date | None:
    """The day of an ISO date, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def command_edits(changed: Changed, fields: Iterable[DeclaredField] = ()) -> dict[str, Pair]:
    """Changes from the form's shape into the command's."""
    edits = {name: pair for name, pair in changed.items() if name not in REACHES and not name.startswith(_OWN)}
    for name in REACHES.keys() & changed.keys():
        was, now = changed[name]
        edits[name] = _inputs(name, was), _inputs(name, now)
    own = {one: changed[field_name(one.id)] for one in fields if field_name(one.id) in changed}
    if own:
        before = {one.id: one.value if was == shown_value(one) else _kept(was) for one, (was, _) in own.items()}
        edits["fields"] = (before, {one.id: _kept(now) for one, (_, now) in own.items()})
    return edits


def adding(values: Mapping[str, Any], region: str, uid: str) -> AddCustomer:
    """The command that adds what stands in the form."""
    named = {"kind", "name", "tags", *REACHES}
    plain = {n: v for n, v in values.items() if n not in named and not n.startswith(_OWN) and v not in ("", None)}
    own = {int(n.removeprefix(_OWN)): _kept(v) for n, v in values.items() if n.startswith(_OWN)}
    return AddCustomer(
        kind=values["kind"],
        name=values["name"],
        values=plain,
        tags=values["tags"],
        fields={key: value for key, value in own.items() if value},
        region=region,
        uid=uid,
        **{name: _inputs(name, values[name]) for name in REACHES},
    )


def adding_contact(customer_id: int, values: Mapping[str, Any], region: str, uid: str) -> AddContact:
    """The command that adds the person in the form at a customer."""
    lists = {name: _inputs(name, values[name]) for name in ("phones", "emails")}
    return AddContact(customer_id, region=region, uid=uid, **{**values, **lists})


def _rows(reaches: Iterable[ReachInput]) -> tuple[dict[str, Any], ...]:
    return tuple(asdict(one) for one in reaches)


def _inputs(name: str, rows: Iterable[Mapping[str, Any]]) -> tuple[ReachInput, ...]:
    made = REACHES[name]
    return tuple(made(**row) for row in rows)


def _kept(value: Any) -> str:
    """A declared field's value as the book keeps it."""
    if isinstance(value, bool):
        return YES if value else ""
    return value.isoformat() if isinstance(value, date) else value or ""
