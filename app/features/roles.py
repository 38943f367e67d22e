"""What each role may do: shown to everybody, changed by who may change roles. The owner's own is never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFound, Refused
from app.house_roles import the_roles_hold
from app.models import RolePermission, User, UserRole
from app.rules.fixed_fields import FIXABLE
from app.rules.folding import fold
from app.rules.permissions import (
    OWNERS,
    Permission,
    Rights,
    Role,
    Whose,
    fields_named,
    for_everybody,
    permissions_named,
)
from app.rules.text import begun, clean
from app.work import Command, Edits, Work

MOST_LETTERS = 40
_EDITABLE = frozenset({"name", "most_at_once", "given_freely", "whose", "fixed"})
_OWNERS = "The owner's role holds everything, so that nobody is locked out of the book. It is not changed."


@dataclass(frozen=True)
class AddUserRole(Command[int]):
    """Add a role; it holds nothing but the rights named, by their names in the program."""

    needs: ClassVar[Permission] = Permission.EDIT_ROLES

    name: str
    may: tuple[str, ...] = ()
    most_at_once: int | None = None
    given_freely: bool = False
    whose: str | None = None
    fixed: str = ""

    def carry_out(self, work: Work) -> int:
        with the_roles_hold(work):
            name, last = _free_name(work, self.name), work.session.execute(select(func.max(UserRole.position))).scalar()
            role = work.add(
                UserRole(
                    key=_free_key(work, name),
                    name=name,
                    position=(last or 0) + 1,
                    most_at_once=_most(self.most_at_once),
                    given_freely=self.given_freely,
                    whose=_whose(self.whose),
                    fixed=_fixed(self.fixed),
                )
            )
            rights = _rights(self.may)
            work.add_many(RolePermission, [{"role_id": role.id, "permission": right.name} for right in rights])
            work.say(f"Added the role {name}{_told(rights, ())}")
        return role.id


@dataclass(frozen=True)
class ChangeUserRole(Command[None]):
    """Change what a role is called and may do; `give` and `take` are rights by name, `edits` its other fields."""

    needs: ClassVar[Permission] = Permission.EDIT_ROLES

    role: int
    give: tuple[str, ...] = ()
    take: tuple[str, ...] = ()
    edits: Edits = field(default_factory=dict)

    def carry_out(self, work: Work) -> None:
        with the_roles_hold(work):
            role = _changeable(work, self.role)
            given, taken = self._exchange(work, role.id)
            self._edit(work, role)
            work.say(f"Changed the role {role.name}{_told(given, taken)}")

    def _exchange(self, work: Work, role: int) -> tuple[list[Permission], list[Permission]]:
        """What it newly holds, and what no longer; what was so already, or was done by another desk, stays."""
        rows = select(RolePermission.permission, RolePermission.id).where(RolePermission.role_id == role)
        held = {name: key for name, key in work.session.execute(rows)}
        given = [right for right in _rights(self.give) if right.name not in held]
        taken = [right for right in _rights(self.take) if right.name in held and right not in given]
        work.add_many(RolePermission, [{"role_id": role, "permission": right.name} for right in given])
        work.remove_many(RolePermission, [held[right.name] for right in taken])
        return given, taken

    def _edit(self, work: Work, role: UserRole) -> None:
        unknown = self.edits.keys() - _EDITABLE
        if unknown:
            raise Refused(f"A role has no {min(unknown)} that could be changed.", min(unknown))
        wanted = {name: now for name, (_, now) in self.edits.items()}
        if "name" in wanted:
            wanted["name"] = _free_name(work, wanted["name"], but=role.id)
        if "most_at_once" in wanted:
            _most(wanted["most_at_once"])
        _whose(wanted.get("whose"))
        if "fixed" in wanted:
            wanted["fixed"] = _fixed(wanted["fixed"])
        work.edit(role, {name: (self.edits[name][0], now) for name, now in wanted.items()})


@dataclass(frozen=True)
class RemoveUserRole(Command[None]):
    """Take away a role that nobody has."""

    needs: ClassVar[Permission] = Permission.EDIT_ROLES

    role: int

    def carry_out(self, work: Work) -> None:
        with the_roles_hold(work):
            role = _changeable(work, self.role)
            having = select(User.name).where(User.role == role.key).order_by(User.name)
            if names := work.session.execute(having).scalars().all():
                more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
                raise Refused(f"{names[0]}{more} still is {role.name}; give them another role first.")
            rows = select(RolePermission.id).where(RolePermission.role_id == role.id)
            work.remove_many(RolePermission, work.session.execute(rows).scalars().all())
            work.remove(role)
            work.say(f"Removed the role {role.name}")


@dataclass(frozen=True, slots=True)
class UserRoleLine:
    """A role: the rights it holds, by their names in the program, how many customers one act of its users may touch,
    whether those who change the team may give it anyway, how many users have it, and whose customers they see."""

    id: int
    key: str
    name: str
    may: tuple[str, ...]
    most_at_once: int | None
    given_freely: bool
    users: int
    whose: str | None
    fixed: str
    """The fields of a customer that its users do not change, with spaces between."""

    @property
    def rights(self) -> Rights:
        """What it gives."""
        return (
            OWNERS
            if self.is_owner
            else Rights(permissions_named(self.may), self.most_at_once, self.whose, fields_named(self.fixed))
        )

    @property
    def is_owner(self) -> bool:
        """Whether it is the one that holds everything for good."""
        return self.key == Role.OWNER


_ROLES = select(
    UserRole.id, UserRole.key, UserRole.name, UserRole.most_at_once, UserRole.given_freely,
    select(func.count()).where(User.role == UserRole.key).scalar_subquery(), UserRole.whose, UserRole.fixed,
).order_by(UserRole.position, UserRole.id)  # fmt: skip


@for_everybody
def user_roles(session: Session) -> list[UserRoleLine]:
    """The roles in their order."""
    held: dict[int, set[str]] = {}
    for role, name in session.execute(select(RolePermission.role_id, RolePermission.permission)):
        held.setdefault(role, set()).add(name)
    return [
        UserRoleLine(key, word, name, _names(word, held.get(key, set())), most, freely, users, whose, fixed)
        for key, word, name, most, freely, users, whose, fixed in session.execute(_ROLES)
    ]


def _names(role: str, held: set[str]) -> tuple[str, ...]:
    """The rights in the order in which the program has them; those of a newer program are not told."""
    return tuple(right.name for right in Permission if role == Role.OWNER or right.name in held)


def _changeable(work: Work, key: int) -> UserRole:
    role = work.get(UserRole, key, words="This role is not in the book (any more).")
    if role.key == Role.OWNER:
        raise Refused(_OWNERS)
    return role


def _rights(names: Iterable[str]) -> list[Permission]:
    known = Permission.__members__
    for name in names:
        if name not in known:
            raise NotFound(f"There is no right {begun(name, MOST_LETTERS)}. There are: {', '.join(known)}.")
    return [known[name] for name in dict.fromkeys(names)]


def _most(number: int | None) -> int | None:
    if number is not None and not 1 <= number <= 1_000_000_000:
        raise Refused("The number of customers at once is 1 or more; left empty, it is any number.", "most_at_once")
    return number


def _whose(given: str | None) -> str | None:
    whose = given or None
    if whose not in (None, *Whose):
        raise Refused("A role sees all customers, its own, or those of its team.", "whose")
    return whose


def _fixed(names: str) -> str:
    """As it is kept: known fields, in the order in which the program has them."""
    wanted = set(names.split())
    if unknown := wanted - FIXABLE.keys():
        wrong, known = begun(min(unknown), MOST_LETTERS), ", ".join(FIXABLE)
        raise Refused(f"There is no field {wrong} to be left as it is. There are: {known}.", "fixed")
    return " ".join(name for name in FIXABLE if name in wanted)


def _free_name(work: Work, typed: str, but: int | None = None) -> str:
    name = clean(typed)
    if not name or len(name) > MOST_LETTERS:
        raise Refused(f"A role needs a name, of {MOST_LETTERS} letters at most.", "name")
    others = work.session.execute(select(UserRole.id, UserRole.name))
    if any(fold(other) == fold(name) and key != but for key, other in others):
        raise Refused(f"There is a role {name} already.", "name")
    return name


def _free_key(work: Work, name: str) -> str:
    """What users' rows say of it: its first name, unless a role that is called otherwise by now has that."""
    taken = set(work.session.execute(select(UserRole.key)).scalars())
    return next(key for key in (name, *(f"{name} {n}" for n in range(2, len(taken) + 3))) if key not in taken)


def _told(given: Iterable[Permission], taken: Iterable[Permission]) -> str:
    """What it may and may not from now on, for the journal."""
    parts = [f"may {right}" for right in given] + [f"may no longer {right}" for right in taken]
    return f": {', '.join(parts)}" if parts else ""
