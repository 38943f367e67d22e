"""One line a customer, as lists show and sort it: drawn from the other tables after every operation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Row, Sorted


class Listing(Row):
    """A customer's line in the list. `rank` grows with each save, so the newest saved comes first in a search.

    Every order that a list can have streams from an index: a million lines are never sorted for the first page.
    """

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_name", "retired", "sort_name", "customer_id"),
        Index("ix_listing_touch", "retired", "last_touch_at", "customer_id"),
        *(
            Index(f"ix_listing_{name}", "retired", column, "sort_name", "customer_id")
            for name, column in (
                ("owner", "owner_id"),
                ("stage", "stage_id"),
                ("town", "folded_town"),
                ("kind", "kind"),
                ("tags", "tags"),
            )
        ),
        *(Index(f"ix_listing_{column}", "retired", column) for column in ("number", "phone", "email")),
    )

    customer_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rank: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    listed_as: Mapped[str]
    sort_name: Mapped[str] = mapped_column(Sorted)
    number: Mapped[str]
    stage_id: Mapped[int]
    town: Mapped[str]
    folded_town: Mapped[str] = mapped_column(Sorted)
    phone: Mapped[str]
    email: Mapped[str]
    tags: Mapped[str]
    owner_id: Mapped[int | None]
    last_touch_at: Mapped[datetime | None]
    marks: Mapped[str]
    retired: Mapped[bool]
