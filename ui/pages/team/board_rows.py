"""The board as rows: gaps first, then people by team or the teams themselves, then those who departed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from app.features.assignments import Board, BoardLine, BoardTeam, Gap, RoleLine
from ui.pages.team.spots import GAP, TEAM, Spot, person
from ui.pages.team.words import customers, number_or_dash, state_words
from ui.parts.avatar import GAP as GAP_FACE
from ui.parts.avatar import Face, face_for
from ui.parts.cells import Cell, Group, Row
from ui.parts.numbers import counted, number
from ui.parts.rows import Column
from ui.theme.tokens import Weight

PERSON, OWNED, OPEN, LATE, ALONE = "person", "owned", "open", "late", "alone"
_ROLES_SHOWN = 3
_MUCH_ALONE = 10
"""From so many on, who knows most alone in a team is pointed out: what would be lost with this one person."""

Sort = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the table shows."""

    rows: tuple[Row, ...] = ()
    groups: tuple[Group, ...] = ()


def columns(roles: Sequence[RoleLine]) -> list[Column]:
    """Person, the owner's bar, one column a role, promises, and what only they know."""
    others = [role for role in roles if not role.is_owner]
    return [
        Column(PERSON, "Person", 234, least=150),
        Column(OWNED, "Owner of", 120, stretch=True, least=100),
        *(
            Column(
                role_key(role),
                role.name,
                54 if len(role.name) < 8 else 58,
                "right",
                hidden=place >= _ROLES_SHOWN,
                tip=role.name,
            )
            for place, role in enumerate(others)
        ),
        Column(OPEN, "Promises", 64, "right", tip="Promises that are open"),
        Column(LATE, "", 92, tip="Promises that are late"),
        Column(ALONE, "Knows alone", 94, "right", tip="Customers with whom nobody else had to do for a year"),
    ]


def role_key(role: RoleLine) -> str:
    """The key of a role's column."""
    return f"role.{role.id}"


class BoardRows:
    """Makes the rows of one board; all of them share its longest bar and its average."""

    def __init__(self, board: Board, may_assign: bool, sort: Sort = (), locked: frozenset[int] = frozenset()) -> None:
        self._board, self._may_assign, self._sort, self._locked = board, may_assign, sort, locked
        self._roles = [(place, role) for place, role in enumerate(board.roles) if not role.is_owner]
        people = list(chain.from_iterable(team.lines for team in board.teams))
        self._longest = max((line.owned for line in people), default=0) or 1
        self._most_alone = {_knows_most_alone(team) for team in board.teams}

    def by_person(self) -> Rows:
        """Gaps, each team with its people, and who departed."""
        parts = [("Nobody in charge", "", "warn", [self._gap(gap) for gap in self._board.gaps])]
        for team in self._board.teams:
            average = self._board.average if team.owned and team.average == self._board.average else 0
            rows = [self._person(line, average) for line in self._sorted(team.lines)]
            parts.append((team.name, team_words(team), "text2", rows))
        gone = [self._person(line, 0) for line in self._sorted(self._board.departed)]
        parts.append(("Departed", "", "text2", gone))
        return _grouped(parts)

    def by_team(self) -> Rows:
        """Gaps, and one row for each team."""
        longest = max((team.owned for team in self._board.teams), default=0) or 1
        teams = [self._team(team, longest) for team in self._board.teams]
        gaps = [self._gap(gap) for gap in self._board.gaps]
        return _grouped([("Nobody in charge", "", "warn", gaps), ("Teams", "", "text2", teams)])

    # One row

    def _gap(self, gap: Gap) -> Row:
        owned = Cell(
            number(gap.count),
            Weight.BOLD,
            note="Assign…" if self._may_assign else "",
            note_tone="accent",
            bar=0.0,
        )
        blank = [""] * len(self._roles)
        name = Cell(gap.words, Weight.MEDIUM, faces=(GAP_FACE,))
        spoken = f"Nobody in charge: {gap.words}, {customers(gap.count)}" + _late_spoken(gap.late)
        return Row(Spot(GAP, gap.kind), (name, owned, *blank, "", _late(gap.late), ""), spoken)

    def _person(self, line: BoardLine, average: int) -> Row:
        on = self._board.on
        gone = line.departed_on is not None and line.departed_on <= on
        words, sign, tone = state_words(line.departed_on, line.away_until, on, line.user_id in self._locked)
        name = Cell(line.name, Weight.MEDIUM, faces=(_face(line, gone),), note=words, note_icon=sign, note_tone=tone)
        leaving = line.departed_on is not None and sign == "leaving"
        owned = self._bar(line.owned, self._longest, average, leaving or gone)
        cells = (name, owned, *self._role_cells(line.counts), *_promises(line.open, line.late), self._alone(line))
        return Row(person(line.user_id), cells, self._spoken(line, words), dim=gone)

    def _team(self, team: BoardTeam, longest: int) -> Row:
        counts = tuple(sum(line.counts[place] for line in team.lines) for place in range(len(self._board.roles)))
        opened, late = sum(line.open for line in team.lines), sum(line.late for line in team.lines)
        people = counted(len(team.lines), "person", "people")
        name = Cell(team.name, Weight.MEDIUM, icon="team", note=people)
        owned = self._bar(team.owned, longest, 0, False)
        alone = Cell(number_or_dash(sum(line.alone for line in team.lines)))
        cells = (name, owned, *self._role_cells(counts), *_promises(opened, late), alone)
        spoken = f"{team.name}, {people}, owner of {customers(team.owned)}" + _late_spoken(late)
        return Row(Spot(TEAM, team.team_id or 0), cells, spoken)

    def _bar(self, owned: int, longest: int, average: int, hatched: bool) -> Cell:
        mark = min(1.0, average / longest) if average else None
        tip = f"The team's average is {number(average)}" if average else ""
        weight = Weight.MEDIUM
        return Cell(number(owned), weight, bar=owned / longest, hatched=hatched, mark=mark, tip=tip)

    def _role_cells(self, counts: Sequence[int]) -> list[Cell]:
        return [Cell(number_or_dash(counts[place])) for place, _ in self._roles]

    def _alone(self, line: BoardLine) -> Cell:
        most = line.user_id in self._most_alone
        sign = "knows alone" if most else ""
        return Cell(number_or_dash(line.alone), Weight.BOLD if most else Weight.PLAIN, icon=sign)

    def _spoken(self, line: BoardLine, state: str) -> str:
        held = [f"{role.name} of {number(line.counts[place])}" for place, role in self._roles if line.counts[place]]
        parts = [line.name, state, f"owner of {customers(line.owned)}", *held, f"{number(line.open)} promises open"]
        alone = f"knows {customers(line.alone)} alone" if line.alone else ""
        return ", ".join(part for part in (*parts, alone) if part) + _late_spoken(line.late)

    # The order within a team

    def _sorted(self, lines: Iterable[BoardLine]) -> list[BoardLine]:
        ordered = list(lines)
        for key, down in reversed(self._sort):
            ordered.sort(key=self._value(key), reverse=down)
        return ordered

    def _value(self, key: str) -> Callable[[BoardLine], Any]:
        plain: dict[str, Callable[[BoardLine], Any]] = {
            PERSON: lambda line: line.name.casefold(),
            OWNED: lambda line: line.owned,
            OPEN: lambda line: line.open,
            LATE: lambda line: line.late,
            ALONE: lambda line: line.alone,
        }
        places = {role_key(role): place for place, role in self._roles}
        return plain.get(key) or (lambda line: line.counts[places[key]] if key in places else 0)


def team_words(team: BoardTeam) -> str:
    """6 people · 968 customers."""
    people = counted(len(team.lines), "person", "people")
    return f"{people} · {customers(team.customers)}" if team.customers else people


def head_words(board: Board, today: date) -> str:
    """11 active · 1 leaving · 46 gaps."""
    leaving = board.leaving if board.on >= today else 0
    gaps = sum(gap.count for gap in board.gaps)
    parts = [f"{number(board.active)} active"]
    parts += [f"{number(leaving)} leaving"] if leaving else []
    parts += [counted(gaps, "gap")] if gaps else []
    return " · ".join(parts)


def _grouped(parts: Iterable[tuple[str, str, str, list[Row]]]) -> Rows:
    rows: list[Row] = []
    groups = []
    for title, count, tone, some in parts:
        if some:
            groups.append(Group(len(rows), title, count, tone))
            rows += some
    return Rows(tuple(rows), tuple(groups))


def _face(line: BoardLine, gone: bool) -> Face:
    face = face_for(line.user_id, line.name)
    return Face(face.initials, face.colour, face.square, faded=gone)


def _knows_most_alone(team: BoardTeam) -> int:
    """Who of a team would be missed most (0: nobody)."""
    most = max(team.lines, key=lambda line: line.alone, default=None)
    return most.user_id if most is not None and most.alone >= _MUCH_ALONE else 0


def _promises(opened: int, late: int) -> tuple[Cell, Cell]:
    return Cell(number_or_dash(opened)), _late(late)


def _late(late: int) -> Cell:
    if not late:
        return Cell()
    return Cell(f"{number(late)} late", Weight.BOLD, "bad", icon="late", icon_tone="bad")


def _late_spoken(late: int) -> str:
    return f", {number(late)} late" if late else ""
