"""Why an approval that somebody has in hand does not hold for what they export: it is said, not left to guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.features.leaving.present import still_present
from app.models import ExportRequest, User
from app.rules.key_ranges import from_ranges, to_ranges
from app.rules.words import counted
from app.work import Work


def other_approval(work: Work, keys: str, way: str, reason: str) -> str:
    """What the nearest approval of this way, which is not used yet, is for instead; empty where there is none."""
    found: Sequence[ExportRequest] = (
        work.session.execute(
            select(ExportRequest)
            .where(
                ExportRequest.user_id == work.user.id,
                ExportRequest.approved,
                ExportRequest.used_at.is_(None),
                ExportRequest.until_day >= work.today,
                ExportRequest.way == way,
            )
            .order_by(ExportRequest.id.desc())
        )
        .scalars()
        .all()
    )
    if not found:
        return ""
    nearest = max(found, key=lambda one: (one.keys == keys, one.reason == reason))
    return f"{_named(work, nearest)} {_is_for(work, nearest, keys)}"


def _named(work: Work, request: ExportRequest) -> str:
    by = work.session.execute(select(User.name).where(User.id == request.answered_by)).scalar_one()
    return f"The approval that {by} gave{_day_of(request.answered_at)}"


def _day_of(at: datetime | None) -> str:
    return "" if at is None else f" on {at.astimezone().date()}"


def _is_for(work: Work, request: ExportRequest, keys: str) -> str:
    if request.keys == keys:
        return f"is for another reason, “{request.reason}”. Say that one, or ask again."
    present = still_present(work, from_ranges(request.keys))
    if to_ranges(present) != keys:
        return "is for other customers. Ask for these."
    gone = counted(request.customers - len(present), "customer")
    return f"no longer holds: {gone} of those {request.customers:,} can no longer be exported. Ask again."
