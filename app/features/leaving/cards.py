"""The customers of an export as cards, some at a time: only those for which the ledger has a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast, get_args

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import NotFound
from app.formats.card import Address as CardAddress
from app.formats.card import Card, Person, Reach, ReachKind
from app.formats.table_writing import Width
from app.models import (
    Address,
    Contact,
    Customer,
    CustomerTag,
    Email,
    Export,
    ExportEnd,
    Field,
    FieldValue,
    File,
    Link,
    Membership,
    Phone,
    Stage,
    Tag,
)
from app.models import Reach as ReachRow
from app.models.among import among
from app.rules.key_ranges import in_ranges
from app.rules.permissions import ASKED_BY, Permission, for_any

_LONGEST = timedelta(days=1)
_KINDS = frozenset(get_args(ReachKind))
_AS_IT_WAS = {"UID": "uid", "CREATED": "created", "REV": "revised"}


@for_any(Permission.EXPORT)
def leaving_cards(session: Session, export_id: int, ids: Sequence[int], *, pictures: bool) -> list[Card]:
    """The cards of these customers, in this order. Raises NotFound unless the export is under way and has them."""
    refuse_others(session, export_id, ids)
    found = session.execute(_CUSTOMERS, {"ids": list(ids)}).mappings()
    rows = {row["id"]: row for row in found}
    hanging = _Hanging(session, ids)
    shown = _pictures(session, rows.values()) if pictures else {}
    return [_card(rows[key], hanging, shown) for key in ids if key in rows]


@for_any(Permission.EXPORT)
def leaving_width(session: Session, export_id: int, ids: Sequence[int]) -> Width:
    """How wide a list of these customers has to be."""
    refuse_others(session, export_id, ids)
    emails, phones, links, addresses = (_most(session, model, ids) for model in (Email, Phone, Link, Address))
    lengths = func.length(Customer.notes) + func.length(Customer.extra)
    longest = session.execute(select(func.max(lengths)).where(among(Customer.id)), {"ids": list(ids)}).scalar_one()
    return Width(emails, phones, links, addresses, longest or 0)


def refuse_others(session: Session, export_id: int, ids: Sequence[int]) -> None:
    """Raises NotFound unless it is the user's export, under way since a day at most, and has these customers."""
    ended = select(ExportEnd.id).where(ExportEnd.export_id == export_id).exists()
    own = Export.user_id == session.info[ASKED_BY]
    under_way = select(Export.keys).where(Export.id == export_id, own, Export.at > clock.now() - _LONGEST, ~ended)
    keys = session.execute(under_way).scalar_one_or_none()
    if keys is None or not in_ranges(ids, keys):
        raise NotFound("Nothing leaves the book but what stands in the ledger, while its export is under way.")


def _most(session: Session, model: type[ReachRow], ids: Sequence[int]) -> int:
    each = select(func.count().label("n")).where(among(model.customer_id)).group_by(model.customer_id).subquery()
    return session.execute(select(func.max(each.c.n)), {"ids": list(ids)}).scalar_one() or 0


_CUSTOMERS = (
    select(Customer.__table__, Stage.name.label("stage"))
    .join(Stage, Stage.id == Customer.stage_id)
    .where(among(Customer.id))
)
_TAGS = (
    select(CustomerTag.customer_id, Tag.name)
    .join(Tag, Tag.id == CustomerTag.tag_id)
    .where(among(CustomerTag.customer_id))
    .order_by(CustomerTag.id)
)
_FIELDS = (
    select(FieldValue.customer_id, Field.name, FieldValue.value)
    .join(Field, Field.id == FieldValue.field_id)
    .where(among(FieldValue.customer_id))
    .order_by(Field.position, Field.id)
)
_PEOPLE = (
    select(Membership.customer_id, Contact.id, Contact.name, Membership.role, Membership.job_title, Contact.language,
           Contact.notes, Contact.do_not_call, Contact.uid)
    .join(Contact, Contact.id == Membership.contact_id)
    .where(among(Membership.customer_id))
    .order_by(Membership.id)
)  # fmt: skip


def _reached(model: type[ReachRow], whose: str, *values: str) -> Select[*tuple[Any, ...]]:
    owner: ColumnElement[int] = getattr(model, whose)
    chosen = [getattr(model, name) for name in (*values, "kind", "preferred", "label")]
    return select(owner, *chosen).where(among(owner)).order_by(model.id)


_PLACE = ("street", "extra", "postal_code", "town", "region", "country")
_OF_CUSTOMER = {
    "phones": _reached(Phone, "customer_id", "raw"),
    "emails": _reached(Email, "customer_id", "address"),
    "links": _reached(Link, "customer_id", "url"),
}
_OF_CONTACT = {
    "phones": _reached(Phone, "contact_id", "raw"),
    "emails": _reached(Email, "contact_id", "address"),
}
_ADDRESSES = _reached(Address, "customer_id", *_PLACE)


class _Hanging:
    """All that hangs on some customers, by customer."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self._session = session
        self.reaches = {name: self._reaches(rows, ids) for name, rows in _OF_CUSTOMER.items()}
        self.addresses: dict[int, list[CardAddress]] = defaultdict(list)
        for key, *place, kind, preferred, _ in self._rows(_ADDRESSES, ids):
            self.addresses[key].append(CardAddress(*[*place, _kind(kind), preferred]))
        self.tags: dict[int, list[str]] = defaultdict(list)
        for key, tag in self._rows(_TAGS, ids):
            self.tags[key].append(tag)
        self.fields: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for key, name, value in self._rows(_FIELDS, ids):
            self.fields[key].append((name, value))
        self.people = self._people(ids)

    def _rows(self, rows: Select[*tuple[Any, ...]], ids: Iterable[int]) -> Iterable[Any]:
        return self._session.connection().execute(rows, {"ids": list(ids)})

    def _reaches(self, rows: Select[*tuple[Any, ...]], ids: Iterable[int]) -> dict[int, list[Reach]]:
        found: dict[int, list[Reach]] = defaultdict(list)
        for key, value, kind, preferred, label in self._rows(rows, ids):
            found[key].append(Reach(value, _kind(kind), preferred, label))
        return found

    def _people(self, ids: Sequence[int]) -> dict[int, list[Person]]:
        rows = list(self._rows(_PEOPLE, ids))
        contacts = {row[1] for row in rows}
        phones, emails = (self._reaches(_OF_CONTACT[name], contacts) for name in ("phones", "emails"))
        found: dict[int, list[Person]] = defaultdict(list)
        for customer, contact, *said, uid in rows:
            reached = [tuple(phones.get(contact, ())), tuple(emails.get(contact, ()))]
            found[customer].append(Person(*[*said, *reached, uid]))
        return found


def _pictures(session: Session, rows: Iterable[Any]) -> dict[str, bytes]:
    digests = [row["photo"] for row in rows if row["photo"]]
    found = session.execute(select(File.digest, File.data).where(File.digest.in_(digests))) if digests else ()
    return {digest: data for digest, data in found}


def _card(row: Any, hanging: _Hanging, pictures: Mapping[str, bytes]) -> Card:
    key, kept = row["id"], _kept(row["extra"])
    named = ("name", "prefix", "given", "additional", "family", "suffix", "nickname", "job_title", "birthday",
             "language", "number", "tax_number", "stage")  # fmt: skip
    said: dict[str, Any] = dict(
        line=0,
        raw="",
        kind=row["kind"],
        **{name: row[name] for name in named},
        organisation=row["organisation"] or (row["name"] if row["kind"] == "company" else ""),
        **{name: tuple(found.get(key, ())) for name, found in hanging.reaches.items()},
        addresses=tuple(hanging.addresses.get(key, ())),
        note=row["notes"],
        tags=tuple(hanging.tags.get(key, ())),
        photo=pictures.get(row["photo"]),
        **({"uid": row["uid"]} | kept),
        since=row["since"].isoformat() if row["since"] else "",
        channel=row["preferred_channel"],
        marks="".join(sign for sign, name in _MARKS if row[name]),
        fields=tuple(hanging.fields.get(key, ())),
        people=tuple(hanging.people.get(key, ())),
    )
    return Card(**said)


_MARKS = (("c", "do_not_call"), ("w", "do_not_write"), ("m", "do_not_mail"))


def _kept(extra: str) -> dict[str, Any]:
    """What the file from which a customer once came said besides; its own numbers and dates begin it."""
    kept: dict[str, Any] = {}
    lines = extra.split("\n") if extra else []
    for name, field in _AS_IT_WAS.items():
        if lines and lines[0].startswith(f"{name}:"):
            kept[field] = lines.pop(0).removeprefix(f"{name}:")
    return {**kept, "extra": tuple(lines)}


def _kind(kind: str) -> ReachKind:
    return cast(ReachKind, kind) if kind in _KINDS else "other"
