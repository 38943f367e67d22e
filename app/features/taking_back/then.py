"""What a customer, a person or a touch point was in an earlier state of the book, with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import (
    JOURNALLED,
    AssignmentRole,
    Contact,
    Customer,
    Field,
    File,
    Membership,
    Stage,
    Tag,
    TouchPoint,
)
from app.models.among import among
from app.models.base import table_of
from app.rules.chunks import chunks

OF_CUSTOMERS: Final = tuple(name for name, model in JOURNALLED.items() if model.customer_key == "customer_id")
"""What hangs on a customer, in the order in which rows may come."""
OF_CONTACTS: Final = ("phones", "emails", "links", "addresses")
TRAVELLING: Final = ("customers", "contacts", "touch_points")
"""What is known by its uid wherever it goes."""
_NAMED: Final = {"stages": Stage, "tags": Tag, "fields": Field, "assignment_roles": AssignmentRole}
_NO_SUCH: Final = "There is no {noun} {keys} in it. Nothing was taken back."
_NOUNS: Final = {"customers": "customer", "contacts": "person", "touch_points": "touch point"}

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Then:
    """One of them: its own row first, then those that belong to it; `uids` are of whatever else these name."""

    table: str
    id: int
    uid: str
    name: str
    rows: tuple[tuple[str, Values], ...] = field(repr=False)
    uids: Mapping[tuple[str, int], str] = field(repr=False)
    names: Mapping[tuple[str, int], str] = field(repr=False)
    """What stages, tags, fields and roles were called that its rows name."""
    pictures: Mapping[str, tuple[str, bytes]] = field(repr=False)


def customers_then(session: Session, keys: Sequence[int]) -> tuple[Then, ...]:
    """Customers with all that is theirs, and the people at them. Raises NotFound."""
    return tuple(_then(session, "customers", key) for key in _known(session, "customers", keys))


def contacts_then(session: Session, keys: Sequence[int]) -> tuple[Then, ...]:
    """People, how they are reached, and where they belong. Raises NotFound."""
    return tuple(_then(session, "contacts", key) for key in _known(session, "contacts", keys))


def touch_points_then(session: Session, keys: Sequence[int]) -> tuple[Then, ...]:
    """Touch points alone. Raises NotFound."""
    return tuple(_then(session, "touch_points", key) for key in _known(session, "touch_points", keys))


def _known(session: Session, name: str, keys: Sequence[int]) -> list[int]:
    table, wanted = table_of(JOURNALLED[name]), list(dict.fromkeys(keys))
    found = set(session.execute(select(table.c.id).where(among(table.c.id)), {"ids": wanted}).scalars())
    missing = [str(key) for key in wanted if key not in found]
    if missing:
        raise NotFound(_NO_SUCH.format(noun=_NOUNS[name], keys=", ".join(missing)))
    return wanted


def _then(session: Session, name: str, key: int) -> Then:
    rows = list(_rows(session, name, key))
    own = rows[0][1]
    named = own.get("name") or _customer_name(session, own["customer_id"])
    said = f"what was said with {named}" if name == "touch_points" else named
    uids, names = _uids(session, rows), _names(session, rows)
    return Then(name, key, own["uid"], said, tuple(rows), uids, names, _pictures(session, rows))


def _customer_name(session: Session, key: int) -> str:
    return session.execute(select(Customer.name).where(Customer.id == key)).scalar_one()


def _rows(session: Session, name: str, key: int) -> Iterator[tuple[str, Values]]:
    yield from _of(session, name, "id", [key])
    if name == "customers":
        people = list(session.execute(select(Membership.contact_id).where(Membership.customer_id == key)).scalars())
        yield from _of(session, "contacts", "id", people)
        for child in OF_CONTACTS:
            yield from _of(session, child, "contact_id", people)
        for child in OF_CUSTOMERS:
            yield from _of(session, child, "customer_id", [key])
    elif name == "contacts":
        for child in (*OF_CONTACTS, "memberships"):
            yield from _of(session, child, "contact_id", [key])


def _of(session: Session, name: str, column: str, keys: Sequence[int]) -> Iterator[tuple[str, Values]]:
    table: Table = table_of(JOURNALLED[name])
    asked = select(table).where(among(table.c[column])).order_by(table.c.id)
    for some in chunks(sorted(set(keys))):
        yield from ((name, dict(row._mapping)) for row in session.execute(asked, {"ids": some}))


def _uids(session: Session, rows: Iterable[tuple[str, Values]]) -> dict[tuple[str, int], str]:
    """The uids of all customers, people and touch points that the rows are of or name."""
    found: dict[tuple[str, int], str] = {}
    for name, model in (("customers", Customer), ("contacts", Contact), ("touch_points", TouchPoint)):
        column = f"{name.removesuffix('s')}_id"
        keys = {values[column] for _, values in rows if values.get(column) is not None}
        keys |= {values["id"] for table, values in rows if table == name}
        for some in chunks(sorted(keys)):
            asked = select(model.id, model.uid).where(among(model.id))
            found.update({(name, key): uid for key, uid in session.execute(asked, {"ids": some})})
    return found


def _names(session: Session, rows: Iterable[tuple[str, Values]]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    columns = {"stages": "stage_id", "tags": "tag_id", "fields": "field_id", "assignment_roles": "role_id"}
    for name, model in _NAMED.items():
        keys = sorted({values[columns[name]] for _, values in rows if values.get(columns[name]) is not None})
        columns_of = table_of(model).c
        asked = select(columns_of.id, columns_of.name).where(columns_of.id.in_(keys))
        found.update({(name, key): called for key, called in session.execute(asked)})
    return found


def _pictures(session: Session, rows: Iterable[tuple[str, Values]]) -> dict[str, tuple[str, bytes]]:
    wanted = {values["photo"] for _, values in rows if values.get("photo")}
    found = session.execute(select(File.digest, File.media_type, File.data).where(File.digest.in_(wanted)))
    return {digest: (kind, data) for digest, kind, data in found}
