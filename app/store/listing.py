"""Draws the lines of the customer list, and what each is found by, from the tables that people change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, delete, func, insert, or_, select
from sqlalchemy import Row as Line
from sqlalchemy.orm import Session

from app.models import (
    Address,
    Assignment,
    AssignmentRole,
    Contact,
    Customer,
    CustomerTag,
    Email,
    FieldValue,
    Link,
    Listing,
    Membership,
    Phone,
    Reach,
    Tag,
    TouchPoint,
)
from app.rules.folding import fold, index_words
from app.rules.names import listed_as
from app.rules.phones import phone_index
from app.store.search import Entry, store_entries
from app.ticket import Ticket

_BATCH = 500
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_CONTACTS: BindParameter[Any] = bindparam("contacts", expanding=True)
_TODAY: BindParameter[Any] = bindparam("today")


def _reached(model: type[Reach], *columns: Any) -> Select[Any]:
    whose = or_(model.customer_id.in_(_IDS), model.contact_id.in_(_CONTACTS))
    chosen = select(model.customer_id, model.contact_id, *columns).where(whose)
    return chosen.order_by(model.preferred.desc(), model.id)


_CUSTOMERS = select(Customer.__table__).where(Customer.id.in_(_IDS))
_PEOPLE = (
    select(Membership.customer_id, Membership.contact_id, Contact.name)
    .join(Contact, Contact.id == Membership.contact_id)
    .where(Membership.customer_id.in_(_IDS))
)
_PHONES = _reached(Phone, Phone.raw, Phone.e164)
_EMAILS = _reached(Email, Email.address)
_LINKS = _reached(Link, Link.url)
_ADDRESSES = _reached(
    Address, Address.town, Address.street, Address.extra, Address.postal_code, Address.region, Address.country
)
_TAGS = (
    select(CustomerTag.customer_id, Tag.name)
    .join(Tag, Tag.id == CustomerTag.tag_id)
    .where(CustomerTag.customer_id.in_(_IDS))
    .order_by(Tag.name)
)
_VALUES = select(FieldValue.customer_id, FieldValue.value).where(FieldValue.customer_id.in_(_IDS))
_OWNERS = (
    select(Assignment.customer_id, Assignment.user_id)
    .join(AssignmentRole, AssignmentRole.id == Assignment.role_id)
    .where(
        Assignment.customer_id.in_(_IDS),
        AssignmentRole.is_owner,
        Assignment.from_day <= _TODAY,
        or_(Assignment.until_day.is_(None), Assignment.until_day >= _TODAY),
    )
    .order_by(Assignment.from_day, Assignment.id)
)
_TOUCHED = (
    select(TouchPoint.customer_id, func.max(TouchPoint.at, type_=TouchPoint.at.type))
    .where(TouchPoint.customer_id.in_(_IDS), TouchPoint.withdrawn_at.is_(None))
    .group_by(TouchPoint.customer_id)
)
_RANKS = select(Listing.rank).where(Listing.customer_id.in_(_IDS))


@dataclass(slots=True)
class _About:
    """All that the line and the search entry of one customer are drawn from, besides its own row."""

    people: list[str] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    addresses: list[tuple[str, ...]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


def relist(
    session: Session, customers: Sequence[int], first_rank: int, today: date, ticket: Ticket | None = None
) -> None:
    """Draw the lines of these customers anew; they get the ranks from `first_rank` on."""
    for start in range(0, len(customers), _BATCH):
        if ticket is not None and len(customers) > _BATCH:
            ticket.report("Drawing the lists", start, len(customers))
        _relist_batch(session, customers[start : start + _BATCH], first_rank + start, today)


def _relist_batch(session: Session, ids: Sequence[int], first_rank: int, today: date) -> None:
    about, owners, touched = _gather(session, ids, today)
    lines, entries = [], []
    rows = session.execute(_CUSTOMERS, {"ids": ids})
    for rank, customer in enumerate(rows, first_rank):
        known = about[customer.id]
        lines.append(_line(customer, known, rank, owners.get(customer.id), touched.get(customer.id)))
        entries.append(_entry(customer, known, rank))
    gone = session.execute(_RANKS, {"ids": ids}).scalars().all()
    session.execute(delete(Listing).where(Listing.customer_id.in_(ids)))
    if lines:
        session.execute(insert(Listing.__table__), lines)  # type: ignore[arg-type]
    store_entries(session, gone, entries)


def _gather(
    session: Session, ids: Sequence[int], today: date
) -> tuple[dict[int, _About], dict[int, int], dict[int, Any]]:
    about: dict[int, _About] = defaultdict(_About)
    customers_of: dict[int, list[int]] = defaultdict(list)
    for customer, contact, name in session.execute(_PEOPLE, {"ids": ids}):
        customers_of[contact].append(customer)
        about[customer].people.append(name)
    asked = {"ids": ids, "contacts": list(customers_of)}

    def each(chosen: Select[Any]) -> Iterable[tuple[_About, Line[Any]]]:
        """The customers' own first, so that a list never shows a contact's number where there is one of theirs."""
        for row in sorted(session.execute(chosen, asked), key=lambda row: row[0] is None):
            for customer in [row[0]] if row[0] is not None else customers_of[row[1]]:
                yield about[customer], row

    for known, row in each(_PHONES):
        known.phones.append((row.raw, row.e164))
    for known, row in each(_EMAILS):
        known.emails.append(row.address)
    for known, row in each(_LINKS):
        known.links.append(row.url)
    for known, row in each(_ADDRESSES):
        known.addresses.append(tuple(row[2:]))
    for customer, name in session.execute(_TAGS, {"ids": ids}):
        about[customer].tags.append(name)
    for customer, value in session.execute(_VALUES, {"ids": ids}):
        about[customer].values.append(value)
    owners = {customer: user for customer, user in session.execute(_OWNERS, {"ids": ids, "today": today})}
    touched = {customer: at for customer, at in session.execute(_TOUCHED, {"ids": ids})}
    return about, owners, touched


def _line(customer: Line[Any], about: _About, rank: int, owner: int | None, touched: Any) -> dict[str, Any]:
    town = next((address[0] for address in about.addresses if address[0]), "")
    marks = "".join(letter for letter in "cwm" if getattr(customer, _MARKS[letter]))
    return {
        "customer_id": customer.id,
        "rank": rank,
        "kind": customer.kind,
        "name": customer.name,
        "listed_as": listed_as(customer.name, customer.kind, customer.family, customer.given),
        "sort_name": customer.sort_name,
        "number": customer.number,
        "stage_id": customer.stage_id,
        "town": town,
        "folded_town": fold(town),
        "phone": about.phones[0][0] if about.phones else "",
        "email": about.emails[0] if about.emails else "",
        "tags": ", ".join(about.tags),
        "owner_id": owner,
        "last_touch_at": touched,
        "marks": marks,
        "retired": customer.retired_on is not None,
    }


_MARKS = {"c": "do_not_call", "w": "do_not_write", "m": "do_not_mail"}


def _entry(customer: Line[Any], about: _About, rank: int) -> Entry:
    names = (customer.name, customer.given, customer.family, customer.nickname)
    rest = [
        customer.organisation,
        customer.job_title,
        customer.number,
        customer.tax_number,
        customer.notes,
        *about.people,
        *about.emails,
        *about.links,
        *about.tags,
        *about.values,
        *(part for address in about.addresses for part in address),
    ]
    name_words = index_words(" ".join(name for name in names if name))
    rest_words = index_words("\n".join(text for text in rest if text))
    digits = [number for raw, e164 in about.phones for number in phone_index(raw, e164 or None)]
    return Entry(rank, name_words, rest_words, digits)
