"""A book that was made of another one begins with backups of its own: no places yet, and an empty list.

The other one may be at work: what the new one keeps must neither stand among its backups nor delete any of them.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.carrying_out import carry_out
from app.erasing_again import stand_in
from app.features.backups import LeaveBackups, backups, places
from app.store.engine import Store
from app.ticket import Ticket


def leave_backups(session: Session, store: Store, ticket: Ticket) -> None:
    """Within the work that fills a book."""
    if backups(session) or places(session):
        carry_out(session, store, stand_in(session), LeaveBackups(), ticket)
