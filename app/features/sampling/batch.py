"""The rows of some hundred customers of the sample company, table by table."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from app.features.sampling.lists import BookLists
from app.models import (
    Address,
    Assignment,
    Contact,
    Customer,
    CustomerTag,
    Email,
    FieldValue,
    FollowUp,
    Journalled,
    Link,
    Membership,
    Phone,
    TouchPoint,
)
from app.rules.folding import fold
from app.rules.uid import new_uid
from app.sample.logo import logo
from app.sample.rows import Identity, SampleContact, SampleCustomer, SampleTouch
from app.work import Work

Columns = dict[str, Any]


def add_customers(work: Work, lists: BookLists, customers: Sequence[SampleCustomer]) -> int:
    """Bring in some customers with all that belongs to them. Answers how many touch points they have."""
    batch = _Batch(work, lists, customers)
    for customer in customers:
        batch.take(customer)
    for model, rows in batch.rows.items():
        work.add_many(model, rows)
    return len(batch.rows[TouchPoint])


class _Batch:
    """Rows of many tables for some hundred customers."""

    def __init__(self, work: Work, lists: BookLists, customers: Sequence[SampleCustomer]) -> None:
        self.rows: dict[type[Journalled], list[Columns]] = defaultdict(list)
        self._work, self._lists = work, lists
        self._keys = dict(zip((one.index for one in customers), work.new_keys(len(customers)), strict=True))
        self._contact_keys = _keys(work, sum(len(one.contacts) for one in customers))
        self._touch_keys = _keys(work, sum(len(one.touches) for one in customers))
        self._first_contact: dict[int, int] = {}

    def take(self, one: SampleCustomer) -> None:
        """Add the rows of one customer."""
        key = self._keys[one.index]
        self.rows[Customer].append({"id": key, **_customer(one, self._lists.stage(one.stage), self._logo(one))})
        self._reaches({"customer_id": key}, one.identity)
        self.rows[Address].append({"customer_id": key, "preferred": True, **_address(one.identity)})
        self.rows[CustomerTag] += [{"customer_id": key, "tag_id": self._lists.tag(self._work, tag)} for tag in one.tags]
        self.rows[FieldValue] += [
            {"customer_id": key, "field_id": self._lists.fields[name], "value": value} for name, value in one.fields
        ]
        contacts = self._people(key, one)
        self._care(key, one)
        for touch in one.touches:
            self._touch(key, touch, contacts)

    def _people(self, key: int, one: SampleCustomer) -> list[int]:
        ids = []
        for person in one.contacts:
            ids.append(contact := next(self._contact_keys))
            self._contact(key, contact, person)
        if ids:
            self._first_contact[one.index] = ids[0]
        shared = self._first_contact.get(-1 if one.shared_with is None else one.shared_with)
        if shared is not None:
            self._membership(key, shared, "influences", "Consultant")
        return ids

    def _contact(self, key: int, contact: int, person: SampleContact) -> None:
        row = {"id": contact, "name": person.name, "sort_name": person.sort_name, "language": person.language}
        self.rows[Contact].append(row)
        self._membership(key, contact, person.role, person.job_title)
        self._reaches({"contact_id": contact}, person)

    def _membership(self, key: int, contact: int, role: str, title: str) -> None:
        row = {"customer_id": key, "contact_id": contact, "role": role, "job_title": title}
        self.rows[Membership].append(row)

    def _reaches(self, whose: Columns, of: Identity | SampleContact) -> None:
        for phone in of.phones:
            row = {"kind": phone.kind, "preferred": phone.preferred, "raw": phone.value, "e164": phone.e164}
            self.rows[Phone].append({**whose, **row})
        for email in of.emails:
            row = {"kind": email.kind, "preferred": email.preferred, "address": email.value}
            self.rows[Email].append({**whose, **row, "folded": fold(email.value)})
        for link in of.links if isinstance(of, Identity) else ():
            self.rows[Link].append({**whose, "kind": link.kind, "preferred": True, "url": link.value})

    def _care(self, key: int, one: SampleCustomer) -> None:
        roles, users = self._lists.roles, self._lists.users
        for care in one.assignments:
            if care.role in roles:
                days = {"from_day": care.from_day, "until_day": care.until_day}
                row = {"customer_id": key, "user_id": users[care.user], "role_id": roles[care.role], **days}
                self.rows[Assignment].append(row)

    def _touch(self, key: int, touch: SampleTouch, contacts: Sequence[int]) -> None:
        users, touch_key = self._lists.users, next(self._touch_keys)
        self.rows[TouchPoint].append({
            "id": touch_key,
            "uid": new_uid(),
            "customer_id": key,
            "at": touch.at,
            "contact_id": None if touch.contact is None else contacts[touch.contact],
            "user_id": users[touch.user],
            "kind": touch.kind,
            "direction": touch.direction,
            "mood": touch.mood,
            "minutes": touch.minutes,
            "words": touch.words,
        })  # fmt: skip
        if (promise := touch.promise) is not None:
            what = {"due_on": promise.due_on, "words": promise.words, "done_at": promise.done_at}
            whose = {"customer_id": key, "touch_point_id": touch_key, "user_id": users[promise.user]}
            self.rows[FollowUp].append({**whose, **what})

    def _logo(self, one: SampleCustomer) -> str | None:
        if one.logo is None:
            return None
        picture = logo(one.logo)
        digest = hashlib.sha256(picture).hexdigest()
        self._work.keep_file(digest, "image/png", picture)
        return digest


def _keys(work: Work, count: int) -> Iterator[int]:
    return iter(work.new_keys(count) if count else ())


def _customer(one: SampleCustomer, stage_id: int, photo: str | None) -> Columns:
    who = one.identity
    marks = {mark: mark in one.marks for mark in ("do_not_call", "do_not_write", "do_not_mail")}
    return {
        "kind": who.kind,
        "name": who.name,
        "sort_name": who.sort_name,
        "given": who.given,
        "family": who.family,
        "organisation": who.organisation,
        "stage_id": stage_id,
        "since": one.since,
        "number": one.number,
        "tax_number": one.tax_number,
        "language": who.language,
        "preferred_channel": one.preferred_channel,
        **marks,
        "notes": one.notes,
        "photo": photo,
        "retired_on": one.retired_on,
    }


def _address(who: Identity) -> Columns:
    place = who.address
    return {
        "street": place.street,
        "postal_code": place.postal_code,
        "town": place.town,
        "country": place.country,
        "kind": place.kind,
    }
