"""The board: who handles whom on any day, where nobody does, and what only one person knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.features.assignments.gaps import Gap, gaps
from app.features.assignments.takers import BY_TEAM
from app.features.assignments.tally import Tally, tallied
from app.features.assignments.who import RoleLine, assignment_roles, away_on
from app.models import Assignment
from app.rules.days import day_end
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


_FIRST_DAY = select(func.min(Assignment.from_day))


def board(session: Session, on: date, today: date, now: datetime) -> Board:
    """Who handles whom on the day: gaps, then people by team, then those who had departed."""
    roles = assignment_roles(session)
    moment = now if on == today else day_end(on)
    tally = tallied(session, on, moment, today=on == today)
    lines: dict[tuple[int | None, str], list[BoardLine]] = defaultdict(list)
    gone: list[BoardLine] = []
    for user in session.execute(BY_TEAM):
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


def _line(user: Any, roles: Iterable[RoleLine], tally: Tally, on: date) -> BoardLine:
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
