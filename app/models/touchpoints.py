"""What passed between us and the customers, and what was promised."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.changes import Topic
from app.models.base import Journalled, where_given
from app.rules.permissions import Permission

# All that is asked of an order, so that its row is not looked at: also what is the same in each.
_OF_ORDERS = ("customer_id", "at", "kind", "withdrawn_at")
_ORDERS = text("kind = 'order' AND withdrawn_at IS NULL")


def _link(target: str) -> ForeignKey:
    return ForeignKey(target, deferrable=True, initially="DEFERRED")


class TouchPoint(Journalled):
    """One exchange. Stored by customer and time, as it is read."""

    __tablename__ = "touch_points"
    topic = Topic.TOUCH_POINTS
    needs = Permission.LOG_TOUCH_POINTS
    customer_key = "customer_id"
    __table_args__ = (
        PrimaryKeyConstraint("customer_id", "at", "id"),
        Index("ix_touch_points_at", "at", "id", "user_id", "withdrawn_at"),
        where_given("ix_touch_points_contact_id", "contact_id"),
        Index("ix_touch_points_user_id_at", "user_id", "at"),
        Index("ix_touch_points_customer", "customer_id", "at", "user_id", "withdrawn_at"),
        Index("ix_touch_points_orders", *_OF_ORDERS, sqlite_where=_ORDERS, postgresql_where=_ORDERS),
        {"sqlite_with_rowid": False},
    )
    __mapper_args__ = {"primary_key": ["id"]}  # noqa: RUF012

    id: Mapped[int] = mapped_column(unique=True)
    uid: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(_link("customers.id"))
    at: Mapped[datetime]
    contact_id: Mapped[int | None] = mapped_column(_link("contacts.id"))
    user_id: Mapped[int] = mapped_column(_link("users.id"))
    kind: Mapped[str]
    direction: Mapped[str] = mapped_column(default="")
    mood: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    words: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]


class FollowUp(Journalled):
    """Something promised to or due with a customer on a day, with one accountable user."""

    __tablename__ = "follow_ups"
    topic = Topic.FOLLOW_UPS
    needs = Permission.LOG_TOUCH_POINTS
    customer_key = "customer_id"
    __table_args__ = (
        Index("ix_follow_ups_user_id_due_on", "user_id", "done_at", "due_on"),
        where_given("ix_follow_ups_touch_point_id", "touch_point_id"),
    )

    customer_id: Mapped[int] = mapped_column(_link("customers.id"), index=True)
    touch_point_id: Mapped[int | None] = mapped_column(_link("touch_points.id"))
    user_id: Mapped[int] = mapped_column(_link("users.id"))
    due_on: Mapped[date]
    words: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
