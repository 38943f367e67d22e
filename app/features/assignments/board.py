"""The board: who handles whom on any day, where nobody does, and what only one person knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.features.assignments.gaps import Gap, existing, gaps
from app.features.assignments.who import IN_FORCE, RoleLine, assignment_roles, away_on
from app.models import Assignment, Customer, FollowUp, Team, TouchPoint, User
from app.rules.days import day_end, year_before
from app.rules.people import departed


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One user on the board. `counts`: customers in each of the board's roles; `alone`: known to nobody else."""

    user_id: int
    login: str
    name: str
    counts: tuple[int, ...]
    owned: int
    open: int
    late: int
    alone: int
    away_until: date | None
    departed_on: date | None


@dataclass(frozen=True, slots=True)
class BoardTeam:
    """A team with its people. `customers`: in the role that the team mostly has; `average`: owned by each."""

    team_id: int | None
    name: str
    lines: tuple[BoardLine, ...]
    customers: int
    average: int

    @property
    def owned(self) -> int:
        """How many customers the team owns."""
        return sum(line.owned for line in self.lines)


@dataclass(frozen=True, slots=True)
class Board:
    """All of it, as of the day `on`. `average` is that of the team that owns most; `first_day` of any assignment."""

    on: date
    roles: tuple[RoleLine, ...]
    gaps: tuple[Gap, ...]
    teams: tuple[BoardTeam, ...]
    departed: tuple[BoardLine, ...]
    average: int
    active: int
    leaving: int
    first_day: date | None


class _Tally(NamedTuple):
    """What is counted, each in one statement: by (user, role), and by user."""

    handled: dict[tuple[int, int], int]
    open: dict[int, int]
    late: dict[int, int]
    alone: dict[int, int]


_HANDLED = (
    select(Assignment.user_id, Assignment.role_id, func.count())
    .join(Customer, Customer.id == Assignment.customer_id)
    .where(IN_FORCE, existing())
    .group_by(Assignment.user_id, Assignment.role_id)
)
_USERS = (
    select(
        User.id, User.login, User.name, User.team_id, Team.name.label("team"), User.away_from, User.away_until,
        User.departed_on,
    )
    .outerjoin(Team, Team.id == User.team_id)
    .order_by(Team.position.is_(None), Team.position, Team.name, User.name, User.id)
)  # fmt: skip
_FIRST_DAY = select(func.min(Assignment.from_day))


def board(session: Session, on: date, today: date, now: datetime) -> Board:
    """Who handles whom on the day: gaps, then people by team, then those who had departed."""
    roles = assignment_roles(session)
    moment = now if on == today else day_end(on)
    tally = _tally(session, on, moment)
    lines: dict[tuple[int | None, str], list[BoardLine]] = defaultdict(list)
    gone: list[BoardLine] = []
    for user in session.execute(_USERS):
        line = _line(user, roles, tally, on)
        (gone if departed(user.departed_on, on) else lines[user.team_id, user.team or "No team"]).append(line)
    teams = tuple(_team(*team, people, roles) for team, people in lines.items())
    present = [line for team in teams for line in team.lines]
    return Board(
        on=on,
        roles=tuple(roles),
        gaps=tuple(gap for gap in gaps(session, on, moment) if gap.count),
        teams=teams,
        departed=tuple(gone),
        average=max(teams, key=lambda team: team.owned).average if teams else 0,
        active=len(present),
        leaving=sum(line.departed_on is not None for line in present),
        first_day=session.execute(_FIRST_DAY).scalar_one(),
    )


def _tally(session: Session, on: date, moment: datetime) -> _Tally:
    handled = {(user, role): number for user, role, number in session.execute(_HANDLED, {"on": on})}
    promised = _open_promises(moment)
    late = promised.where(FollowUp.due_on < on)
    kept, late_ones, alone = (_by_user(session, one, on) for one in (promised, late, _known_alone(on, moment)))
    return _Tally(handled, kept, late_ones, alone)


def _by_user(session: Session, chosen: Select[int, int], on: date) -> dict[int, int]:
    return {user: number for user, number in session.execute(chosen, {"on": on})}


def _open_promises(moment: datetime) -> Select[int, int]:
    """What was promised before the moment and not yet kept then."""
    return (
        select(FollowUp.user_id, func.count())
        .outerjoin(TouchPoint, TouchPoint.id == FollowUp.touch_point_id)
        .where(
            FollowUp.done_at.is_(None) | (FollowUp.done_at >= moment),
            TouchPoint.at.is_(None) | (TouchPoint.at < moment),
        )
        .group_by(FollowUp.user_id)
    )


def _known_alone(on: date, moment: datetime) -> Select[int, int]:
    """With how many customers only this one user had to do in the twelve months before."""
    within = TouchPoint.at >= day_end(year_before(on)), TouchPoint.at < moment
    users = (
        select(TouchPoint.customer_id, func.min(TouchPoint.user_id).label("user_id"))
        .where(*within, TouchPoint.withdrawn_at.is_(None))
        .group_by(TouchPoint.customer_id)
        .having(func.min(TouchPoint.user_id) == func.max(TouchPoint.user_id))
        .subquery()
    )
    counted = select(users.c.user_id, func.count()).join(Customer, Customer.id == users.c.customer_id)
    return counted.where(existing()).group_by(users.c.user_id)


def _line(user: Any, roles: Iterable[RoleLine], tally: _Tally, on: date) -> BoardLine:
    counted = [(role, tally.handled.get((user.id, role.id), 0)) for role in roles]
    return BoardLine(
        user_id=user.id,
        login=user.login,
        name=user.name,
        counts=tuple(number for _, number in counted),
        owned=sum(number for role, number in counted if role.is_owner),
        open=tally.open.get(user.id, 0),
        late=tally.late.get(user.id, 0),
        alone=tally.alone.get(user.id, 0),
        away_until=away_on(on, user.away_from, user.away_until),
        departed_on=user.departed_on,
    )


def _team(team_id: int | None, name: str, lines: list[BoardLine], roles: list[RoleLine]) -> BoardTeam:
    by_role: Iterator[int] = (sum(line.counts[n] for line in lines) for n in range(len(roles)))
    average = round(sum(line.owned for line in lines) / len(lines))
    return BoardTeam(team_id, name, tuple(lines), max(by_role, default=0), average)
