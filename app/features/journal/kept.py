"""What undoing left standing: operations of which a part only was taken back, and the rows that were kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.models import Change, Customer, Operation
from app.rules.words import TABLES

_UNDOING = aliased(Operation)
_IN_FORCE = and_(_UNDOING.revision.is_not(None), _UNDOING.undone_by.is_(None))


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that an undoing left as it was: what it is, and whose."""

    what: str
    row_id: int
    customer_id: int | None
    customer: str


def partly_undone(session: Session, operations: Collection[int]) -> dict[int, int]:
    """Of these operations those that were undone in part, with the newest undoing that did it."""
    found = (
        select(Operation.id, func.max(_UNDOING.id))
        .join(_UNDOING, _UNDOING.undoes == Operation.id)
        .where(Operation.id.in_(operations), Operation.undone_by.is_(None), _IN_FORCE)
        .group_by(Operation.id)
    )
    return {operation: undoing for operation, undoing in session.execute(found)}


def kept_rows(session: Session, operation: int, limit: int = 200) -> tuple[int, tuple[KeptRow, ...]]:
    """How many rows of an operation no undoing of it took back, and the first of them."""
    rows_kept = select(Change.table_name, Change.row_id).where(_kept(operation)).distinct().subquery()
    shown = (
        select(Change.table_name, Change.row_id, func.max(Change.customer_id), func.max(Customer.name))
        .outerjoin(Customer, Customer.id == Change.customer_id)
        .where(_kept(operation))
        .group_by(Change.table_name, Change.row_id)
        .order_by(func.min(Change.id))
        .limit(limit)
    )
    rows = (KeptRow(TABLES[table], row_id, key, name or "") for table, row_id, key, name in session.execute(shown))
    return _count(session, rows_kept), tuple(rows)


def _kept(operation: int) -> ColumnElement[bool]:
    """The changes of the operation whose rows none of its undoings touched."""
    taken_back = aliased(Change)
    undoings = select(_UNDOING.id).where(_UNDOING.undoes == operation, _IN_FORCE)
    touched = exists().where(
        taken_back.table_name == Change.table_name,
        taken_back.row_id == Change.row_id,
        taken_back.operation_id.in_(undoings),
    )
    return and_(Change.operation_id == operation, ~touched)


def _count(session: Session, rows: Subquery) -> int:
    return int(session.execute(select(func.count()).select_from(rows)).scalar_one())
