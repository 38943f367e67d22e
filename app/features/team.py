"""The team: who works with the book, in which team and with which rights; who is away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refused
from app.house_roles import standing_roles, the_roles_hold
from app.house_rules import an_owner_stays
from app.models import BookState, Team, User, UserRole
from app.rules.folding import fold
from app.rules.logins import refuse_login
from app.rules.passwords import refuse_weak
from app.rules.people import departed
from app.rules.permissions import Permission, for_everybody
from app.rules.text import clean
from app.work import Command, Edits, Work

_EDITABLE = frozenset({"login", "name", "role", "team_id"})


@dataclass(frozen=True)
class AddUser(Command[int]):
    """Let a colleague work with the book; the team is named by id or name."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    login: str
    name: str
    role: str
    team: int | str | None = None
    password: str | None = field(default=None, repr=False)
    """What an encrypted book is opened with; without one they cannot open it until one is set."""

    def carry_out(self, work: Work) -> int:
        with the_roles_hold(work, "role"):
            user, signs_in_as = self._add(work)
        to_server = f", who signs in to the server as {signs_in_as}" if signs_in_as else ""
        work.say(f"Added {user.name} as {standing_roles(work)[user.role].name}{to_server}")
        return user.id

    def _add(self, work: Work) -> tuple[User, str]:
        team = _team(work, self.team)
        values = _values(work, {"login": self.login, "name": self.name, "role": self.role})
        _check(work, values, but=None)
        user = work.add(User(**values, team_id=team))
        if self.password is None:
            return user, ""
        refuse_weak(self.password, user.login, work.session.execute(select(BookState.firm)).scalar_one())
        return user, work.let_in(user, self.password)


@dataclass(frozen=True)
class EditUser(Command[None]):
    """Change a colleague's login, name, role or team."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    user_id: int
    edits: Edits

    def carry_out(self, work: Work) -> None:
        with an_owner_stays(work, "role"), the_roles_hold(work, "role"):
            self._edit(work)

    def _edit(self, work: Work) -> None:
        user = work.get(User, self.user_id)
        unknown = self.edits.keys() - _EDITABLE
        if unknown:
            raise Refused(f"A user has no {min(unknown)} that could be changed.", min(unknown))
        wanted = _values(work, {name: now for name, (_, now) in self.edits.items()})
        _check(work, wanted, but=user.id)
        work.edit(user, {name: (self.edits[name][0], now) for name, now in wanted.items()})
        work.say(f"Changed the user {user.name}")


@dataclass(frozen=True)
class SetAway(Command[None]):
    """Note from when until when a colleague is away; without days: that they are back."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    user_id: int
    from_day: date | None
    until_day: date | None
    was: tuple[date | None, date | None] | None = None
    """The days that were seen when others were typed; None: whatever they are now."""

    def carry_out(self, work: Work) -> None:
        user = work.get(User, self.user_id)
        self._check_days()
        was_from, was_until = (user.away_from, user.away_until) if self.was is None else self.was
        work.edit(user, {"away_from": (was_from, self.from_day), "away_until": (was_until, self.until_day)})
        if self.from_day is None or self.until_day is None:
            work.say(f"Noted that {user.name} is back")
        else:
            work.say(f"Noted that {user.name} is away from {self.from_day} until {self.until_day}")

    def _check_days(self) -> None:
        if self.from_day is None and self.until_day is not None:
            raise Refused("Say from which day on.", "from_day")
        if self.from_day is not None and self.until_day is None:
            raise Refused("Say until which day; it can be changed later.", "until_day")
        if self.from_day is not None and self.until_day is not None and self.until_day < self.from_day:
            raise Refused("The last day cannot be before the first one.", "until_day")


@dataclass(frozen=True)
class AddTeam(Command[int]):
    """Add a team; it comes last in their order."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    name: str

    def carry_out(self, work: Work) -> int:
        name = _team_name(work, self.name, but=None)
        last = work.session.execute(select(func.max(Team.position))).scalar_one()
        team = work.add(Team(name=name, position=0 if last is None else last + 1))
        work.say(f"Added the team {name}")
        return team.id


@dataclass(frozen=True)
class RenameTeam(Command[None]):
    """Give a team another name."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    team_id: int
    name: str
    was: str | None = None

    def carry_out(self, work: Work) -> None:
        team = work.get(Team, self.team_id)
        before, name = team.name, _team_name(work, self.name, but=team.id)
        work.edit(team, {"name": (before if self.was is None else self.was, name)})
        work.say(f"Renamed the team {before} to {name}")


@dataclass(frozen=True, slots=True)
class UserLine:
    """A colleague as the team's list shows them."""

    id: int
    login: str
    name: str
    role: str
    team_id: int | None
    team: str
    away_from: date | None
    away_until: date | None
    departed_on: date | None
    version: int
    locked: bool
    role_name: str
    """What the role is called; `role` is its key."""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team, and how many of its people have not departed; who is leaving counts until then."""

    id: int
    name: str
    people: int


_USERS = (
    select(
        User.id, User.login, User.name, User.role, User.team_id, func.coalesce(Team.name, ""), User.away_from,
        User.away_until, User.departed_on, User.version, User.locked_at.is_not(None),
        func.coalesce(UserRole.name, User.role),
    )
    .outerjoin(Team, Team.id == User.team_id)
    .outerjoin(UserRole, UserRole.key == User.role)
    .order_by(User.name, User.id)
)  # fmt: skip
_TEAMS = (
    select(Team.id, Team.name, func.count(User.id))
    .outerjoin(User, (User.team_id == Team.id) & or_(User.departed_on.is_(None), User.departed_on > bindparam("today")))
    .group_by(Team.id, Team.name, Team.position)
    .order_by(Team.position, Team.name)
)


@for_everybody
def users(session: Session, today: date | None = None) -> list[UserLine]:
    """All colleagues by name, those who have departed last."""
    rows: Iterable[Any] = session.execute(_USERS)
    day = today or clock.today()
    return sorted((UserLine(*row) for row in rows), key=lambda line: departed(line.departed_on, day))


@for_everybody
def teams(session: Session, today: date | None = None) -> list[TeamLine]:
    """The teams in the firm's order."""
    return [TeamLine(*row) for row in session.execute(_TEAMS, {"today": today or clock.today()})]


def _values(work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: clean(value) if isinstance(value, str) else value for name, value in given.items()}
    return values | {"role": _role(work, values["role"])} if "role" in values else values


def _role(work: Work, wanted: str) -> str:
    """The key of a role that is named by it or by what it is called."""
    roles = standing_roles(work)
    for key, role in roles.items():
        if wanted == key or fold(wanted) == fold(role.name):
            return key
    raise Refused(f"There is no role {wanted}. There are: {', '.join(one.name for one in roles.values())}.", "role")


def _check(work: Work, values: Mapping[str, Any], but: int | None) -> None:
    """Raises Refused for what a user cannot have; `but` is the user who has it already."""
    if "login" in values:
        _check_login(work, values["login"], but)
    if not values.get("name", "kept"):
        raise Refused("A user needs a name.", "name")
    if values.get("team_id") is not None:
        _team(work, values["team_id"], field="team_id")


def _check_login(work: Work, login: str, but: int | None) -> None:
    others = work.session.execute(select(User.id, User.login, User.name)).all()
    if not any(user.id == but and user.login == login for user in others):
        refuse_login(login)
    taken = next((user.name for user in others if fold(user.login) == fold(login) and user.id != but), None)
    if taken is not None:
        raise Refused(f"{taken} has the login {login} already.", "login")


def _team(work: Work, wanted: int | str | None, field: str = "team") -> int | None:
    if wanted is None or wanted == "":
        return None
    typed = fold(clean(str(wanted)))
    known = work.session.execute(select(Team.id, Team.name).order_by(Team.position)).all()
    for key, name in known:
        if wanted == key or typed == fold(name):
            return key
    names = ", ".join(name for _, name in known)
    raise Refused(f"There is no team {wanted}. There are: {names}.", field)


def _team_name(work: Work, typed: str, but: int | None) -> str:
    name = clean(typed)
    if not name:
        raise Refused("A team needs a name.", "name")
    others = work.session.execute(select(Team.id, Team.name))
    if any(fold(team.name) == fold(name) and team.id != but for team in others):
        raise Refused(f"There is a team {name} already.", "name")
    return name
