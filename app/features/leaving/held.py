"""All that the book holds on one customer, for the customer: every row, what it was before, and who took it along."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.leaving.cards import refuse_others
from app.models import JOURNALLED, Change, Customer, Export, Journalled, Membership, Operation, User
from app.models.base import table_of
from app.rules.key_ranges import in_ranges
from app.rules.permissions import Permission, for_any
from app.rules.words import TABLES, field_words

_UNSAID = frozenset({"id", "version", "sort_name", "folded", "e164", "customer_id", "contact_id"})
Rows = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held: by table its rows, by column; times are UTC. `mark` is the fingerprint of the export."""

    name: str
    tables: dict[str, Rows]
    mark: str = ""

    def to_json(self) -> str:
        """As one JSON document."""
        told = {"name": self.name, "fingerprint": self.mark, **self.tables}
        return json.dumps(told, ensure_ascii=False, indent=1, default=str)

    def lines(self) -> Iterator[str]:
        """As a person reads it."""
        yield f"All we hold on {self.name}"
        for table, rows in self.tables.items():
            yield ""
            yield f"{TABLES.get(table, table).capitalize()} ({len(rows)})"
            for row in rows:
                yield "  " + "; ".join(f"{field_words(name)}: {_told(value)}" for name, value in row.items())
        yield ""
        yield f"{self.mark}. This stands in the ledger of the book."


@for_any(Permission.EXPORT)
def all_we_hold(session: Session, export_id: int, customer_id: int) -> Held:
    """Everything about a customer and the people there. Raises NotFound unless the export is under way and has it."""
    refuse_others(session, export_id, [customer_id])
    name = session.execute(select(Customer.name).where(Customer.id == customer_id)).scalar_one_or_none()
    if name is None:
        raise NotFound("This customer is not in the book (any more).")
    people = session.execute(select(Membership.contact_id).where(Membership.customer_id == customer_id)).scalars().all()
    tables = {table: _rows(session, model, customer_id, people) for table, model in JOURNALLED.items()}
    about = or_(Change.customer_id == customer_id, Change.contact_id.in_(people))
    tables["journal"] = _named(
        ("at", "user", "words"),
        session.execute(
            select(Operation.at, User.name, Operation.summary)
            .join(User, User.id == Operation.user_id)
            .where(Operation.id.in_(select(Change.operation_id).where(about)))
            .order_by(Operation.revision)
        ),
    )
    tables["earlier values"] = _named(
        ("table", "kind", "before"),
        session.execute(
            select(Change.table_name, Change.kind, Change.before)
            .where(about, Change.before.is_not(None))
            .order_by(Change.id)
        ),
    )
    return Held(name, {table: rows for table, rows in tables.items() if rows})


def _rows(session: Session, model: type[Journalled], customer: int, people: Sequence[int]) -> Rows:
    columns = table_of(model).c
    conditions = [columns[model.customer_key] == customer] if model.customer_key else []
    conditions += [columns[model.contact_key].in_(people)] if model.contact_key and people else []
    if not conditions:
        return ()
    named = [column for column in columns if column.name not in _UNSAID]
    found = session.execute(select(*named).where(or_(*conditions)).order_by(columns.id))
    return tuple(_given((column.name for column in named), row) for row in found)


@for_any(Permission.SEE_LEDGER)
def exports_with(session: Session, customer_id: int) -> Rows:
    """In which exports a customer left."""
    found = session.execute(
        select(Export.at, User.name, Export.way, Export.destination, Export.reason, Export.keys)
        .join(User, User.id == Export.user_id)
        .order_by(Export.at)
    )
    fitting = [row[:-1] for row in found if in_ranges([customer_id], row[-1])]
    return _named(("at", "user", "way", "destination", "reason"), fitting)


def _named(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Rows:
    return tuple(_given(names, row) for row in rows)


def _given(names: Iterable[str], row: Iterable[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(names, row, strict=True) if value not in (None, "", False)}


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone():%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else "yes" if value is True else str(value)
