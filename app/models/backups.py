"""The backups that were made of the book, and the keys by which they are sealed and signed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.changes import Topic
from app.models.base import Journalled
from app.rules.permissions import Permission


class BackupKey(Journalled):
    """A pair of keys for backups, and what it takes besides where a book has nothing of that kind. All in hex.

    It serves as long as the firm signs with the key that it was made for; it stays, as backups made with it do.
    """

    __tablename__ = "backup_keys"
    topic = Topic.BACKUPS
    needs = Permission.BACK_UP
    stays = True
    told = False

    private: Mapped[str]
    """Its private half opens each backup, for whoever has the book and may back it up."""
    firm: Mapped[str]
    """The public half of the key that the firm signs with."""
    signing: Mapped[str] = mapped_column(default="")
    """The private half of that, in a book whose own row has none."""
    recovery: Mapped[str] = mapped_column(default="")
    """The public half of the recovery key, in a book that is not encrypted."""


class Backup(Journalled):
    """A backup that was made: where it was put, of what, and since when it is known that it can be restored."""

    __tablename__ = "backups"
    topic = Topic.BACKUPS
    needs = Permission.BACK_UP

    at: Mapped[datetime]
    revision: Mapped[int]
    rows: Mapped[int]
    bytes: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    file: Mapped[str]
    place: Mapped[str]
    """The folder that it was put into."""
    proven_at: Mapped[datetime | None]
