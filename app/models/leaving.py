"""What left the book: who took it, where to and why, and who had to say yes to it before; and who looked at much."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.changes import Topic
from app.models.base import Journalled
from app.rules.permissions import Permission


def _link(target: str) -> ForeignKey:
    return ForeignKey(target, deferrable=True, initially="DEFERRED")


class ExportRequest(Journalled):
    """Somebody asks that just these customers may leave for just this reason; `keys` are ranges of customers' ids."""

    __tablename__ = "export_requests"
    topic = Topic.LEDGER
    needs = Permission.EXPORT
    __table_args__ = (Index("ix_export_requests_user_id", "user_id", "answered_at"),)

    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(_link("users.id"))
    way: Mapped[str]
    customers: Mapped[int]
    keys: Mapped[str]
    reason: Mapped[str]
    until_day: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(_link("users.id"))
    approved: Mapped[bool] = mapped_column(default=False)
    used_at: Mapped[datetime | None]


class Export(Journalled):
    """One line of the ledger, written before the first byte leaves; `fingerprint` stands in what left."""

    __tablename__ = "exports"
    topic = Topic.LEDGER
    needs = Permission.EXPORT
    stays = True
    __table_args__ = (Index("ix_exports_at", "at"),)

    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(_link("users.id"))
    desk: Mapped[str]
    way: Mapped[str]
    customers: Mapped[int]
    keys: Mapped[str]
    destination: Mapped[str]
    reason: Mapped[str]
    request_id: Mapped[int | None] = mapped_column(_link("export_requests.id"))
    fingerprint: Mapped[str] = mapped_column(unique=True)


class ExportEnd(Journalled):
    """How an export ended; `digest` is SHA-256 of the file."""

    __tablename__ = "export_ends"
    topic = Topic.LEDGER
    needs = Permission.EXPORT
    stays = True

    export_id: Mapped[int] = mapped_column(_link("exports.id"), unique=True)
    at: Mapped[datetime]
    finished: Mapped[bool]
    digest: Mapped[str] = mapped_column(default="", index=True)


class CardOpening(Journalled):
    """So many cards that a user opened in the window since it was noted last."""

    __tablename__ = "card_openings"
    topic = Topic.LEDGER
    needs = Permission.SEE_CUSTOMERS
    stays = True
    __table_args__ = (Index("ix_card_openings_at", "at"),)

    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(_link("users.id"))
    cards: Mapped[int]
