"""The people at customers: added, changed, with a role, at one customer or at several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from app.errors import Conflict, FieldConflict, Refused
from app.features.customers.reaches import ReachInput, add_reaches, merge_reaches
from app.models import Contact, Customer, Membership
from app.rules.names import sort_key, split_name
from app.rules.permissions import Permission
from app.rules.text import clean
from app.work import Command, Edits, Work

ROLES = ("", "decides", "uses", "pays", "influences", "opens doors")
"""What a contact may be at a customer; a firm may type others."""

_OF_CONTACT = {"name", "language", "notes", "do_not_call"}
_OF_MEMBERSHIP = {"role", "job_title"}


@dataclass(frozen=True)
class AddContact(Command[int]):
    """Add a person at a customer. Answers the contact's id; the same `uid` again adds nothing."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    customer_id: int
    name: str
    role: str = ""
    job_title: str = ""
    language: str = ""
    notes: str = ""
    do_not_call: bool = False
    phones: Sequence[ReachInput] = ()
    emails: Sequence[ReachInput] = ()
    region: str = ""
    uid: str = ""

    def carry_out(self, work: Work) -> int:
        known = select(Contact.id).where(Contact.uid == self.uid)
        if self.uid and (stored := work.session.execute(known).scalar_one_or_none()):
            return stored
        customer = work.get(Customer, self.customer_id)
        name = _checked(self.name)
        contact = work.add(
            Contact(
                uid=self.uid,
                name=name,
                sort_name=_person_key(name),
                language=clean(self.language),
                notes=clean(self.notes, lines=True),
                do_not_call=self.do_not_call,
            )
        )
        role, title = clean(self.role), clean(self.job_title)
        work.add(Membership(customer_id=customer.id, contact_id=contact.id, role=role, job_title=title))
        for reaches in (self.phones, self.emails):
            add_reaches(work, {"contact_id": contact.id}, reaches, self.region)
        work.say(f"Added {contact.name} at {customer.name}")
        return contact.id


@dataclass(frozen=True)
class EditContact(Command[None]):
    """Change a person, or the role at one customer, each field as (was, now)."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    customer_id: int
    contact_id: int
    edits: Edits
    region: str = ""

    def carry_out(self, work: Work) -> None:
        contact = work.get(Contact, self.contact_id)
        membership = _membership(work, self.customer_id, self.contact_id)
        clashes: list[FieldConflict] = []
        for row, names in ((contact, _OF_CONTACT), (membership, _OF_MEMBERSHIP)):
            chosen = {
                name: (was, clean(now, lines=name == "notes") if isinstance(now, str) else now)
                for name, (was, now) in self.edits.items()
                if name in names
            }
            try:
                work.edit(row, chosen)
            except Conflict as conflict:
                clashes += conflict.fields
        work.change(contact, name=_checked(contact.name), sort_name=_person_key(contact.name))
        for name in ("phones", "emails"):
            if name in self.edits:
                whose = {"contact_id": contact.id}
                clashes += merge_reaches(work, whose, *self.edits[name], self.region)
        if clashes:
            raise Conflict(tuple(clashes), by=work.last_hand(self.customer_id))
        work.say(f"Changed {contact.name}")


@dataclass(frozen=True)
class LinkContact(Command[None]):
    """Say that a contact known elsewhere is at this customer too."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    customer_id: int
    contact_id: int
    role: str = ""
    job_title: str = ""

    def carry_out(self, work: Work) -> None:
        customer, contact = work.get(Customer, self.customer_id), work.get(Contact, self.contact_id)
        there = select(Membership.id).where(Membership.customer_id == customer.id, Membership.contact_id == contact.id)
        if work.session.execute(there).first():
            raise Refused(f"{contact.name} is at {customer.name} already.", "contact_id")
        role, title = clean(self.role), clean(self.job_title)
        work.add(Membership(customer_id=customer.id, contact_id=contact.id, role=role, job_title=title))
        work.say(f"Added {contact.name} at {customer.name}")


@dataclass(frozen=True)
class UnlinkContact(Command[None]):
    """Say that a contact is no longer at this customer; the person and all that was said stay."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    customer_id: int
    contact_id: int

    def carry_out(self, work: Work) -> None:
        membership = _membership(work, self.customer_id, self.contact_id)
        names = work.get(Contact, self.contact_id).name, work.get(Customer, self.customer_id).name
        work.remove(membership)
        work.say(f"Removed {names[0]} from {names[1]}")


def _membership(work: Work, customer_id: int, contact_id: int) -> Membership:
    found = select(Membership).where(Membership.customer_id == customer_id, Membership.contact_id == contact_id)
    membership = work.session.execute(found).scalars().first()
    if membership is None:
        raise Refused("This person is no longer at this customer. Nothing was changed.")
    return membership


def _checked(name: str) -> str:
    cleaned = clean(name)
    if not cleaned:
        raise Refused("Not saved: the person has no name yet.", "name")
    return cleaned


def _person_key(name: str) -> str:
    parts = split_name(name)
    return sort_key(name, "person", parts.family, parts.given)
