"""What an edit of a customer or a person must come to, given what its form had shown: told without asking the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput, ReachInput
from app.work import Edits
from tests.trials.two_people.rows import Columns, Expected, Key, Rows


class NotDone(Exception):
    """The command must be refused; with `clashes`, by field what somebody else put there, as a conflict."""

    def __init__(self, clashes: Mapping[str, Any] | None = None) -> None:
        super().__init__(clashes)
        self.clashes = dict(clashes or {})


def there(rows: Rows, table: str, number: int) -> Columns:
    """The row, which must be in the book still."""
    if (table, number) not in rows:
        raise NotDone
    return rows[table, number]


def of(rows: Rows, table: str, **columns: Any) -> list[tuple[int, Columns]]:
    """The rows of a table that have these values, by their keys."""
    wanted = columns.items()
    return sorted((number, row) for (name, number), row in rows.items() if name == table and wanted <= row.items())


REACHES: dict[str, type[ReachInput]] = {
    "phones": PhoneInput, "emails": EmailInput, "addresses": AddressInput, "links": LinkInput
}  # fmt: skip
"""By table what a form has of its rows."""


def reaches_of(rows: Rows, table: str, **whose: int) -> tuple[Any, ...]:
    """The numbers, or whatever the table has, as a form shows them."""
    found = [_shown(table, number, row) for number, row in of(rows, table, **whose)]
    return tuple(sorted(found, key=lambda one: not one.preferred))


def tags_of(rows: Rows, customer: int) -> tuple[str, ...]:
    """The names of the tags that a customer bears."""
    borne = of(rows, "customer_tags", customer_id=customer)
    return tuple(sorted(rows["tags", row["tag_id"]]["name"] for _, row in borne))


def fields_of(rows: Rows, customer: int) -> dict[int, str]:
    """What a customer has in the fields that the firm declared."""
    return {row["field_id"]: row["value"] for _, row in of(rows, "field_values", customer_id=customer)}


def edit_customer(rows: Rows, customer: int, edits: Edits) -> Expected:
    """Fields, numbers, tags and declared fields merge by themselves; what two people changed is a conflict."""
    row = there(rows, "customers", customer)
    expected, clashes = Expected(), dict[str, Any]()
    merge(expected, clashes, ("customers", customer), row, {name: edits[name] for name in edits if name in row})
    _name_follows(expected, ("customers", customer), row, edits)
    for table in REACHES.keys() & edits.keys():
        _merge_reaches(rows, expected, clashes, table, {"customer_id": customer}, *edits[table])
    if "tags" in edits:
        _merge_tags(rows, expected, customer, *edits["tags"])
    if "fields" in edits:
        _merge_fields(rows, expected, clashes, customer, *edits["fields"])
    if clashes:
        raise NotDone(clashes)
    return expected


def edit_contact(rows: Rows, customer: int, contact: int, edits: Edits) -> Expected:
    """The person's own fields, and the role at this customer."""
    person = there(rows, "contacts", contact)
    memberships = of(rows, "memberships", customer_id=customer, contact_id=contact)
    if not memberships:
        raise NotDone
    expected, clashes = Expected(), dict[str, Any]()
    at, membership = memberships[0]
    for key, row in ((("contacts", contact), person), (("memberships", at), membership)):
        merge(expected, clashes, key, row, {name: edits[name] for name in edits if name in row})
    if clashes:
        raise NotDone(clashes)
    return expected


def merge(expected: Expected, clashes: dict[str, Any], key: Key, row: Columns, edits: Edits) -> None:
    """Each field: still as it was seen: set; already as wanted: nothing; else somebody else's."""
    for name, (was, now) in edits.items():
        if row[name] == was != now:
            expected.set(key, **{name: now})
        elif row[name] not in (was, now):
            clashes[name] = row[name]


def _name_follows(expected: Expected, key: Key, row: Columns, edits: Edits) -> None:
    """A person's name follows its parts, unless somebody typed another one."""
    changed = expected.changed.get(key, {})
    composed = f"{row['given']} {row['family']}".strip()
    if row["kind"] == "person" and "name" not in edits and row["name"] == composed and changed:
        new = row | changed
        if (name := f"{new['given']} {new['family']}".strip()) != composed:
            expected.set(key, name=name)


def _merge_reaches(
    rows: Rows,
    expected: Expected,
    clashes: dict[str, Any],
    table: str,
    whose: dict[str, int],
    was: Sequence[ReachInput],
    now: Sequence[ReachInput],
) -> None:
    wanted = {one.id: one for one in now if one.id}
    present: dict[int, ReachInput] = {number: _shown(table, number, row) for number, row in of(rows, table, **whose)}
    marked = set[int]()
    for original in was:
        mine, theirs = wanted.get(original.id), present.get(original.id)
        if mine in (original, theirs):
            continue
        if theirs != original:
            clashes[f"{table}:{original.id}"] = theirs
        elif mine is None:
            expected.removed.add((table, original.id))
            del present[original.id]
        else:
            expected.set((table, original.id), **_typed_columns(mine))
            present[original.id] = mine
            marked |= {original.id} if mine.preferred else set()
    new = [one for one in now if not one.id]
    _keep_one_marked(expected, table, present, marked, any(one.preferred for one in new))
    for one in new:
        expected.add(table, **_typed_columns(one), **whose)


def _typed_columns(one: ReachInput) -> Columns:
    return {name: value for name, value in asdict(one).items() if name != "id"}


def _keep_one_marked(
    expected: Expected, table: str, present: Mapping[int, ReachInput], marked: set[int], new_one: bool
) -> None:
    """The one that was marked just now is the preferred one, else the first that was."""
    preferred = [number for number in sorted(present) if present[number].preferred]
    keep = None if new_one else max(marked, default=min(preferred, default=None))
    for number in preferred:
        if number != keep:
            expected.set((table, number), preferred=False)


def _merge_tags(rows: Rows, expected: Expected, customer: int, was: Sequence[str], now: Sequence[str]) -> None:
    known = {row["name"]: number for number, row in of(rows, "tags")}
    borne = {row["tag_id"]: number for number, row in of(rows, "customer_tags", customer_id=customer)}
    for name in set(was) - set(now):
        if known.get(name) in borne:
            expected.removed.add(("customer_tags", borne[known[name]]))
    for name in now:
        if name not in was and known.get(name) not in borne:
            tag = known[name] if name in known else expected.add("tags", name=name)
            expected.add("customer_tags", customer_id=customer, tag_id=tag)


def _merge_fields(
    rows: Rows,
    expected: Expected,
    clashes: dict[str, Any],
    customer: int,
    was: Mapping[int, str],
    now: Mapping[int, str],
) -> None:
    present = {
        row["field_id"]: (number, row["value"]) for number, row in of(rows, "field_values", customer_id=customer)
    }
    for field in {**was, **now}:
        number, theirs = present.get(field, (0, ""))
        before, mine = was.get(field, ""), now.get(field, "")
        if mine in (before, theirs):
            continue
        if theirs != before:
            clashes[f"fields:{field}"] = theirs
        elif not number:
            expected.add("field_values", customer_id=customer, field_id=field, value=mine)
        elif mine:
            expected.set(("field_values", number), value=mine)
        else:
            expected.removed.add(("field_values", number))


def _shown(table: str, number: int, row: Columns) -> Any:
    kind = REACHES[table]
    return kind(**{one.name: row[one.name] for one in fields(kind)} | {"id": number})


def marked(some: Sequence[ReachInput], number: int) -> tuple[ReachInput, ...]:
    """The list with this one preferred, as a form marks it."""
    return tuple(replace(one, preferred=one.id == number) for one in some)
