"""The customers of an export as lines of a list, some at a time: what stands on paper and on the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.features.leaving.cards import refuse_others
from app.models.among import handed, keys_in
from app.rules.permissions import Permission, for_any
from app.store.customer_line import COLUMNS, NAMED, CustomerLine, as_lines
from app.store.hot import engine_of, rows_of

__all__ = ["CustomerLine", "leaving_lines"]


@for_any(Permission.EXPORT)
def leaving_lines(session: Session, export_id: int, ids: Sequence[int]) -> list[CustomerLine]:
    """The lines of these customers, in this order. Raises NotFound unless the export is under way and has them."""
    refuse_others(session, export_id, ids)
    engine = engine_of(session)
    asked = f"SELECT {COLUMNS} FROM listing {NAMED} WHERE {keys_in(engine, 'listing.customer_id')}"
    found = {row[0]: row for row in rows_of(session, asked, {"ids": handed(engine, ids)})}
    return as_lines(found[key] for key in ids if key in found)
