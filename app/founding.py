"""What a new book begins with: its lists, its teams and its owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.models import AssignmentRole, RolePermission, Stage, Team, User, UserRole
from app.rules.permissions import FREELY_GIVEN, GRANTED, Permission, Role
from app.work import Command, Work

STAGES = (("Lead", "lead"), ("Prospect", "prospect"), ("Customer", "customer"), ("Former", "former"))
"""The first stages, each with the sign that is drawn for it."""

ASSIGNMENT_ROLES = ("Owner", "Stand-in", "Service", "Finance", "Executive sponsor")
TEAMS = ("Sales", "Service", "Finance", "Marketing", "Management")


@dataclass(frozen=True)
class FoundBook(Command[None]):
    """Make the first user and the lists that every firm needs."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    owner_id: int
    firm: str
    login: str
    name: str

    def carry_out(self, work: Work) -> None:
        work.add_many(Stage, [{"name": name, "sign": sign, "position": n} for n, (name, sign) in enumerate(STAGES)])
        roles = [{"name": name, "position": n, "is_owner": n == 0} for n, name in enumerate(ASSIGNMENT_ROLES)]
        work.add_many(AssignmentRole, roles)
        work.add_many(Team, [{"name": name, "position": n} for n, name in enumerate(TEAMS)])
        _make_roles(work)
        owner = {"id": self.owner_id, "login": self.login, "name": self.name, "role": Role.OWNER.value}
        work.add_many(User, [owner])
        work.say(f"Made the book of {self.firm}")


def _make_roles(work: Work) -> None:
    """The roles of users; the owner's needs no rows, as it holds everything."""
    roles = [
        {"key": role.value, "name": role.value, "position": n, "given_freely": role in FREELY_GIVEN}
        for n, role in enumerate(Role)
    ]
    keys = dict(zip(Role, work.add_many(UserRole, roles), strict=True))
    held = [(keys[role], right.name) for role in Role if role != Role.OWNER for right in sorted(GRANTED[role])]
    work.add_many(RolePermission, [{"role_id": key, "permission": name} for key, name in held])
