"""What is remembered of those who were erased: nothing that names them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.changes import Topic
from app.models.base import Journalled
from app.rules.permissions import Permission


class Erasure(Journalled):
    """Customers and people erased at once.

    `digests` are SHA-256 of their uids, so that an older copy of the book does not bring them back; `operations` are
    ranges of the journal's operations whose sentences were erased with them.
    """

    __tablename__ = "erasures"
    topic = Topic.CUSTOMERS
    needs = Permission.ERASE
    stays = True

    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", deferrable=True, initially="DEFERRED"))
    operation_id: Mapped[int] = mapped_column(unique=True)
    digests: Mapped[str]
    operations: Mapped[str]
