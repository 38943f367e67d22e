"""Fields that a role may not change of a customer who is in the book: looked for in what a command did, whichever."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.errors import Refused
from app.rules.fixed_fields import FIXABLE, FORM_FIELDS, TABLES
from app.store.hot import rows_of
from app.work import Work

_DONE = (
    "SELECT DISTINCT table_name, before FROM changes AS did WHERE operation_id = :id AND customer_id IS NOT NULL"
    " AND (table_name <> 'customers' OR kind = 'changed') AND NOT EXISTS"
    " (SELECT 1 FROM changes WHERE operation_id = :id AND table_name = 'customers' AND kind = 'added'"
    " AND row_id = did.customer_id)"
)


def refuse_fixed(work: Work) -> None:
    """After a command: raise Refused if it changed what the user's role may not change."""
    fixed = work.user.rights.fixed
    if not fixed:
        return
    work.session.flush()
    for name in _changed(work):
        if name in fixed:
            field = FORM_FIELDS.get(name, name)
            raise Refused(f"Not done: {work.user.role} may not change this of a customer: {FIXABLE[name]}.", field)


def _changed(work: Work) -> Iterator[str]:
    """The fields that were changed: columns of customers, and tables of what hangs on them."""
    for table, before in rows_of(work.session, _DONE, {"id": work.operation}):
        if table in TABLES:
            yield table
        elif table == "customers" and before is not None:
            yield from json.loads(before)
