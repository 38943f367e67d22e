"""The imports that were done before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.importing.bring_in import ImportCards
from app.models import Operation, User


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import: its operation, when, by whom, in its own words, and by what it was undone."""

    operation: int
    at: datetime
    user_id: int
    user: str
    summary: str
    undone_by: int | None


_PAST = (
    select(Operation.id, Operation.at, Operation.user_id, User.name, Operation.summary, Operation.undone_by)
    .join(User, User.id == Operation.user_id)
    .where(Operation.revision.is_not(None), Operation.command == ImportCards.__name__)
    .order_by(Operation.revision.desc())
)


def past_imports(session: Session, limit: int = 50) -> list[PastImport]:
    """The newest imports first."""
    return [PastImport(*row) for row in session.execute(_PAST.limit(limit))]
