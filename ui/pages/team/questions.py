"""What the page asks the book beyond the board: the customers of a gap or a person, and who owns them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from app.features.assignments import Board, board, departed_owners, handled_by, unowned, without_service
from app.features.assignments.gaps import DEPARTED, NO_OWNER, NO_SERVICE, SERVICE, gaps
from app.features.customers.lists import CustomerLine, lines_of
from app.features.roles import UserRoleLine, user_roles
from app.features.team import TeamLine, UserLine, teams, users
from app.rules.permissions import SEES_TEAM, Rights, for_any, for_everybody
from ui.pages.team.spots import Spot, person

MOST_LINES: Final = 2000
_BLOCK: Final = 500
_LOOKED_AT: Final = 5000
"""So many customers are looked at to say who owns them now; beyond, the sentence stays general."""
_GAPS: Final[dict[str, Callable[[Any, date], list[int]]]] = {
    NO_OWNER: unowned,
    NO_SERVICE: without_service,
    DEPARTED: departed_owners,
}


@dataclass(frozen=True, slots=True)
class Look:
    """The board of the day looked at and that of today (the same one, if it is today), and the colleagues."""

    board: Board
    now: Board
    users: tuple[UserLine, ...]
    today: date

    @property
    def elsewhen(self) -> bool:
        """Whether another day than today is looked at."""
        return self.board.on != self.today

    @property
    def locked(self) -> frozenset[int]:
        """Who is locked out of the book; of other days that is not told."""
        return frozenset() if self.elsewhen else frozenset(user.id for user in self.users if user.locked)

    def user_at(self, spot: Spot | None) -> UserLine | None:
        """The colleague of a row."""
        return next((user for user in self.users if spot is not None and spot == person(user.id)), None)

    @property
    def owner_role(self) -> int:
        """The role in which customers are owned."""
        return next((role.id for role in self.board.roles if role.is_owner), 0)


@dataclass(frozen=True, slots=True)
class Groups:
    """The teams and roles of the book."""

    teams: tuple[TeamLine, ...]
    roles: tuple[UserRoleLine, ...]

    def given_by(self, own: Rights) -> tuple[tuple[str, str], ...]:
        """The roles that somebody with these rights may give: key and name."""
        may = (role for role in self.roles if role.given_freely or own.holds(role.rights))
        return tuple((role.key, role.name[:1].upper() + role.name[1:]) for role in may)


@dataclass(frozen=True, slots=True)
class Handling:
    """A customer in somebody's hands, or in nobody's (then without role and days)."""

    customer_id: int
    name: str
    company: bool
    role: str = ""
    is_owner: bool = False
    from_day: date | None = None
    until_day: date | None = None
    assignment_id: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """The customers of a person or a gap: all ids by name, and their lines (of a gap at most `MOST_LINES`).

    `role`: in which they are to be handed over first of all ("": the owner's).
    """

    ids: tuple[int, ...] = ()
    lines: tuple[Handling, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Customers about to be assigned: the first of their names, and who owns how many of them (None: too many)."""

    names: tuple[str, ...]
    owners: tuple[tuple[str, int], ...] | None


@for_any(*SEES_TEAM)
def look_at(session: Any, on: date, today: date, now: datetime) -> Look:
    """All that the board shows, asked in one go."""
    then = board(session, on, today, now)
    return Look(then, then if on == today else board(session, today, today, now), tuple(users(session)), today)


@for_everybody
def teams_and_roles(session: Any) -> Groups:
    """What a colleague can be put into."""
    return Groups(tuple(teams(session)), tuple(user_roles(session)))


@for_any(*SEES_TEAM)
def count_gaps(session: Any, on: date, moment: datetime) -> int:
    """How many customers nobody takes care of, over all gaps."""
    return sum(gap.count for gap in gaps(session, on, moment))


def customers_of_person(session: Any, user_id: int, on: date, owner_role: int) -> Held:
    """Whom somebody handles on a day, by name."""
    lines = tuple(
        Handling(
            one.customer_id, one.customer, one.customer_kind == "company", one.role, one.role_id == owner_role,
            one.from_day, one.until_day, one.assignment_id,
        )
        for one in handled_by(session, user_id, on)
    )  # fmt: skip
    owns = any(line.is_owner for line in lines)
    role = "" if owns or not lines else lines[0].role
    return Held(tuple(dict.fromkeys(line.customer_id for line in lines)), lines, role)


def customers_of_gap(session: Any, kind: str, on: date) -> Held:
    """Of whom nobody takes care on a day, by name; the first of them as lines."""
    ids = tuple(_GAPS[kind](session, on))
    lines = (Handling(line.id, line.name, line.kind == "company") for line in _lines(session, ids[:MOST_LINES]))
    return Held(ids, tuple(lines), SERVICE if kind == NO_SERVICE else "")


def owned_then_and_now(session: Any, user_id: int, on: date, today: date, owner_role: int) -> tuple[int, int]:
    """How many of the customers owned then somebody owns no more, and how many came since."""
    then = {one.customer_id for one in handled_by(session, user_id, on, owner_role)}
    now = {one.customer_id for one in handled_by(session, user_id, today, owner_role)}
    return len(then - now), len(now - then)


def chosen_customers(session: Any, ids: Sequence[int]) -> Chosen:
    """What is said of customers before they are assigned."""
    looked_at = list(_lines(session, ids[:_LOOKED_AT]))
    names = tuple(line.name for line in looked_at[:3])
    if len(ids) > _LOOKED_AT:
        return Chosen(names, None)
    owners = Counter(line.owner for line in looked_at if line.owner_id is not None)
    return Chosen(names, tuple(owners.most_common()))


def _lines(session: Any, ids: Sequence[int]) -> Iterator[CustomerLine]:
    rest = iter(ids)
    while some := list(islice(rest, _BLOCK)):
        yield from lines_of(session, some)
