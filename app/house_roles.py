"""What holds of users and roles after every operation: nobody gives, takes or gets more than they hold themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from app.errors import NotAllowed, Refused
from app.models import RolePermission, User, UserRole
from app.rules.permissions import OWNERS, SHOWING, Permission, Rights, Role, fields_named, permissions_named
from app.users import user_with_id
from app.work import Work

_ROLES = (
    select(
        UserRole.key,
        UserRole.name,
        UserRole.most_at_once,
        UserRole.whose,
        UserRole.fixed,
        UserRole.given_freely,
        RolePermission.permission,
    )
    .outerjoin(RolePermission, RolePermission.role_id == UserRole.id)
    .order_by(UserRole.position, UserRole.id)
)
_USERS = select(User.id, User.role)


@dataclass(frozen=True, slots=True)
class RoleStanding:
    """A role as it stands: its name, what it gives, and whether those who change the team may give it anyway."""

    name: str
    rights: Rights
    given_freely: bool


@contextmanager
def the_roles_hold(work: Work, field: str | None = None) -> Iterator[None]:
    """Around a change of users or roles: each user's role is there, and nobody rises above who changes it.

    Raises NotAllowed where somebody would get or lose a role, or a role a right, that who does it does not hold;
    an owner may have said of a role that those who change the team give it to others all the same.
    """
    work.one_at_a_time("owners")
    own = user_with_id(work.session, work.user.id).rights
    roles, users = standing_roles(work), _users(work)
    yield
    roles_then, users_then = standing_roles(work), _users(work)
    if lost := set(users_then.values()) - roles_then.keys():
        raise Refused(f"Somebody still is {min(lost)} in this book; give them another role first.", field)
    touched = [roles[key] for key in roles if roles_then.get(key) != roles[key]]
    made = [roles_then[key] for key in roles_then if roles_then[key] != roles.get(key)]
    _refuse_blind(made, field)
    touched += made
    _refuse_higher(work, [role for role in touched if not own.holds(role.rights)])
    for user in users_then.keys() | users.keys():
        given = {users.get(user), users_then.get(user)}
        if len(given) > 1:
            named = [{**roles, **roles_then}[key] for key in given if key is not None]
            _refuse_higher(work, [role for role in named if not _may_give(own, role, to_another=user != work.user.id)])


def in_reach(work: Work, user: User) -> None:
    """Raise NotAllowed where a user holds more than who would let them in, lock them out or open it in their stead."""
    role = standing_roles(work).get(user.role)
    if role is not None and user.id != work.user.id:
        _refuse_higher(work, [] if _may_give(work.user.rights, role, to_another=True) else [role])


def standing_roles(work: Work) -> dict[str, RoleStanding]:
    """The roles by their keys, in their order."""
    held: dict[str, set[str]] = {}
    about: dict[str, tuple[str, bool, tuple[int | None, str | None, frozenset[str]]]] = {}
    for key, name, most, whose, fixed, freely, permission in work.session.execute(_ROLES):
        held.setdefault(key, set()).add(permission or "")
        about[key] = name, freely, (most, whose, fields_named(fixed))
    return {
        key: RoleStanding(name, OWNERS if key == Role.OWNER else Rights(permissions_named(held[key]), *limits), freely)
        for key, (name, freely, limits) in about.items()
    }


def _users(work: Work) -> dict[int, str]:
    return {key: role for key, role in work.session.execute(_USERS)}


def _may_give(own: Rights, role: RoleStanding, *, to_another: bool) -> bool:
    return own.holds(role.rights) or (role.given_freely and to_another)


def _refuse_blind(made: Iterable[RoleStanding], field: str | None) -> None:
    """No role sees customers by another way than by the right to."""
    for role in made:
        showing = [right for right in Permission if right in SHOWING & role.rights.may]
        if showing and Permission.SEE_CUSTOMERS not in role.rights.may:
            raise Refused(
                f"Nothing was changed: who may {showing[0]} sees customers too; give {role.name} both.", field
            )


def _refuse_higher(work: Work, roles: list[RoleStanding]) -> None:
    if roles:
        who = f"{work.user.name} is {work.user.role} in this book"
        raise NotAllowed(f"Not done: {who}, and the role {roles[0].name} holds more than that.")
