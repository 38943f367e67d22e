"""The lists stand as of a day: when that has passed, who handles whom may be another."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import clock
from app.errors import BookDamaged, BookTooNew, BookUnreachable
from app.models import BookState
from app.store.engine import Store
from app.store.listing import redate
from app.store.schema import refuse_brought_up


def pass_day(store: Store) -> bool:
    """Lists of another day than today are drawn anew by the first who notices; a book that cannot be written waits."""
    today = clock.today()
    with suppress(BookDamaged):
        with store.reading() as session:
            listed = session.execute(select(BookState.listed_on)).scalar_one_or_none()
        if listed is None or listed == today:
            return listed == today
        with suppress(BookUnreachable, BookTooNew), store.writing() as session:
            refuse_brought_up(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
            refresh_lists(session, store, today)
            session.commit()
            return True
    return False


def refresh_lists(session: Session, store: Store, today: date) -> None:
    """Draw again the lines of customers whose owner changed by a day having passed, or by a clock gone back."""
    if store.list_as_of(session, today):
        return
    book = session.execute(select(BookState).with_for_update()).scalar_one()
    if book.listed_on == today:
        return
    moved = text(
        "SELECT DISTINCT customer_id FROM assignments WHERE (from_day > :first AND from_day <= :last)"
        " OR (until_day >= :first AND until_day < :last)"
    ).bindparams(first=min(book.listed_on or today, today), last=max(book.listed_on or today, today))
    customers = list(session.execute(moved).scalars())
    redate(session.connection(), customers, today)
    book.listed_on = today
    session.flush()
