"""What somebody was beside what they are today, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.taking_back.then import Then, Values, contacts_then, customers_then, touch_points_then
from app.models import JOURNALLED
from app.models.base import table_of
from app.rules.words import counted, field_words

_COLUMNS: Final = {
    "customers": (
        "name", "stage_id", "since", "number", "tax_number", "language", "preferred_channel", "do_not_call",
        "do_not_write", "do_not_mail", "birthday", "notes", "organisation", "job_title", "photo", "retired_on",
    ),
    "contacts": ("name", "language", "do_not_call", "notes", "photo"),
    "touch_points": ("at", "kind", "direction", "mood", "minutes", "words", "withdrawn_at"),
}  # fmt: skip
_HANGING: Final = {
    "phones": "phones", "emails": "e-mails", "links": "links", "addresses": "addresses", "customer_tags": "tags",
    "field_values": "own fields", "contacts": "people", "memberships": "places of people",
    "touch_points": "touch points",
}  # fmt: skip
_WITH_NAME: Final = {"name": ("sort_name", "given", "family", "prefix", "additional", "suffix", "nickname")}
_OWN: Final = frozenset({"id", "version", "customer_id", "contact_id", "touch_point_id", "user_id", "at"})
_OF_A_PERSON: Final = _HANGING | {"memberships": "belongs to"}
_COUNTED: Final = {"touch_points": "touch point", "memberships": "place"}
_READ: Final = {"customers": customers_then, "contacts": contacts_then, "touch_points": touch_points_then}


@dataclass(frozen=True, slots=True)
class Compared:
    """One field: what it was and what it is; `fields` are those that come back with it, `seen` what they are today."""

    fields: tuple[str, ...]
    label: str
    then: str
    today: str
    differs: bool
    seen: dict[str, Any]


def today_of(session: Session, table: str, uids: Sequence[str]) -> dict[str, Then]:
    """Those of them that are in the book today, by their uids."""
    columns = table_of(JOURNALLED[table]).c
    keys = session.execute(select(columns.id).where(columns.uid.in_(list(uids)))).scalars().all()
    return {one.uid: one for one in _READ[table](session, keys)}


def compared(then: Then, today: Then) -> tuple[Compared, ...]:
    """Field by field, those that say something in one of the two."""
    was, now = then.rows[0][1], today.rows[0][1]
    plain = (_plain(then, today, name, was, now) for name in _COLUMNS[then.table])
    labels = _OF_A_PERSON if then.table == "contacts" else _HANGING
    hanging = (_hanging(then, today, table, label) for table, label in labels.items() if table != then.table)
    return tuple(one for one in (*plain, *hanging) if one.then or one.today)


def _plain(then: Then, today: Then, name: str, was: Values, now: Values) -> Compared:
    fields = (name, *(one for one in _WITH_NAME.get(name, ()) if one in was))
    told = _told(then, name, was[name]), _told(today, name, now[name])
    differs = any(was[one] != now[one] for one in fields) if name != "stage_id" else told[0] != told[1]
    return Compared(fields, field_words(name), *told, differs, {one: now[one] for one in fields})


def _told(one: Then, name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if name == "stage_id":
        return one.names.get(("stages", value), "")
    if isinstance(value, datetime):
        return f"{value.astimezone():%Y-%m-%d %H:%M}"
    return "yes" if value is True else "a picture" if name == "photo" else str(value)


def _hanging(then: Then, today: Then, table: str, label: str) -> Compared:
    """What comes back is what was there and is not there now in the same words."""
    were, are = list(_contents(then, table)), list(_contents(today, table))
    told = _listed(table, were), _listed(table, are)
    return Compared((table,), label, *told, bool({key for key, _ in were} - {key for key, _ in are}), {})


def _contents(one: Then, table: str) -> Iterator[tuple[tuple[object, ...], str]]:
    """Each row by what it says, and in words."""
    for name, row in one.rows:
        if name == table:
            said = {key: value for key, value in row.items() if key not in _OWN}
            if table == "memberships":
                said["person"] = one.uids.get(("contacts", row["contact_id"]), "")
                said["customer"] = one.uids.get(("customers", row["customer_id"]), "")
            for key, listed in (("tag_id", "tags"), ("field_id", "fields")):
                if key in said:
                    said[key] = one.names.get((listed, said[key]), "")
            yield tuple(map(str, said.values())), _words(table, said)


def _words(table: str, said: Values) -> str:
    if table == "field_values":
        return f"{said['field_id']}: {said['value']}"
    if table == "addresses":
        return " ".join(part for part in (said["street"], said["postal_code"], said["town"]) if part)
    shown = {"phones": "raw", "emails": "address", "links": "url", "customer_tags": "tag_id", "contacts": "name"}
    return str(said.get(shown.get(table, ""), ""))


def _listed(table: str, rows: Iterable[tuple[object, str]]) -> str:
    words = [one for _, one in rows]
    if table in _COUNTED:
        return counted(len(words), _COUNTED[table]) if words else ""
    return ", ".join(words)
