"""What of a card goes into which column: plain rows for the tables of customers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from app.formats.card import Address, Card, Reach
from app.rules.folding import fold
from app.rules.names import sort_key
from app.rules.phones import e164
from app.rules.pictures import fault

Columns = dict[str, Any]
_PLACE = tuple(one.name for one in fields(Address))


def customer_columns(card: Card, stage_id: int) -> Columns:
    """A customer of the card's kind; a person's company stays beside the person's name."""
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
        "photo": photo_digest(photo) if (photo := kept_photo(card)) else None,
        "extra": "\n".join(_kept_as_it_was(card)),
    }


def phone_columns(card: Card, customer_id: int, region: str) -> list[Columns]:
    """The card's telephone numbers, as typed and where possible in the international form."""
    return [
        {**row, "raw": phone.value, "e164": e164(phone.value, region) or ""}
        for row, phone in _reached(card.phones, customer_id)
    ]


def email_columns(card: Card, customer_id: int) -> list[Columns]:
    """The card's e-mail addresses."""
    return [
        {**row, "address": email.value, "folded": fold(email.value)}
        for row, email in _reached(card.emails, customer_id)
    ]


def link_columns(card: Card, customer_id: int) -> list[Columns]:
    """The card's web sites and profiles."""
    return [{**row, "url": link.value} for row, link in _reached(card.links, customer_id)]


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
    yield from card.extra
    if card.photo and (wrong := fault(card.photo)):
        yield f"PHOTO: left out, as it is {wrong}"


def _place(address: Address) -> Columns:
    return {name: getattr(address, name) for name in _PLACE}


def _reached(reaches: Sequence[Reach], customer_id: int) -> Iterable[tuple[Columns, Reach]]:
    preferred = _preferred(reaches)
    for one in reaches:
        row = {"customer_id": customer_id, "kind": one.kind, "label": one.label}
        yield {**row, "preferred": one is preferred}, one


def _preferred(reaches: Sequence[Reach] | Sequence[Address]) -> Reach | Address | None:
    """The one that the file prefers, else the first: never more than one."""
    return next((one for one in reaches if one.preferred), reaches[0] if reaches else None)
