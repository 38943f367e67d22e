"""What whoever plays with a book asks first: whether it is a sample company's, and some customers picked by lot."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from app.features.sampling.fill import FillWithSample
from app.models import Listing, Operation

_EARLY = 1000
_MADE_AS_SAMPLE = select(
    exists().where(
        Operation.command == FillWithSample.__name__,
        Operation.undone_by.is_(None),
        Operation.revision.between(1, _EARLY),
    )
)
_HIGHEST = select(func.max(Listing.rank))
_NEXT = (
    select(Listing.customer_id, Listing.name, Listing.phone)
    .where(Listing.rank >= bindparam("rank"))
    .order_by(Listing.rank)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Picked:
    """A customer on whom the lot fell."""

    id: int
    name: str
    phone: str


def is_sample(session: Session) -> bool:
    """Whether the customers of this book are a sample company's: it only goes into a book that has none yet."""
    return session.execute(_MADE_AS_SAMPLE).scalar_one()


def picked(session: Session, number: int, seed: int) -> list[Picked]:
    """Up to so many customers from anywhere in the book."""
    highest, lot = session.execute(_HIGHEST).scalar_one() or 0, Random(seed)
    rows = (session.execute(_NEXT, {"rank": lot.randint(1, highest)}).first() for _ in range(number if highest else 0))
    found = {row[0]: Picked(*row) for row in rows if row is not None}
    return list(found.values())
