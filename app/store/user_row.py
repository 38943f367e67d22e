"""The users as they are read at each start and question, with the rights that their role has by then."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from app.rules.permissions import OWNERS, Rights, Role, fields_named, permissions_named
from app.store.sight import Sight

COLUMNS = (
    "users.id, users.login, users.name, users.role, users.departed_on, users.locked_at,"
    " coalesce(user_roles.name, users.role), user_roles.most_at_once,"
    " (SELECT string_agg(permission, ',') FROM role_permissions WHERE role_permissions.role_id = user_roles.id),"
    " user_roles.whose, user_roles.fixed, users.team_id,"
    " EXISTS (SELECT 1 FROM customers WHERE restricted_on IS NOT NULL)"
)
TABLES = "users LEFT JOIN user_roles ON user_roles.key = users.role"
ROLE = 6
"""The place of the role's name in such a row; departed and locked stand in the two before."""


def rights_of(row: Any) -> Rights:
    """What the user of such a row may; nothing, if their role is not in the book."""
    return _rights(row[3], row[7], row[8] or "", row[9], row[10] or "")


def sight_of(row: Any) -> Sight | None:
    """How far the user of such a row sees; nothing, if to the end of the book."""
    whose = rights_of(row).whose
    return Sight(row[0], whose, row[11], bool(row[12])) if whose is not None or row[12] else None


@lru_cache(maxsize=64)
def _rights(key: str, most: int | None, names: str, whose: str | None, fixed: str) -> Rights:
    if key == Role.OWNER:
        return OWNERS
    return Rights(permissions_named(names.split(",")), most, whose, fields_named(fixed))
