"""What can be done with customers: add, change, retire, bring back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from app.errors import Conflict, FieldConflict, Refused
from app.features.customers.reaches import ReachInput, add_reaches, merge_reaches
from app.models import Customer, CustomerTag, Field, FieldValue, Stage, Tag
from app.rules.chunks import chunks
from app.rules.names import display_name, sort_key
from app.rules.permissions import Permission
from app.rules.pictures import fault, media_type
from app.rules.text import clean
from app.rules.words import counted
from app.work import Command, Edits, Work

KINDS = ("company", "person")
CHANNELS = ("", "phone", "email", "letter", "visit")
"""The ways a customer may prefer to be spoken to."""
_LINES = {"notes"}
_TEXTS = {
    "name", "prefix", "given", "additional", "family", "suffix", "nickname", "organisation", "job_title",
    "number", "tax_number", "language", "preferred_channel", "birthday", "notes",
}  # fmt: skip
_NAME_PARTS = ("given", "family", "prefix", "additional", "suffix")
_PLAIN = _TEXTS | {"kind", "stage_id", "since", "do_not_call", "do_not_write", "do_not_mail"}
_LISTS = ("phones", "emails", "addresses", "links")


@dataclass(frozen=True)
class AddCustomer(Command[int]):
    """Add a company or a private person. Answers its id; the same `uid` again adds nothing."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    kind: str = "company"
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Any other field of a customer, named as in the form."""
    phones: Sequence[ReachInput] = ()
    emails: Sequence[ReachInput] = ()
    addresses: Sequence[ReachInput] = ()
    links: Sequence[ReachInput] = ()
    tags: Sequence[str] = ()
    fields: Mapping[int, str] = field(default_factory=dict)
    region: str = ""
    uid: str = ""

    def carry_out(self, work: Work) -> int:
        known = select(Customer.id).where(Customer.uid == self.uid)
        if self.uid and (stored := work.session.execute(known).scalar_one_or_none()):
            return stored
        if twice := self.values.keys() & {"kind", "name"}:
            raise Refused(f"The customer's {min(twice)} is given twice. Nothing was added.", min(twice))
        values = {**_cleaned(self.values), "kind": self.kind, "name": clean(self.name)}
        _complete_name(values)
        values.setdefault("stage_id", _first_stage(work))
        customer = work.add(Customer(uid=self.uid, **values))
        whose = {"customer_id": customer.id}
        for reaches in (self.phones, self.emails, self.addresses, self.links):
            add_reaches(work, whose, reaches, self.region)
        _set_tags(work, customer.id, (), self.tags)
        _set_fields(work, customer.id, {}, self.fields)
        work.say(f"Added {customer.name}")
        return customer.id


@dataclass(frozen=True)
class EditCustomer(Command[None]):
    """Change fields of a customer, each as (was, now); lists of reaches, tags and declared fields likewise."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    customer_id: int
    edits: Edits
    region: str = ""

    def carry_out(self, work: Work) -> None:
        customer = work.get(Customer, self.customer_id)
        unknown = set(self.edits) - _PLAIN - set(_LISTS) - {"tags", "fields"}
        if unknown:
            raise Refused(f"Not saved: a customer has no field {sorted(unknown)[0]}.")
        clashes: list[FieldConflict] = []
        plain = {name: pair for name, pair in self.edits.items() if name in _PLAIN}
        try:
            work.edit(customer, _named(customer, _cleaned_edits(plain)))
        except Conflict as conflict:
            clashes += conflict.fields
        whose = {"customer_id": customer.id}
        for name in _LISTS:
            if name in self.edits:
                clashes += merge_reaches(work, whose, *self.edits[name], self.region)
        if "tags" in self.edits:
            _set_tags(work, customer.id, *self.edits["tags"])
        if "fields" in self.edits:
            clashes += _set_fields(work, customer.id, *self.edits["fields"])
        if clashes:
            raise Conflict(tuple(clashes), by=work.last_hand(customer.id))
        work.say(f"Changed {customer.name}")


@dataclass(frozen=True)
class RetireCustomers(Command[int]):
    """Take customers out of the daily lists; all about them stays. Answers how many."""

    needs: ClassVar[Permission] = Permission.RETIRE_CUSTOMERS

    customer_ids: Sequence[int]

    def carry_out(self, work: Work) -> int:
        return _retire(work, self.customer_ids, work.today, "Retired")


@dataclass(frozen=True)
class BringBackCustomers(Command[int]):
    """Put retired customers back into the daily lists. Answers how many."""

    needs: ClassVar[Permission] = Permission.RETIRE_CUSTOMERS

    customer_ids: Sequence[int]

    def carry_out(self, work: Work) -> int:
        return _retire(work, self.customer_ids, None, "Brought back")


@dataclass(frozen=True)
class SetPhoto(Command[None]):
    """Give a customer a photo or logo (PNG or JPEG bytes), or take it away."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    customer_id: int
    data: bytes | None

    def carry_out(self, work: Work) -> None:
        customer = work.get(Customer, self.customer_id)
        if self.data is None:
            work.change(customer, photo=None)
            work.say(f"Removed the picture of {customer.name}")
            return
        if wrong := fault(self.data):
            raise Refused(f"Not saved: the picture is {wrong}. Choose another one or make it smaller.", "photo")
        digest = hashlib.sha256(self.data).hexdigest()
        work.keep_file(digest, media_type(self.data), self.data)
        work.change(customer, photo=digest)
        work.say(f"Set the picture of {customer.name}")


def _retire(work: Work, ids: Sequence[int], day: date | None, verb: str) -> int:
    fitting = Customer.retired_on.is_(None) if day else Customer.retired_on.is_not(None)
    found: list[tuple[int, str]] = []
    work.find(ids, "Some of these customers are not in the book (any more). Nothing was changed.")
    for some in chunks(sorted(set(ids))):
        chosen = select(Customer.id, Customer.name).where(Customer.id.in_(some), fitting).order_by(Customer.id)
        found += [(key, name) for key, name in work.session.execute(chosen.with_for_update(key_share=True))]
    if not found:
        raise Refused("Nothing was changed: none of these customers is in the book in that state.")
    work.change_many(Customer, [key for key, _ in found], retired_on=day)
    work.say(f"{verb} {found[0][1]}" if len(found) == 1 else f"{verb} {counted(len(found), 'customer')}")
    return len(found)


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - _PLAIN
    if unknown:
        raise Refused(f"Not saved: a customer has no field {sorted(unknown)[0]}.")
    return {name: _clean(name, value) for name, value in values.items()}


def _cleaned_edits(edits: Edits) -> dict[str, tuple[Any, Any]]:
    return {name: (was, _clean(name, now)) for name, (was, now) in edits.items()}


def _clean(name: str, value: Any) -> Any:
    return clean(value, lines=name in _LINES) if name in _TEXTS else value


def _complete_name(values: dict[str, Any]) -> None:
    """A person's name from its parts where it was not typed; and the key under which it is sorted."""
    if values["kind"] not in KINDS:
        raise Refused("Not saved: a customer is a company or a person.", "kind")
    values["name"] = values["name"] or display_name(*(values.get(part, "") for part in _NAME_PARTS))
    if not values["name"]:
        raise Refused("Not saved: the customer has no name yet.", "name")
    values["sort_name"] = sort_key(values["name"], values["kind"], values.get("family", ""), values.get("given", ""))


def _named(customer: Customer, edits: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """The edits, with the sort key and a name that followed from its parts following them; one that was typed stays."""
    parts = ("kind", "name", *_NAME_PARTS)
    if not any(part in edits for part in parts):
        return edits
    values = {part: edits[part][1] if part in edits else getattr(customer, part) for part in parts}
    followed = customer.name == display_name(*(getattr(customer, part) for part in _NAME_PARTS))
    if "name" not in edits and followed and values["kind"] == "person" and (values["given"] or values["family"]):
        values["name"] = ""
    _complete_name(values)
    derived = {name: values[name] for name in ("name", "sort_name") if values[name] != getattr(customer, name)}
    return edits | {name: (getattr(customer, name), now) for name, now in derived.items() if name not in edits}


def _first_stage(work: Work) -> int:
    return work.session.execute(select(Stage.id).order_by(Stage.position, Stage.id).limit(1)).scalar_one()


def _set_tags(work: Work, customer_id: int, was: Sequence[str], now: Sequence[str]) -> None:
    """Two people may each add a tag: only what this form changed is changed."""
    added = [name for name in dict.fromkeys(clean(tag) for tag in now) if name and name not in was]
    removed = [name for name in was if name not in now]
    wanted = select(Tag.id, Tag.name).where(Tag.name.in_([*added, *removed]))
    ids = {name: key for key, name in work.session.execute(wanted)}
    borne = select(CustomerTag).where(CustomerTag.customer_id == customer_id)
    rows = {row.tag_id: row for row in work.session.execute(borne).scalars()}
    for name in removed:
        if (row := rows.get(ids.get(name, 0))) is not None:
            work.remove(row)
    fresh = [name for name in added if name not in ids]
    ids |= dict(zip(fresh, work.add_many(Tag, [{"name": name} for name in fresh]), strict=True))
    missing = [ids[name] for name in added if ids[name] not in rows]
    work.add_many(CustomerTag, [{"customer_id": customer_id, "tag_id": tag} for tag in missing])


def _set_fields(work: Work, customer_id: int, was: Mapping[int, str], now: Mapping[int, str]) -> list[FieldConflict]:
    stored = select(FieldValue).where(FieldValue.customer_id == customer_id)
    rows = {row.field_id: row for row in work.session.execute(stored).scalars()}
    declared = set(work.session.execute(select(Field.id)).scalars())
    clashes = []
    for key in {**was, **now}:
        if key not in declared:
            raise Refused("Not saved: this field is not declared in the book (any more).", "fields")
        row, before, mine = rows.get(key), was.get(key, ""), clean(now.get(key, ""), lines=True)
        theirs = row.value if row else ""
        if mine in (before, theirs):
            continue
        if theirs != before:
            clashes.append(FieldConflict(f"fields:{key}", mine, theirs, before))
        elif row is None:
            work.add(FieldValue(customer_id=customer_id, field_id=key, value=mine))
        elif mine:
            work.change(row, value=mine)
        else:
            work.remove(row)
    return clashes
