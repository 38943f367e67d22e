"""Customers as lines of a list: what hot queries read them with, as text built once and rows taken as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.store.customer_line import COLUMNS, NAMED, CustomerLine, as_line
from app.store.hot import engine_of, handed, hot, keys_in, rows_of

__all__ = ["CustomerLine", "as_line", "lines_of", "lines_ranked"]


def lines_of(session: Session, ids: Sequence[int]) -> list[CustomerLine]:
    """The lines of these customers, in this order; those that are gone are left out."""
    if not ids:
        return []
    engine = engine_of(session)
    asked = hot(f"SELECT {COLUMNS} FROM listing {NAMED} WHERE {keys_in(engine, 'listing.customer_id')}")
    found = {row[0]: as_line(row) for row in rows_of(session, asked, {"ids": handed(engine, ids)})}
    return [found[key] for key in ids if key in found]


def lines_ranked(session: Session, ranks: str, asked: dict[str, object]) -> Sequence[Any]:
    """Rows for `as_line` and behind them the rank, of those whose ranks the SELECT gives: the newest first."""
    found = f"FROM ({ranks}) AS found CROSS JOIN listing {NAMED}"
    newest = f"SELECT {COLUMNS}, listing.rank {found} WHERE listing.rank = found.rank ORDER BY found.rank DESC"
    return rows_of(session, hot(newest), asked)
