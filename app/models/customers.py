"""Customers and contacts, and all by which they are reached."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from app.changes import Topic
from app.models.base import Journalled, Row, Sorted, where_given
from app.rules.permissions import Permission


def _link(target: str) -> ForeignKey:
    return ForeignKey(target, deferrable=True, initially="DEFERRED")


class Customer(Journalled):
    """A company or a private person that the firm deals with."""

    __tablename__ = "customers"
    topic = Topic.CUSTOMERS
    needs = Permission.EDIT_CUSTOMERS
    needs_for = MappingProxyType(
        {"retired_on": Permission.RETIRE_CUSTOMERS, "restricted_on": Permission.RESTRICT_CUSTOMERS}
    )
    customer_key = "id"
    __table_args__ = (
        where_given("ix_customers_since", "since"),
        where_given("ix_customers_retired_on", "retired_on"),
        where_given("ix_customers_restricted_on", "restricted_on"),
    )

    uid: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(Sorted)
    prefix: Mapped[str] = mapped_column(default="")
    given: Mapped[str] = mapped_column(default="")
    additional: Mapped[str] = mapped_column(default="")
    family: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    nickname: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    job_title: Mapped[str] = mapped_column(default="")
    stage_id: Mapped[int] = mapped_column(_link("stages.id"), index=True)
    since: Mapped[date | None]
    number: Mapped[str] = mapped_column(default="", index=True)
    tax_number: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    preferred_channel: Mapped[str] = mapped_column(default="")
    do_not_call: Mapped[bool] = mapped_column(default=False)
    do_not_write: Mapped[bool] = mapped_column(default=False)
    do_not_mail: Mapped[bool] = mapped_column(default=False)
    birthday: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    photo: Mapped[str | None] = mapped_column(ForeignKey("files.digest"))
    retired_on: Mapped[date | None]
    restricted_on: Mapped[date | None]
    """Since when only named people open it."""
    extra: Mapped[str] = mapped_column(default="")


class CustomerReader(Journalled):
    """Somebody who opens a restricted customer."""

    __tablename__ = "customer_readers"
    topic = Topic.CUSTOMERS
    needs = Permission.RESTRICT_CUSTOMERS
    customer_key = "customer_id"
    __table_args__ = (UniqueConstraint("customer_id", "user_id"),)

    customer_id: Mapped[int] = mapped_column(_link("customers.id"))
    user_id: Mapped[int] = mapped_column(_link("users.id"), index=True)


class Contact(Journalled):
    """A person at one or several customers."""

    __tablename__ = "contacts"
    topic = Topic.CUSTOMERS
    needs = Permission.EDIT_CUSTOMERS
    contact_key = "id"

    uid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(Sorted)
    language: Mapped[str] = mapped_column(default="")
    do_not_call: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str] = mapped_column(default="")
    photo: Mapped[str | None] = mapped_column(ForeignKey("files.digest"))


class Membership(Journalled):
    """A contact belongs to a customer, in a role: decides, uses, pays, influences ..."""

    __tablename__ = "memberships"
    topic = Topic.CUSTOMERS
    needs = Permission.EDIT_CUSTOMERS
    customer_key = "customer_id"
    contact_key = "contact_id"

    customer_id: Mapped[int] = mapped_column(_link("customers.id"), index=True)
    contact_id: Mapped[int] = mapped_column(_link("contacts.id"), index=True)
    role: Mapped[str] = mapped_column(default="")
    job_title: Mapped[str] = mapped_column(default="")


class Reach(Journalled):
    """What a customer or a contact has several of; each has a kind, and one is preferred."""

    __abstract__ = True
    topic = Topic.CUSTOMERS
    needs = Permission.EDIT_CUSTOMERS
    customer_key = "customer_id"
    contact_key = "contact_id"

    @declared_attr
    def customer_id(cls) -> Mapped[int | None]:
        return mapped_column(_link("customers.id"))

    @declared_attr
    def contact_id(cls) -> Mapped[int | None]:
        return mapped_column(_link("contacts.id"))

    kind: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    preferred: Mapped[bool] = mapped_column(default=False)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        whose = CheckConstraint("(customer_id IS NULL) <> (contact_id IS NULL)", name="whose")
        keys = (where_given(f"ix_{cls.__tablename__}_{key}", key) for key in ("customer_id", "contact_id"))
        return (whose, *keys)


class Phone(Reach):
    """A telephone number as typed (`raw`) and in the international form (`e164`), where it has one."""

    __tablename__ = "phones"
    raw: Mapped[str]
    e164: Mapped[str] = mapped_column(default="", index=True)


class Email(Reach):
    """An e-mail address."""

    __tablename__ = "emails"
    address: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)


class Link(Reach):
    """A web site, a profile or a messenger's address."""

    __tablename__ = "links"
    url: Mapped[str]


class Address(Reach):
    """A postal address."""

    __tablename__ = "addresses"
    street: Mapped[str] = mapped_column(default="")
    extra: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")


class CustomerTag(Journalled):
    """A tag that a customer bears."""

    __tablename__ = "customer_tags"
    topic = Topic.CUSTOMERS
    needs = Permission.EDIT_CUSTOMERS
    customer_key = "customer_id"
    __table_args__ = (Index("uq_customer_tags_customer_id_tag_id", "customer_id", "tag_id", unique=True),)

    customer_id: Mapped[int] = mapped_column(_link("customers.id"))
    tag_id: Mapped[int] = mapped_column(_link("tags.id"), index=True)


class FieldValue(Journalled):
    """What a customer has in a field that the firm declared."""

    __tablename__ = "field_values"
    topic = Topic.CUSTOMERS
    needs = Permission.EDIT_CUSTOMERS
    customer_key = "customer_id"
    __table_args__ = (Index("uq_field_values_customer_id_field_id", "customer_id", "field_id", unique=True),)

    customer_id: Mapped[int] = mapped_column(_link("customers.id"))
    field_id: Mapped[int] = mapped_column(_link("fields.id"), index=True)
    value: Mapped[str]


class Origin(Journalled):
    """The card of a file from which a customer came: importing it again adds nothing."""

    __tablename__ = "origins"
    topic = Topic.CUSTOMERS
    needs = Permission.IMPORT
    customer_key = "customer_id"

    customer_id: Mapped[int] = mapped_column(_link("customers.id"), index=True)
    digest: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str] = mapped_column(default="")


class File(Row):
    """A picture or file, kept once under the SHA-256 of its bytes and never changed."""

    __tablename__ = "files"

    digest: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)
