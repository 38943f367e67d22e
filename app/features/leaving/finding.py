"""From which export a file came: by the mark that it bears, by its very bytes, or by whom it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.book_settings import book_settings
from app.errors import UnreadableFile
from app.features.leaving.ledger import LedgerLine, lines_with, marked_so
from app.formats.card import Card
from app.formats.marks import text_with_marks, text_with_people
from app.formats.reading import format_of, read_file
from app.formats.workbook import is_workbook
from app.models import Customer, Email, Export, Phone
from app.models.among import Words, among
from app.rules.chunks import chunks
from app.rules.folding import fold
from app.rules.key_ranges import in_ranges
from app.rules.permissions import Permission, for_any
from app.rules.phones import e164
from app.rules.traces import NOBODY, Sought, sought
from app.rules.ways_out import WAYS, fingerprints_in
from app.store.canaries import canaries_among

_SEVERAL = 5
_LEAST = 2
_ENDINGS = {"vcard": ".vcf", "csv": ".csv"}


@dataclass(frozen=True, slots=True)
class Traces:
    """What of a file the ledger is asked for."""

    cleaned = True

    fingerprints: tuple[str, ...]
    digest: str
    cards: tuple[Card, ...] = ()
    ending: str = ""
    """How files of its form end."""
    people: Sought = NOBODY


@dataclass(frozen=True, slots=True)
class FoundExport:
    """An export from which a file may come, and by what: its mark, its bytes, or its contents.

    By contents `known` of the customers in the file left then, of `customers`: likely, but no proof; so `more` exports
    may be it besides all that are told.
    """

    line: LedgerLine
    how: str
    known: int = 0
    customers: int = 0
    more: int = 0


def traces_of(name: str, data: bytes, *, people: bool = False) -> Traces:
    """What is to be looked for: customers only where there is no mark; `people`: all it names, for canaries."""
    marks = tuple(fingerprints_in(text_with_marks(data)))
    digest = hashlib.sha256(data).hexdigest()
    named = sought(text_with_people(data)) if people else NOBODY
    if marks:
        return Traces(marks, digest, people=named)
    try:
        cards = tuple(one for one in read_file(name, data) if isinstance(one, Card))
        return Traces((), digest, cards, _ending(name, data), named)
    except UnreadableFile:
        return Traces((), digest, people=named)


def _ending(name: str, data: bytes) -> str:
    return ".xlsx" if is_workbook(data) else _ENDINGS[format_of(name, data).name]


@for_any(Permission.SEE_LEDGER)
def found_in_ledger(session: Session, traces: Traces) -> list[FoundExport]:
    """The exports from which a file with these traces came; likely ones where it bears no mark any more."""
    marked = marked_so(session, traces.fingerprints, traces.digest)
    if marked:
        fits = set(traces.fingerprints)
        return [FoundExport(one, "mark" if one.fingerprint in fits else "file") for one in marked]
    return _by_contents(session, traces)


def _by_contents(session: Session, traces: Traces) -> list[FoundExport]:
    ids = _customers(session, traces.cards)
    if len(ids) < _LEAST:
        return []
    likely = _likely(session, ids, traces.ending)
    best, more = likely[:_SEVERAL], max(0, len(likely) - _SEVERAL)
    lines = {one.id: one for one in lines_with(session, [key for key, _ in best])}
    customers = len(traces.cards) - len(canaries_among(session, traces.cards))
    return [FoundExport(lines[key], "contents", known, customers, more) for key, known in best]


def _likely(session: Session, ids: set[int], ending: str) -> list[tuple[int, int]]:
    """Exports with half of these customers, and with how many: the best first, of equals one in the file's form."""
    likely: list[tuple[float, bool, int, int]] = []
    for key, ranges, customers, way in session.execute(select(Export.id, Export.keys, Export.customers, Export.way)):
        known = sum(in_ranges([one], ranges) for one in ids)
        if 2 * known >= len(ids):
            same_form = way in WAYS and WAYS[way].ending == ending
            likely.append((known / (customers + len(ids) - known), same_form, known, key))
    return [(key, known) for _, _, known, key in sorted(likely, reverse=True)]


def _customers(session: Session, cards: Sequence[Card]) -> set[int]:
    """Those of the book whom the cards name, by number of the other program, e-mail or telephone."""
    region = str(book_settings(session)["home_region"])
    emails = {fold(one.value) for card in cards for one in card.emails}
    phones = {e164(one.value, region) or "" for card in cards for one in card.phones} - {""}
    found = set(_among(session, Customer.id, Customer.uid, {card.uid for card in cards}))
    found.update(_among(session, Email.customer_id, Email.folded, emails))
    found.update(_among(session, Phone.customer_id, Phone.e164, phones))
    return found


def _among(session: Session, key: object, column: ColumnElement[str] | object, texts: Iterable[str]) -> Iterable[int]:
    asked = select(key).where(among(column, "texts", Words))  # type: ignore[call-overload]
    for some in chunks(sorted(texts)):
        yield from (one for one in session.execute(asked, {"texts": list(some)}).scalars() if one is not None)
