"""What the other commands must come to: people, touch points, promises, assignments, retiring, importing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from app.features.importing import Reading
from app.rules.days import DAY
from app.work import Edits
from tests.trials.two_people.editing import NotDone, merge, of, there
from tests.trials.two_people.rows import SOME, Columns, Expected, New, Rows


def today() -> date:
    """The day that it is where this computer stands."""
    return datetime.now(UTC).astimezone().date()


def add_customer(
    kind: str, name: Columns, reaches: Mapping[str, Sequence[Columns]], tags: Sequence[str], rows: Rows
) -> Expected:
    """A customer with what one reaches it by, the first of each preferred, and its tags."""
    expected = Expected()
    composed = " ".join(name.values())
    customer = expected.add("customers", kind=kind, **{"name": composed, **name}, notes="", retired_on=None)
    for table, some in reaches.items():
        for number, typed in enumerate(some):
            expected.add(table, customer_id=customer, contact_id=None, preferred=number == 0, **typed)
    for tag in tags:
        expected.add("customer_tags", customer_id=customer, tag_id=_tag(rows, expected, tag))
    return expected


def add_contact(rows: Rows, customer: int, name: str, raw: str) -> Expected:
    """A person, where they are, and their number."""
    there(rows, "customers", customer)
    expected = Expected()
    contact = expected.add("contacts", name=name, notes="")
    expected.add("memberships", customer_id=customer, contact_id=contact, role="")
    expected.add("phones", customer_id=None, contact_id=contact, raw=raw, preferred=True)
    return expected


def link_contact(rows: Rows, customer: int, contact: int) -> Expected:
    """A person at one more customer, at each of them once."""
    there(rows, "customers", customer)
    there(rows, "contacts", contact)
    if of(rows, "memberships", customer_id=customer, contact_id=contact):
        raise NotDone
    expected = Expected()
    expected.add("memberships", customer_id=customer, contact_id=contact)
    return expected


def unlink_contact(rows: Rows, customer: int, contact: int) -> Expected:
    """The person stays."""
    memberships = of(rows, "memberships", customer_id=customer, contact_id=contact)
    if not memberships:
        raise NotDone
    return Expected(removed={("memberships", memberships[0][0])})


def log(rows: Rows, customer: int, user: int, words: str, due_on: date | None) -> Expected:
    """A touch point, and what was promised with it."""
    there(rows, "customers", customer)
    expected = Expected()
    touch = expected.add("touch_points", customer_id=customer, user_id=user, words=words, withdrawn_at=None)
    if due_on is not None:
        promised: Columns = {"due_on": due_on, "done_at": None, "words": words}
        expected.add("follow_ups", customer_id=customer, user_id=user, touch_point_id=touch, **promised)
    return expected


def change(rows: Rows, table: str, number: int, edits: Edits) -> Expected:
    """Some fields of one row, each as (was, now)."""
    expected, clashes = Expected(), dict[str, Any]()
    merge(expected, clashes, (table, number), there(rows, table, number), edits)
    if clashes:
        raise NotDone(clashes)
    return expected


def stamp(rows: Rows, table: str, number: int, column: str, *, back: bool = False) -> Expected:
    """Withdrawn, finished: once, with the instant; or no longer so."""
    stamped = there(rows, table, number)[column] is not None
    expected = Expected()
    if stamped == back:
        expected.set((table, number), **{column: None if back else SOME})
    return expected


def promise(rows: Rows, customer: int, user: int, words: str, due_on: date, touch: int | None) -> Expected:
    """A follow-up by itself, or after a touch point with the same customer."""
    there(rows, "customers", customer)
    if touch is not None and rows.get(("touch_points", touch), {}).get("customer_id") != customer:
        raise NotDone
    expected = Expected()
    promised: Columns = {"due_on": due_on, "done_at": None, "words": words}
    expected.add("follow_ups", customer_id=customer, user_id=user, touch_point_id=touch, **promised)
    return expected


def assign(rows: Rows, customers: Sequence[int], user: int, role: int, is_owner: bool) -> Expected:
    """From today on; a new owner ends the one before, and who has the role already is passed over."""
    expected = Expected()
    for customer in customers:
        there(rows, "customers", customer)
        present = of(rows, "assignments", customer_id=customer, role_id=role)
        holding = [(number, row) for number, row in present if holds(row, today())]
        if any(row["user_id"] == user for _, row in holding):
            continue
        for number, _ in holding if is_owner else ():
            expected.set(("assignments", number), until_day=today() - DAY)
        named: Columns = {"user_id": user, "role_id": role, "from_day": today(), "until_day": None}
        expected.add("assignments", customer_id=customer, **named)
    if not expected:
        raise NotDone
    return expected


def holds(assignment: Columns, day: date) -> bool:
    """Whether it is in force on the day."""
    until = assignment["until_day"]
    return assignment["from_day"] <= day and (until is None or until >= day)


def end(rows: Rows, assignment: int) -> Expected:
    """No longer from today on."""
    row = there(rows, "assignments", assignment)
    last = today() - DAY
    if row["until_day"] is not None and row["until_day"] <= last:
        raise NotDone
    expected = Expected()
    expected.set(("assignments", assignment), until_day=max(last, row["from_day"] - DAY))
    return expected


def retire(rows: Rows, customers: Sequence[int], *, back: bool) -> Expected:
    """Those that are in the daily lists go out of them, or the other way round."""
    expected = Expected()
    for customer in customers:
        row = rows.get(("customers", customer))
        if row is not None and (row["retired_on"] is None) != back:
            expected.set(("customers", customer), retired_on=None if back else today())
    if not expected:
        raise NotDone
    return expected


def bring_in(rows: Rows, reading: Reading, tag: str) -> Expected:
    """The cards that did not come in before, each with its number, the import's tag and where it came from."""
    expected = Expected()
    known = {row["digest"] for _, row in of(rows, "origins")}
    for one in reading.cards:
        if one.digest in known:
            continue
        customer = expected.add("customers", kind=one.card.kind, name=one.card.name, notes=one.card.note)
        for phone in one.card.phones:
            expected.add("phones", customer_id=customer, raw=phone.value, preferred=True)
        expected.add("customer_tags", customer_id=customer, tag_id=_tag(rows, expected, tag))
        expected.add("origins", customer_id=customer, digest=one.digest)
    return expected


def _tag(rows: Rows, expected: Expected, name: str) -> int | New:
    known = next((number for number, row in of(rows, "tags") if row["name"] == name), None)
    made = [columns["name"] for table, columns in expected.added if table == "tags"]
    if known is None:
        return New("tags", made.index(name)) if name in made else expected.add("tags", name=name)
    return known
