"""All that a customer's line and search entry are drawn from, read in two statements for any number of customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.models.among import handed, keys_as_rows
from app.store.hot import from_day, run


class Subject(NamedTuple):
    """A customer's own row, its present owner, and when something passed last (microseconds since 1970).

    What is so or not is a number, as SQLite has it; PostgreSQL's False and True are numbers too.
    """

    id: int
    kind: str
    name: str
    given: str
    family: str
    nickname: str
    sort_name: str
    organisation: str
    job_title: str
    number: str
    tax_number: str
    notes: str
    stage_id: int
    do_not_call: int
    do_not_write: int
    do_not_mail: int
    retired: int
    owner_id: int | None
    last_touch_at: int | None


@dataclass(slots=True)
class About:
    """What hangs on a customer; its own numbers and addresses before those of its people, preferred ones first."""

    people: list[str] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    addresses: list[tuple[str, ...]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


OWNER = (
    "SELECT a.user_id FROM assignments a JOIN assignment_roles r ON r.id = a.role_id AND r.is_owner"
    " WHERE a.customer_id = {customer} AND a.from_day <= :today AND (a.until_day IS NULL OR a.until_day >= :today)"
    " ORDER BY a.from_day DESC, a.id DESC LIMIT 1"
)
LAST_TOUCH = (
    "SELECT t.at FROM touch_points t WHERE t.customer_id = {customer} AND t.withdrawn_at IS NULL"
    " ORDER BY t.at DESC LIMIT 1"
)
_SUBJECTS = f"""
SELECT c.id, c.kind, c.name, c.given, c.family, c.nickname, c.sort_name, c.organisation, c.job_title, c.number,
    c.tax_number, c.notes, c.stage_id, c.do_not_call, c.do_not_write, c.do_not_mail, c.retired_on IS NOT NULL,
    ({OWNER.format(customer="c.id")}), ({LAST_TOUCH.format(customer="c.id")})
FROM chosen JOIN customers c ON c.id = chosen.id ORDER BY c.id
"""

_PERSON, _PHONE, _EMAIL, _LINK, _ADDRESS, _TAG, _VALUE = range(7)


def _reached(kind: int, table: str, *columns: str) -> str:
    """The rows of a customer itself, then those of its people."""
    given = [f"x.{column}" for column in columns] + ["''"] * (6 - len(columns))
    shared = f"{kind}, {{later}}, NOT x.preferred, x.id, {', '.join(given)}"
    return (
        f"SELECT x.customer_id, {shared.format(later=0)} FROM chosen JOIN {table} x ON x.customer_id = chosen.id"
        f" UNION ALL SELECT m.customer_id, {shared.format(later=1)} FROM chosen"
        f" JOIN memberships m ON m.customer_id = chosen.id JOIN {table} x ON x.contact_id = m.contact_id"
    )


def _plain(kind: int, column: str, joined: str) -> str:
    return f"SELECT chosen.id, {kind}, 0, x.id IS NULL, x.id, {column}, '', '', '', '', '' FROM chosen {joined}"


_HANGING = " UNION ALL ".join((
    _plain(_PERSON, "y.name", "JOIN memberships x ON x.customer_id = chosen.id JOIN contacts y ON y.id = x.contact_id"),
    _reached(_PHONE, "phones", "raw", "e164"),
    _reached(_EMAIL, "emails", "address"),
    _reached(_LINK, "links", "url"),
    _reached(_ADDRESS, "addresses", "town", "street", "extra", "postal_code", "region", "country"),
    _plain(_TAG, "y.name", "JOIN customer_tags x ON x.customer_id = chosen.id JOIN tags y ON y.id = x.tag_id"),
    _plain(_VALUE, "x.value", "JOIN field_values x ON x.customer_id = chosen.id"),
)) + " ORDER BY 1, 2, 3, 4, 5"  # fmt: skip


def subjects(connection: Connection, ids: Sequence[int], today: date) -> list[Subject]:
    """The customers' own rows, by id; those that are gone are left out."""
    return [Subject(*row) for row in _of(connection, ids, _SUBJECTS, today=from_day(connection.dialect.name, today))]


def hanging_on(connection: Connection, ids: Sequence[int]) -> dict[int, About]:
    """By customer what hangs on it."""
    about: dict[int, About] = defaultdict(About)
    for customer, kind, _, _, _, *given in _of(connection, ids, _HANGING):
        _TAKE[kind](about[customer], given)
    return about


def _of(connection: Connection, ids: Sequence[int], sql: str, **asked: object) -> Sequence[Any]:
    """The rows of a statement that joins the `chosen` customers."""
    engine = connection.dialect.name
    chosen = f"WITH chosen(id) AS ({keys_as_rows(engine)}) "
    rows: Sequence[Any] = run(connection, chosen + sql, {"ids": handed(engine, ids), **asked}).fetchall()
    return rows


_TAKE = {
    _PERSON: lambda about, given: about.people.append(given[0]),
    _PHONE: lambda about, given: about.phones.append((given[0], given[1])),
    _EMAIL: lambda about, given: about.emails.append(given[0]),
    _LINK: lambda about, given: about.links.append(given[0]),
    _ADDRESS: lambda about, given: about.addresses.append(tuple(given)),
    _TAG: lambda about, given: about.tags.append(given[0]),
    _VALUE: lambda about, given: about.values.append(given[0]),
}
