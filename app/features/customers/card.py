"""What can be seen of one customer: the card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.customers.reaches import (
    AddressInput,
    EmailInput,
    LinkInput,
    PhoneInput,
    ReachInput,
    as_input,
)
from app.models import (
    Contact,
    Customer,
    CustomerReader,
    CustomerTag,
    Field,
    FieldValue,
    File,
    Membership,
    Reach,
    Stage,
    Tag,
    User,
)

T = TypeVar("T", bound=ReachInput)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A person at the customer; `elsewhere` are the other customers they belong to."""

    id: int
    name: str
    role: str
    job_title: str
    language: str
    notes: str
    do_not_call: bool
    phones: tuple[PhoneInput, ...]
    emails: tuple[EmailInput, ...]
    elsewhere: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """A field that the firm declared, and what this customer has in it."""

    id: int
    name: str
    kind: str
    choices: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """All of a customer that stands on the card; `values` are the plain fields by their names."""

    id: int
    uid: str
    kind: str
    name: str
    stage: str
    stage_sign: str
    retired_on: date | None
    values: dict[str, Any]
    phones: tuple[PhoneInput, ...]
    emails: tuple[EmailInput, ...]
    addresses: tuple[AddressInput, ...]
    links: tuple[LinkInput, ...]
    tags: tuple[str, ...]
    fields: tuple[DeclaredField, ...]
    contacts: tuple[ContactLine, ...]
    photo: str | None
    restricted_to: tuple[str, ...]
    """Who opens it, where not everybody does."""


_VALUES = (
    "kind", "name", "prefix", "given", "additional", "family", "suffix", "nickname", "organisation", "job_title",
    "stage_id", "since", "number", "tax_number", "language", "preferred_channel", "do_not_call", "do_not_write",
    "do_not_mail", "birthday", "notes",
)  # fmt: skip


_READERS = (
    select(User.name)
    .join(CustomerReader, CustomerReader.user_id == User.id)
    .where(CustomerReader.customer_id == bindparam("customer"))
    .order_by(User.name)
)


def card(session: Session, customer_id: int) -> Card:
    """One customer with everything by which they are reached. Raises NotFound."""
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound("This customer is not in the book (any more).")
    stage = session.get_one(Stage, customer.stage_id)
    borne = select(Tag.name).join(CustomerTag).where(CustomerTag.customer_id == customer_id).order_by(Tag.name)
    whose = ("customer_id", [customer_id])
    return Card(
        id=customer.id,
        uid=customer.uid,
        kind=customer.kind,
        name=customer.name,
        stage=stage.name,
        stage_sign=stage.sign,
        retired_on=customer.retired_on,
        values={name: getattr(customer, name) for name in _VALUES},
        phones=tuple(one for _, one in _reaches(session, PhoneInput, *whose)),
        emails=tuple(one for _, one in _reaches(session, EmailInput, *whose)),
        addresses=tuple(one for _, one in _reaches(session, AddressInput, *whose)),
        links=tuple(one for _, one in _reaches(session, LinkInput, *whose)),
        tags=tuple(session.execute(borne).scalars()),
        fields=declared_fields(session, customer_id),
        contacts=_contacts(session, customer_id),
        photo=customer.photo,
        restricted_to=tuple(session.execute(_READERS, {"customer": customer_id}).scalars()),
    )


def declared_fields(session: Session, customer_id: int = 0) -> tuple[DeclaredField, ...]:
    """The fields that the firm declared, in their order, with this customer's values."""
    chosen = select(FieldValue.field_id, FieldValue.value).where(FieldValue.customer_id == customer_id)
    values = {key: value for key, value in session.execute(chosen)}
    fields = session.execute(select(Field).order_by(Field.position, Field.id)).scalars()
    return tuple(
        DeclaredField(one.id, one.name, one.kind, tuple(one.choices.splitlines()), values.get(one.id, ""))
        for one in fields
    )


def photo(session: Session, digest: str) -> tuple[str, bytes] | None:
    """The media type and the bytes of a kept picture."""
    file = session.get(File, digest)
    return None if file is None else (file.media_type, file.data)


def _reaches(session: Session, kind: type[T], column: str, keys: list[int]) -> list[tuple[int, T]]:
    """The ways to reach these customers or contacts, each with whose it is; the preferred first."""
    model: type[Reach] = kind.model
    rows = select(model).where(getattr(model, column).in_(keys)).order_by(model.preferred.desc(), model.id)
    found = [(getattr(row, column), as_input(row)) for row in session.execute(rows).scalars()]
    return [(whose, one) for whose, one in found if isinstance(one, kind)]


def _contacts(session: Session, customer_id: int) -> tuple[ContactLine, ...]:
    here = (
        select(Contact, Membership)
        .join(Membership, Membership.contact_id == Contact.id)
        .where(Membership.customer_id == customer_id)
        .order_by(Membership.id)
    )
    people = session.execute(here).all()
    keys = [contact.id for contact, _ in people]
    phones = _reaches(session, PhoneInput, "contact_id", keys)
    emails = _reaches(session, EmailInput, "contact_id", keys)
    others = (
        select(Membership.contact_id, Customer.id, Customer.name)
        .join(Customer, Customer.id == Membership.customer_id)
        .where(Membership.contact_id.in_(keys), Membership.customer_id != customer_id)
    )
    elsewhere = session.execute(others).all()
    return tuple(
        ContactLine(
            id=contact.id,
            name=contact.name,
            role=at.role,
            job_title=at.job_title,
            language=contact.language,
            notes=contact.notes,
            do_not_call=contact.do_not_call,
            phones=tuple(one for whose, one in phones if whose == contact.id),
            emails=tuple(one for whose, one in emails if whose == contact.id),
            elsewhere=tuple((key, name) for whose, key, name in elsewhere if whose == contact.id),
        )
        for contact, at in people
    )
