"""Above the owner's number a second person says yes; what somebody took of late counts with what they take now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from app.book_settings import book_settings
from app.models import Export
from app.rules.days import Span
from app.rules.key_ranges import from_ranges
from app.rules.words import counted
from app.settings import NO_LIMIT
from app.store.spans import in_span
from app.work import Work

DAYS: Final = 7
"""So many days back, exports that nobody had to approve are counted together."""


def why_approval(work: Work, ids: Sequence[int]) -> str:
    """Why these customers need a second person's yes before they leave with this user; empty where they do not."""
    limit = int(book_settings(work.session)["export_limit"])
    if limit >= NO_LIMIT:
        return ""
    if len(ids) > limit:
        return f"more than {counted(limit, 'customer')} at once need" if limit else "every export needs"
    work.one_at_a_time("exports")
    before = _taken(work)
    together = len(before.union(ids))
    if together <= limit:
        return ""
    return (
        f"with the {counted(len(before), 'customer')} that you took in the last {DAYS} days these are {together:,}, and"
        f" more than {limit:,} need"
    )


def _taken(work: Work) -> set[int]:
    """Whom this user took in exports that nobody approved."""
    span = Span(work.now - timedelta(days=DAYS), work.now)
    lately = in_span(work.session, Export, span)
    own = select(Export.keys).where(Export.user_id == work.user.id, Export.request_id.is_(None), lately)
    return {key for keys in work.session.execute(own).scalars() for key in from_ranges(keys)}
