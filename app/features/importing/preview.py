"""The dry run of an import: what would come in, and what is in the book already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.importing.reading import Aside, ReadCard, Reading
from app.formats.card import CardKind, Reach
from app.models import Origin
from app.models.among import Words, among
from app.rules.chunks import chunks
from app.store.canaries import canaries_among

ROWS = 200
_KNOWN = select(Origin.digest).where(among(Origin.digest, "digests", Words))


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A card as the dry run lists it."""

    file: str
    line: int
    kind: CardKind
    name: str
    organisation: str
    town: str
    phone: str
    email: str
    already_there: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring: `people` and `companies` are those coming."""

    files: tuple[str, ...]
    read: int
    coming: int
    people: int
    companies: int
    already_there: int
    rows: tuple[PreviewRow, ...]
    set_aside: tuple[Aside, ...]


def already_there(session: Session, reading: Reading) -> frozenset[str]:
    """Which cards, told by their digests, came into the book before; those of canaries come never."""
    there = set[str]()
    for some in chunks(list(reading.digests)):
        there.update(session.execute(_KNOWN, {"digests": some}).scalars())
    canaries = canaries_among(session, [one.card for one in reading.cards])
    there.update(reading.cards[place].digest for place in canaries)
    return frozenset(there)


def preview(reading: Reading, there: Collection[str] = ()) -> Preview:
    """What would come in, given the digests of the cards that are in the book already."""
    coming = fresh_cards(reading, there)
    people = sum(one.card.kind == "person" for one in coming)
    new = {id(one) for one in coming}
    rows = tuple(_row(one, id(one) not in new) for one in reading.cards[:ROWS])
    known = len(reading.cards) - len(coming)
    companies = len(coming) - people
    return Preview(reading.files, reading.read, len(coming), people, companies, known, rows, reading.set_aside)


def fresh_cards(reading: Reading, there: Collection[str]) -> list[ReadCard]:
    """The cards that are neither in the book nor earlier in the same files."""
    seen, fresh = set(there), []
    for one in reading.cards:
        if one.digest not in seen:
            seen.add(one.digest)
            fresh.append(one)
    return fresh


def _row(one: ReadCard, known: bool) -> PreviewRow:
    card = one.card
    town = next((address.town for address in card.addresses if address.town), "")
    phone, email = _first(card.phones), _first(card.emails)
    return PreviewRow(one.file, card.line, card.kind, card.name, card.organisation, town, phone, email, known)


def _first(reaches: Sequence[Reach]) -> str:
    """The preferred one, else the first."""
    return next((one.value for one in sorted(reaches, key=lambda one: not one.preferred)), "")
