"""What a new book begins with: its lists, its teams and its owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.models import AssignmentRole, Stage, Team, User
from app.rules.permissions import Permission, Role
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
        owner = {"id": self.owner_id, "login": self.login, "name": self.name, "role": Role.OWNER.value}
        work.add_many(User, [owner])
        work.say(f"Made the book of {self.firm}")
