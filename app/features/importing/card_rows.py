"""What of a card goes into which column: plain rows for the tables of customers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from app.formats.card import Address, Card, Person, Reach
from app.rules.folding import fold
from app.rules.names import sort_key, split_name
from app.rules.phones import e164
from app.rules.pictures import fault

Columns = dict[str, Any]
_PLACE = tuple(one.name for one in fields(Address))


def customer_columns(card: Card, stage_id: int, more: Iterable[str] = ()) -> Columns:
    """A customer of the card's kind; a person's company stays beside the person's name. `more` is kept as it was."""
    return {
        "kind": card.kind,
        "name": card.name,
        "sort_name": sort_key(card.name, card.kind, card.family, card.given),
        "prefix": card.prefix,
        "given": card.given,
        "additional": card.additional,
        "family": card.family,
        "suffix": card.suffix,
        "nickname": card.nickname,
        "organisation": _organisation(card),
        "job_title": card.job_title,
        "stage_id": stage_id,
        "language": card.language,
        "birthday": card.birthday,
        "notes": card.note,
        **_of_our_own(card),
        "photo": photo_digest(photo) if (photo := kept_photo(card)) else None,
        "extra": "\n".join([*_kept_as_it_was(card), *more]),
    }


def _of_our_own(card: Card) -> Columns:
    """What only a file that Housebook wrote says."""
    return {
        "number": card.number,
        "tax_number": card.tax_number,
        "since": _day(card.since),
        "preferred_channel": card.channel,
        **{name: name[len("do_not_")] in card.marks for name in ("do_not_call", "do_not_write", "do_not_mail")},
    }


def person_columns(person: Person, key: int) -> Columns:
    """Somebody at the customer."""
    return {
        "id": key,
        "name": person.name,
        "sort_name": sort_key(person.name, "person", *_family_and_given(person.name)),
        "language": person.language,
        "do_not_call": person.do_not_call,
        "notes": person.note,
    }


def phone_columns(card: Card | Person, whose: Columns, region: str) -> list[Columns]:
    """The telephone numbers of a card or of somebody there, as typed and where possible in the international form."""
    return [
        {**row, "raw": phone.value, "e164": e164(phone.value, region) or ""}
        for row, phone in _reached(card.phones, whose)
    ]


def email_columns(card: Card | Person, whose: Columns) -> list[Columns]:
    """The e-mail addresses of a card or of somebody there."""
    return [{**row, "address": email.value, "folded": fold(email.value)} for row, email in _reached(card.emails, whose)]


def link_columns(card: Card, customer_id: int) -> list[Columns]:
    """The card's web sites and profiles."""
    return [{**row, "url": link.value} for row, link in _reached(card.links, {"customer_id": customer_id})]


def address_columns(card: Card, customer_id: int) -> list[Columns]:
    """The card's postal addresses."""
    preferred = _preferred(card.addresses)
    return [
        {**_place(address), "customer_id": customer_id, "preferred": address is preferred} for address in card.addresses
    ]


def photo_digest(photo: bytes) -> str:
    """The name under which a picture is kept."""
    return hashlib.sha256(photo).hexdigest()


def kept_photo(card: Card) -> bytes | None:
    """The card's picture, if it is one that a book keeps."""
    return None if card.photo is None or fault(card.photo) else card.photo


def _organisation(card: Card) -> str:
    named_so = card.kind == "company" and card.organisation == card.name
    parts = ("" if named_so else card.organisation, card.unit)
    return ", ".join(part for part in parts if part)


def _kept_as_it_was(card: Card) -> Iterable[str]:
    """What the book has no place for, in the words of the file."""
    named = (("UID", card.uid), ("CREATED", card.created), ("REV", card.revised))
    yield from (f"{name}:{value}" for name, value in named if value)
    if card.since and _day(card.since) is None:
        yield f"Customer since: {card.since}"
    yield from card.extra
    if card.photo and (wrong := fault(card.photo)):
        yield f"PHOTO: left out, as it is {wrong}"


def _place(address: Address) -> Columns:
    return {name: getattr(address, name) for name in _PLACE}


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _family_and_given(name: str) -> tuple[str, str]:
    _, given, _, family, _ = split_name(name)
    return family, given


def _reached(reaches: Sequence[Reach], whose: Columns) -> Iterable[tuple[Columns, Reach]]:
    preferred = _preferred(reaches)
    for one in reaches:
        row = {**whose, "kind": one.kind, "label": one.label}
        yield {**row, "preferred": one is preferred}, one


def _preferred(reaches: Sequence[Reach] | Sequence[Address]) -> Reach | Address | None:
    """The one that the file prefers, else the first: never more than one."""
    return next((one for one in reaches if one.preferred), reaches[0] if reaches else None)
