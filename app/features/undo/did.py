"""What an operation did, row by row: the net effect of its entries in the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.models import Change
from app.rules.chunks import CHUNK
from app.work import Work


@dataclass(slots=True)
class RowChange:
    """The net effect of the operation on one row."""

    table: str
    row_id: int
    customer_id: int | None
    first: str
    last: str
    version: int
    before: dict[str, Any] = field(default_factory=dict)


def net_changes(work: Work, operation: int) -> Sequence[RowChange]:
    """One entry a row: what it was before the whole operation, and the version it was left with."""
    columns = Change.table_name, Change.row_id, Change.customer_id, Change.kind, Change.before, Change.version
    net: dict[tuple[str, int], RowChange] = {}
    changes = select(*columns).where(Change.operation_id == operation).order_by(Change.id)
    rows = work.session.execute(changes, execution_options={"yield_per": CHUNK})
    for table, row_id, customer, kind, before, version in rows:
        change = net.setdefault((table, row_id), RowChange(table, row_id, customer, kind, kind, version))
        change.last, change.version = kind, version
        if before is not None:
            change.before = json.loads(before) | change.before
    return list(net.values())
