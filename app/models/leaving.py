"""What left the book: who took it, where to and why, and who had to say yes to it before; and who looked at much.

Canaries leave too: invented customers who stand in no list of the book, but prove where a list came from.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.changes import Topic
from app.models.base import Journalled, Row
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
    """So many cards that a user opened since it was noted last, in the window or on the command line."""

    __tablename__ = "card_openings"
    topic = Topic.LEDGER
    needs = Permission.SEE_CUSTOMERS
    stays = True
    __table_args__ = (Index("ix_card_openings_at", "at"),)

    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(_link("users.id"))
    cards: Mapped[int]


class Canary(Journalled):
    """An invented customer that leaves with larger exports: whoever writes to it has the list.

    It is never changed, as it may stand in files by then.
    """

    __tablename__ = "canaries"
    topic = Topic.LEDGER
    needs = Permission.SEED_CANARIES
    stays = True
    told = False

    uid: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    given: Mapped[str] = mapped_column(default="")
    family: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    folded: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")


class CanaryEnd(Journalled):
    """From then on a canary leaves no more; it is still found in files."""

    __tablename__ = "canary_ends"
    topic = Topic.LEDGER
    needs = Permission.SEED_CANARIES
    stays = True
    told = False

    canary_id: Mapped[int] = mapped_column(_link("canaries.id"), unique=True)
    at: Mapped[datetime]


class ExportCanary(Row):
    """A canary that left with an export. No journal tells of it: who exports may read what they did themselves."""

    __tablename__ = "export_canaries"

    export_id: Mapped[int] = mapped_column(_link("exports.id"), primary_key=True, autoincrement=False)
    canary_id: Mapped[int] = mapped_column(_link("canaries.id"), primary_key=True, autoincrement=False, index=True)
