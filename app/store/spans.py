"""What belongs to a span of time although a clock was wrong: the order goes by the book's own numbers.

A desk whose clock was set back writes an instant of long ago. But the operations before it tell that it was later by
then: what comes after them in the order of the numbers belongs to the span, whatever it says of itself.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.models import CardOpening, Export, Operation
from app.rules.days import Span

_NEAR: Final = 1000
"""So many operations before a row are looked at: whoever sets a clock back would have to work that long with it."""


def in_span(session: Session, model: type[Export] | type[CardOpening], span: Span) -> ColumnElement[bool]:
    """The rows of a span, for a where clause."""
    return or_(model.id > _last_before(session, model, span), model.at >= span.begin)


def _last_before(session: Session, model: type[Export] | type[CardOpening], span: Span) -> int:
    """The id of the newest row that really is from before the span; 0 where there is none."""
    newest = select(func.max(model.id)).where(model.at < span.begin)
    key: int | None = session.execute(newest).scalar_one()
    while key is not None and (later := _first_of_span(session, key, span)) is not None:
        key = session.execute(newest.where(model.id < later)).scalar_one()
    return key or 0


def _first_of_span(session: Session, key: int, span: Span) -> int | None:
    """The first of the operations shortly before this key that are of the span."""
    near = select(Operation.id, Operation.at).where(Operation.id < key).order_by(Operation.id.desc()).limit(_NEAR)
    found = near.subquery()
    first = select(func.min(found.c.id)).where(found.c.at >= span.begin, found.c.at <= span.now)
    operation: int | None = session.execute(first).scalar_one()
    return operation
