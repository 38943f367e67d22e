"""Who can take customers over, and how many they own already: what is asked before customers are given away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.assignments.seeing import SEES_CUSTOMERS
from app.features.assignments.tally import handled
from app.features.assignments.who import RoleLine, assignment_roles, away_on
from app.models import Team, User
from app.rules.people import departed


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who sees customers and has not departed; `team` is empty where they belong to none."""

    user_id: int
    login: str
    name: str
    team: str
    owned: int
    away_until: date | None
    departed_on: date | None
    locked: bool


@dataclass(frozen=True, slots=True)
class Takers:
    """The roles that can be given, and who can take them by team and name, as of the day `on`."""

    on: date
    roles: tuple[RoleLine, ...]
    people: tuple[Taker, ...]


BY_TEAM = (
    select(
        User.id, User.login, User.name, User.team_id, Team.name.label("team"), User.away_from, User.away_until,
        User.departed_on, User.locked_at,
    )
    .outerjoin(Team, Team.id == User.team_id)
    .order_by(Team.position.is_(None), Team.position, Team.name, User.name, User.id)
)  # fmt: skip
"""All users as the board lists them."""


def takers(session: Session, on: date) -> Takers:
    """Everybody to whom customers can be given on the day."""
    roles = assignment_roles(session)
    owning = {role.id for role in roles if role.is_owner}
    owned: Counter[int] = Counter()
    for (user, role), number in handled(session, on).items():
        owned[user] += number if role in owning else 0
    people = (
        Taker(
            user.id, user.login, user.name, user.team or "", owned[user.id],
            away_on(on, user.away_from, user.away_until), user.departed_on, user.locked_at is not None,
        )
        for user in session.execute(BY_TEAM.where(SEES_CUSTOMERS))
        if not departed(user.departed_on, on)
    )  # fmt: skip
    return Takers(on, tuple(roles), tuple(people))
