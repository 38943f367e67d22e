"""Users, teams, and who looks after which customer, from a day to a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.changes import Topic
from app.models.base import Journalled
from app.rules.permissions import Permission


class Team(Journalled):
    """Marketing, sales, service, finance ...: what a user belongs to."""

    __tablename__ = "teams"
    topic = Topic.TEAM
    needs = Permission.EDIT_TEAM

    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)


class UserRole(Journalled):
    """What a user is in the book: owner, manager, staff ...; `key` is what a user's row says, whatever it is called."""

    __tablename__ = "user_roles"
    topic = Topic.TEAM
    needs = Permission.EDIT_ROLES

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    most_at_once: Mapped[int | None]
    """How many customers one act may touch; any number, if empty."""
    whose: Mapped[str | None]
    """Whose customers its users see: their own or those of their team; all, if empty."""
    fixed: Mapped[str] = mapped_column(default="", server_default="")
    """The fields of a customer that its users do not change, by column or table, with spaces between."""
    given_freely: Mapped[bool] = mapped_column(default=False)
    """Whether those who change the team may give it although it holds more than their own role."""


class RolePermission(Journalled):
    """A right that a role holds, by its name in the program."""

    __tablename__ = "role_permissions"
    topic = Topic.TEAM
    needs = Permission.EDIT_ROLES
    __table_args__ = (UniqueConstraint("role_id", "permission"),)

    role_id: Mapped[int] = mapped_column(ForeignKey("user_roles.id", deferrable=True, initially="DEFERRED"))
    permission: Mapped[str]


class User(Journalled):
    """A colleague who works with the book; never deleted."""

    __tablename__ = "users"
    topic = Topic.TEAM
    needs = Permission.EDIT_TEAM

    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    team_id: Mapped[int | None] = mapped_column(
        ForeignKey("teams.id", deferrable=True, initially="DEFERRED"), index=True
    )
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    departed_on: Mapped[date | None]
    password_set_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    """Since when they may not open the book, whatever they know."""


class FailedSignIn(Journalled):
    """So many wrong passwords for a login on a day at a desk, as that noted them; without a login: nobody's."""

    __tablename__ = "failed_sign_ins"
    topic = Topic.TEAM
    needs = Permission.EDIT_TEAM

    day: Mapped[date]
    login: Mapped[str]
    desk: Mapped[str]
    times: Mapped[int]


class AssignmentRole(Journalled):
    """Owner, stand-in, service, finance ...: in what sense a user looks after a customer."""

    __tablename__ = "assignment_roles"
    topic = Topic.LISTS
    needs = Permission.EDIT_BOOK

    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    is_owner: Mapped[bool] = mapped_column(default=False)


class Assignment(Journalled):
    """A user looks after a customer in a role from a day to a day, both days included."""

    __tablename__ = "assignments"
    topic = Topic.ASSIGNMENTS
    needs = Permission.ASSIGN
    customer_key = "customer_id"
    __table_args__ = (
        Index("ix_assignments_customer", "customer_id", "role_id", "from_day", "until_day"),
        Index("ix_assignments_user", "user_id", "role_id", "from_day", "until_day"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", deferrable=True, initially="DEFERRED"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", deferrable=True, initially="DEFERRED"))
    role_id: Mapped[int] = mapped_column(
        ForeignKey("assignment_roles.id", deferrable=True, initially="DEFERRED"), index=True
    )
    from_day: Mapped[date]
    until_day: Mapped[date | None]
