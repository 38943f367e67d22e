"""Customers as lines of a list: what hot queries read them with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.models.among import handed, keys_in
from app.store.customer_line import COLUMNS, NAMED, CustomerLine, as_lines
from app.store.hot import engine_of, rows_of

__all__ = ["CustomerLine", "lines_of", "lines_ranked"]


def lines_of(session: Session, ids: Sequence[int]) -> list[CustomerLine]:
    """The lines of these customers, in this order; those that are gone are left out."""
    if not ids:
        return []
    engine = engine_of(session)
    asked = f"SELECT {COLUMNS} FROM listing {NAMED} WHERE {keys_in(engine, 'listing.customer_id')}"
    found = {row[0]: row for row in rows_of(session, asked, {"ids": handed(engine, ids)})}
    return as_lines(found[key] for key in ids if key in found)


def lines_ranked(session: Session, ranks: str, asked: dict[str, object]) -> tuple[list[CustomerLine], Sequence[Any]]:
    """The lines whose ranks the SELECT gives, the newest first; and their ranks."""
    found = f"FROM ({ranks}) AS found CROSS JOIN listing {NAMED}"
    newest = f"SELECT {COLUMNS}, listing.rank {found} WHERE listing.rank = found.rank ORDER BY found.rank DESC"
    rows = rows_of(session, newest, asked)
    return as_lines(row[:-1] for row in rows), [row[-1] for row in rows]
