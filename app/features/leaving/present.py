"""Which of the customers that somebody names are in the book, as far as they see it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.errors import Refused
from app.models import Customer
from app.models.among import among
from app.rules.chunks import chunks
from app.work import Work

_PRESENT = select(Customer.id).where(among(Customer.id))


def still_present(work: Work, customer_ids: Sequence[int]) -> list[int]:
    """Those of the customers that are in the book, in their order, each once."""
    present: set[int] = set()
    for some in chunks(customer_ids):
        present.update(work.session.connection().execute(_PRESENT, {"ids": list(some)}).scalars())
    present = work.in_sight.only(present)
    return [key for key in dict.fromkeys(customer_ids) if key in present]


def present_customers(work: Work, customer_ids: Sequence[int]) -> list[int]:
    """Those that are in the book. Raises Refused where there are none."""
    ids = still_present(work, customer_ids)
    if not ids:
        raise Refused("Nothing was exported: no customer is in this list.")
    return ids
