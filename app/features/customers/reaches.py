"""The phones, e-mails, links and addresses of a customer or a contact: as a form has them, and merged into the book.

A form hands in each list as it was and as it is now. Rows are compared one by one: two people may each add a number,
and only the same row changed by both is a conflict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from app.errors import FieldConflict, Refused
from app.models import Address, Email, Link, Phone
from app.models import Reach as ReachRow
from app.rules.folding import fold
from app.rules.phones import digits, e164
from app.rules.text import clean
from app.work import Work


@dataclass(frozen=True, slots=True)
class ReachInput:
    """One way to reach somebody, as typed; `id` is 0 for a new one."""

    model: ClassVar[type[ReachRow]]
    label_of: ClassVar[str]

    id: int = 0
    kind: str = ""
    label: str = ""
    preferred: bool = False

    def filled(self) -> bool:
        """Whether anything was typed into it."""
        raise NotImplementedError

    def columns(self, region: str) -> dict[str, Any]:
        """What stands in the table. Raises Refused where it cannot be so."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class PhoneInput(ReachInput):
    """A telephone number."""

    model: ClassVar[type[ReachRow]] = Phone
    label_of: ClassVar[str] = "phones"

    raw: str = ""

    def filled(self) -> bool:
        return bool(clean(self.raw))

    def columns(self, region: str) -> dict[str, Any]:
        raw = clean(self.raw)
        if not digits(raw):
            raise Refused(f"Not saved: “{raw}” has no digits, so it is no telephone number.", self.label_of)
        return _shared(self) | {"raw": raw, "e164": e164(raw, region) or ""}


@dataclass(frozen=True, slots=True)
class EmailInput(ReachInput):
    """An e-mail address."""

    model: ClassVar[type[ReachRow]] = Email
    label_of: ClassVar[str] = "emails"

    address: str = ""

    def filled(self) -> bool:
        return bool(clean(self.address))

    def columns(self, region: str) -> dict[str, Any]:
        address = clean(self.address)
        name, at, domain = address.partition("@")
        if not (name and at and domain) or " " in address:
            raise Refused(
                f"Not saved: “{address}” is no e-mail address. It looks like name@firm.example.",
                self.label_of,
            )
        return _shared(self) | {"address": address, "folded": fold(address)}


@dataclass(frozen=True, slots=True)
class LinkInput(ReachInput):
    """A web site or a messenger's address."""

    model: ClassVar[type[ReachRow]] = Link
    label_of: ClassVar[str] = "links"

    url: str = ""

    def filled(self) -> bool:
        return bool(clean(self.url))

    def columns(self, region: str) -> dict[str, Any]:
        return _shared(self) | {"url": clean(self.url)}


@dataclass(frozen=True, slots=True)
class AddressInput(ReachInput):
    """A postal address."""

    model: ClassVar[type[ReachRow]] = Address
    label_of: ClassVar[str] = "addresses"

    street: str = ""
    extra: str = ""
    postal_code: str = ""
    town: str = ""
    region: str = ""
    country: str = ""

    def filled(self) -> bool:
        return any(clean(part) for part in (self.street, self.extra, self.postal_code, self.town, self.country))

    def columns(self, region: str) -> dict[str, Any]:
        names = ("street", "extra", "postal_code", "town", "region", "country")
        return _shared(self) | {name: clean(getattr(self, name)) for name in names}


Whose = dict[str, int]
"""Either {"customer_id": ...} or {"contact_id": ...}."""


def _shared(typed: ReachInput) -> dict[str, Any]:
    return {"kind": clean(typed.kind), "label": clean(typed.label), "preferred": typed.preferred}


def _columns(one: ReachInput, place: int, region: str) -> dict[str, Any]:
    """What stands in the table; a refusal names the place in the list ("phones.1")."""
    try:
        return one.columns(region)
    except Refused as refused:
        raise Refused(refused.words, f"{one.label_of}.{place}") from refused


def add_reaches(work: Work, whose: Whose, typed: Iterable[ReachInput], region: str) -> None:
    """Add all that is filled; the first of a kind of list is preferred if none is marked."""
    by_model: dict[type[ReachRow], list[dict[str, Any]]] = {}
    places: Counter[type[ReachRow]] = Counter()
    for one in typed:
        if one.filled():
            by_model.setdefault(one.model, []).append(_columns(one, places[one.model], region) | whose)
        places[one.model] += 1
    for model, rows in by_model.items():
        work.add_many(model, _one_preferred(rows))


def _one_preferred(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    marked = next((number for number, row in enumerate(rows) if row["preferred"]), 0)
    return [row | {"preferred": number == marked} for number, row in enumerate(rows)]


def merge_reaches(
    work: Work, whose: Whose, was: Sequence[ReachInput], now: Sequence[ReachInput], region: str
) -> list[FieldConflict]:
    """Bring what the form changed into the book row by row. Answers the rows that somebody else changed too."""
    before = {one.id: one for one in was}
    after = {one.id: one for one in now if one.id and one.filled()}
    places = {one.id: place for place, one in enumerate(now)}
    clashes: list[FieldConflict] = []
    for key, original in before.items():
        mine = after.get(key)
        if mine == original:
            continue
        row = work.session.get(original.model, key)
        theirs = None if row is None else as_input(row)
        if theirs == mine:
            continue
        if theirs != original:
            clashes.append(FieldConflict(f"{original.label_of}:{key}", mine, theirs, original))
        elif row is not None and mine is None:
            work.remove(row)
        elif row is not None and mine is not None:
            work.change(row, **_columns(mine, places[key], region))
    new = [(place, one) for place, one in enumerate(now) if not one.id and one.filled()]
    fresh = [_columns(one, place, region) | whose for place, one in new]
    model = next((one.model for one in (*was, *now)), None)
    if model is not None and fresh:
        work.add_many(model, fresh)
    if model is not None and not clashes:
        _keep_one_preferred(work, model, whose)
    return clashes


def _keep_one_preferred(work: Work, model: type[ReachRow], whose: Whose) -> None:
    """At most one is preferred: the one that was marked just now, else the first that was."""
    (column, key), *_ = whose.items()
    rows = work.session.execute(select(model).where(getattr(model, column) == key).order_by(model.id)).scalars().all()
    marked = [row for row in rows if row.preferred]
    if len(marked) > 1:
        keep = next((row for row in reversed(marked) if row.version == work.operation), marked[0])
        for row in marked:
            if row is not keep:
                work.change(row, preferred=False)


_INPUT_OF: dict[type[ReachRow], type[ReachInput]] = {
    one.model: one for one in (PhoneInput, EmailInput, LinkInput, AddressInput)
}


def as_input(row: ReachRow) -> ReachInput:
    """A row of the book as a form shows it."""
    kind = _INPUT_OF[type(row)]
    return kind(**{name: getattr(row, name) for name in asdict(kind())})
