"""The fields of a customer's and of a person's form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.features.customers.card import DeclaredField
from app.features.customers.contacts import ROLES
from ui.pages.customers.card_values import field_name, read_day
from ui.pages.customers.reach_words import ADDRESS_KINDS, CHANNELS, EMAIL_KINDS, LINK_KINDS, PHONE_KINDS, languages
from ui.pages.customers.sights import FormLists
from ui.parts.fields import Check, Choice, Day, Field, Line, Lines, Part, Repeated, Section, Tags

Fields = list[Field | Section]

PERSONS_ONLY: Final = ("prefix", "given", "additional", "family", "suffix", "organisation", "job_title", "birthday")
PHONES: Final = Repeated(
    "phones", "Phones", parts=(Part("raw", "Number", 5), Part("label", "Note", 2)), kinds=PHONE_KINDS, add="Add phone"
)
EMAILS: Final = Repeated(
    "emails",
    "E-mails",
    parts=(Part("address", "name@firm.example", 5), Part("label", "Note", 2)),
    kinds=EMAIL_KINDS,
    add="Add e-mail",
)
_ADDRESS_PARTS: Final = (
    Part("street", "Street and number"),
    Part("extra", "Building, floor, care of", line=1),
    Part("postal_code", "Code", 1, line=2),
    Part("town", "Town", 2, line=2),
    Part("region", "Region", 1, line=3),
    Part("country", "Country", 1, line=3),
)
_ADDRESSES: Final = Repeated("addresses", "Addresses", parts=_ADDRESS_PARTS, kinds=ADDRESS_KINDS, add="Add address")
_LINKS: Final = Repeated("links", "Links", parts=(Part("url", "www.firm.example"),), kinds=LINK_KINDS, add="Add link")


def customer_fields(lists: FormLists) -> Fields:
    """All of a customer, in the order in which it is asked on the phone."""
    return [
        Choice("kind", "Kind", options=(("company", "Company"), ("person", "Private person"))),
        Line("prefix", "Title"),
        Line("given", "Given name"),
        Line("additional", "Middle name"),
        Line("family", "Family name"),
        Line("suffix", "Suffix"),
        Line("name", "Name"),
        Choice("stage_id", "Stage", options=tuple((stage.id, stage.name) for stage in lists.stages)),
        PHONES,
        EMAILS,
        _ADDRESSES,
        _LINKS,
        Section("How to reach them"),
        Choice("preferred_channel", "Preferred way", options=CHANNELS),
        Choice("language", "Language", options=languages()),
        Check("do_not_call", "Do not call"),
        Check("do_not_write", "Do not write"),
        Check("do_not_mail", "Do not send mailings"),
        Section("Details"),
        Line("nickname", "Also called"),
        Line("organisation", "Company"),
        Line("job_title", "Job title"),
        Line("number", "Customer number"),
        Line("tax_number", "Tax number"),
        Day("since", "Customer since"),
        Line("birthday", "Birthday", hint="1980-05-14"),
        *[declared(one) for one in lists.fields],
        Tags("tags", "Tags", known=lists.tags),
        Lines("notes", "Notes", rows=4),
    ]


def contact_fields() -> Fields:
    """A person at a customer."""
    return [
        Line("name", "Name"),
        Line("role", "Role", hint=", ".join(role for role in ROLES[:4] if role) + " …"),
        Line("job_title", "Job title"),
        PHONES,
        EMAILS,
        Choice("language", "Language", options=languages()),
        Check("do_not_call", "Do not call"),
        Lines("notes", "Notes", rows=3),
    ]


def declared(field: DeclaredField) -> Field:
    """The editor for a field that the firm declared; a value that does not fit its kind stays text."""
    name, label = field_name(field.id), field.name
    if field.kind == "date" and (not field.value or read_day(field.value)):
        return Day(name, label)
    if field.kind == "yes":
        return Check(name, label)
    if field.kind == "choice":
        return Choice(name, label, options=(("", "–"), *((one, one) for one in field.choices)))
    return Line(name, label)


def labels(fields: Iterable[Field | Section]) -> dict[str, str]:
    """What each field is called."""
    return {one.name: one.label for one in fields if isinstance(one, Field)}
