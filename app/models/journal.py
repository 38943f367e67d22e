"""The book's own row and its journal: who changed what, when, and what it was before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, Sequence, text
from sqlalchemy.orm import Mapped, mapped_column

from app.changes import Topic
from app.models.base import Row, where_given


class BookState(Row):
    """The one row that says whose book this is and where it stands. Updated last in every Work.

    `last_key` is the last key given out on SQLite; PostgreSQL has the sequence `keys` for it.
    `signing_key` is the private half of the key that signs the keys file of an encrypted book.
    """

    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str]
    firm: Mapped[str]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(default="")
    rank: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[int] = mapped_column(default=0)
    listed_on: Mapped[date | None]
    signing_key: Mapped[bytes | None]


KEYS = Sequence("keys", metadata=Row.metadata)


class Operation(Row):
    """One entry of the journal: all that one command did, in one transaction.

    `revision` numbers operations without gaps in the order of their commits; `hash` chains each to the one before.
    """

    __tablename__ = "operations"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int | None] = mapped_column(unique=True)
    at: Mapped[datetime]
    user_id: Mapped[int]
    desk: Mapped[str]
    command: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    topics: Mapped[str] = mapped_column(default="")
    undoes: Mapped[int | None] = mapped_column(index=True)
    undone_by: Mapped[int | None]
    previous_hash: Mapped[str] = mapped_column(default="")
    hash: Mapped[str] = mapped_column(default="")


OF_PEOPLE: Final = Operation.topics != Topic.BACKUPS.value
"""What people did: no notes of backups, which nobody would miss if the book went back."""

_OF_BEFORE = text("before IS NOT NULL")
"""What was changed or removed; added rows, of which there are many more, are looked for by their customer."""


class Change(Row):
    """One row that an operation added, changed or removed.

    `before` is canonical JSON: the changed fields of a changed row, the whole of a removed one, nothing for an
    added one. `version` is the row's version that the operation left behind; `digest` is SHA-256 of `before`.
    """

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_operation_id", "operation_id"),
        where_given("ix_changes_customer_id", "customer_id", "operation_id"),
        where_given("ix_changes_contact_id", "contact_id"),
        Index("ix_changes_row", "table_name", "row_id", sqlite_where=_OF_BEFORE, postgresql_where=_OF_BEFORE),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operations.id"))
    table_name: Mapped[str]
    row_id: Mapped[int]
    customer_id: Mapped[int | None]
    contact_id: Mapped[int | None]
    kind: Mapped[str]
    before: Mapped[str | None]
    version: Mapped[int]
    digest: Mapped[str | None]
