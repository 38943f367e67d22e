"""The firm's own lists: stages, tags, declared fields, saved lists, settings of the book."""

from __future__ import annotations

from types import MappingProxyType

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.changes import Topic
from app.models.base import Journalled
from app.rules.permissions import Permission


class Stage(Journalled):
    """Where a customer stands in its life cycle; `sign` names the picture shown for it."""

    __tablename__ = "stages"
    topic = Topic.LISTS
    needs = Permission.EDIT_BOOK

    name: Mapped[str] = mapped_column(unique=True)
    sign: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class Tag(Journalled):
    """A word by which the firm groups customers."""

    __tablename__ = "tags"
    topic = Topic.LISTS
    needs = Permission.EDIT_CUSTOMERS
    needs_for = MappingProxyType({"name": Permission.EDIT_BOOK})

    name: Mapped[str] = mapped_column(unique=True)


class Field(Journalled):
    """A field that the firm declared for its customers; `kind` is text, number, date, yes or choice."""

    __tablename__ = "fields"
    topic = Topic.LISTS
    needs = Permission.EDIT_BOOK

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="text")
    choices: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class SavedList(Journalled):
    """A filter kept under a name, for one user or shared with the firm; `criteria` is JSON."""

    __tablename__ = "saved_lists"
    topic = Topic.LISTS
    needs = Permission.SEE_CUSTOMERS
    needs_for = MappingProxyType({"shared": Permission.SHARE_LISTS})
    __table_args__ = (Index("ix_saved_lists_user_id", "user_id"),)

    name: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", deferrable=True, initially="DEFERRED"))
    shared: Mapped[bool] = mapped_column(default=False)
    criteria: Mapped[str]


class Setting(Journalled):
    """A setting of the book that differs from its default; `value` is JSON."""

    __tablename__ = "settings"
    topic = Topic.BOOK
    needs = Permission.EDIT_BOOK

    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]
