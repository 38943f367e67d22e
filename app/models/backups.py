"""The backups that were made of the book, where they stand, and the keys by which they are sealed and signed."""

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
    """The public half of the recovery key, in a book that is not encrypted; none until a backup is noted that it
    opens."""


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
    """The folder that it was put into first."""
    proven_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="", server_default="")
    """What it was made for, in words."""
    seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    """How long it took to make it and to prove it."""
    tried_at: Mapped[datetime | None]
    """When somebody, or the weekly drill, restored it another time."""
    fault: Mapped[str] = mapped_column(default="", server_default="")
    """Why it does not count, if that is known."""


class BackupPlace(Journalled):
    """A folder that backups are kept in, known by a small file in it, wherever it is mounted."""

    __tablename__ = "backup_places"
    topic = Topic.BACKUPS
    needs = Permission.BACK_UP

    uid: Mapped[str]
    name: Mapped[str]
    folder: Mapped[str]
    """Where it was seen last."""


class BackupCopy(Journalled):
    """A backup stands in a place, since then."""

    __tablename__ = "backup_copies"
    topic = Topic.BACKUPS
    needs = Permission.BACK_UP

    backup_id: Mapped[int]
    place_id: Mapped[int]
    at: Mapped[datetime]


class BackupPlan(Journalled):
    """When backups are made, and how many are kept in each place; one row at most."""

    __tablename__ = "backup_plan"
    topic = Topic.BACKUPS
    needs = Permission.BACK_UP

    hour: Mapped[int | None]
    """The hour of the day, where the computer stands; nothing: none are made by themselves."""
    daily: Mapped[int]
    weekly: Mapped[int]
    monthly: Mapped[int]
    yearly: Mapped[int]
    begun_at: Mapped[datetime | None]
    """When a desk took it upon itself to make the one that is due."""
