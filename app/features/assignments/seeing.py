"""Who sees customers at all: nobody looks after those whom they cannot open."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, or_, select

from app.models import RolePermission, User, UserRole
from app.rules.permissions import Permission, Role

_SEEING = (
    select(UserRole.key)
    .join(RolePermission, RolePermission.role_id == UserRole.id)
    .where(RolePermission.permission == Permission.SEE_CUSTOMERS.name)
)
SEES_CUSTOMERS: Final = or_(User.role == Role.OWNER, User.role.in_(_SEEING))
"""Whether a user's role gives them the right to."""
ROLE_NAME: Final = func.coalesce(
    select(UserRole.name).where(UserRole.key == User.role).correlate(User).scalar_subquery(), User.role
)
"""What a user's role is called."""
