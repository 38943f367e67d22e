"""What can be selected on the board: a person, a gap or a team."""

from __future__ import annotations

from dataclasses import dataclass

from app.features.assignments import Board, BoardLine, BoardTeam, Gap

PERSON, GAP, TEAM = "person", "gap", "team"


@dataclass(frozen=True, slots=True)
class Spot:
    """One row of the board, whatever it shows that day; `key` is the id (0: no team) or the gap's kind."""

    kind: str
    key: int | str

    def as_words(self) -> str:
        """For the desk's memory."""
        return f"{self.kind}:{self.key}"


def spot_of(words: object) -> Spot | None:
    """A spot as it was remembered."""
    kind, _, key = str(words or "").partition(":")
    if kind == GAP:
        return Spot(GAP, key)
    return Spot(kind, int(key)) if kind in (PERSON, TEAM) and key.isdigit() else None


def person(user_id: int) -> Spot:
    """The spot of a person."""
    return Spot(PERSON, user_id)


def lines(board: Board) -> list[BoardLine]:
    """Everybody on the board, those who departed last."""
    return [*(line for team in board.teams for line in team.lines), *board.departed]


def line_at(board: Board | None, spot: Spot | None) -> BoardLine | None:
    """The person at a spot."""
    if board is None or spot is None or spot.kind != PERSON:
        return None
    return next((line for line in lines(board) if line.user_id == spot.key), None)


def gap_at(board: Board | None, spot: Spot | None) -> Gap | None:
    """The gap at a spot."""
    if board is None or spot is None or spot.kind != GAP:
        return None
    return next((gap for gap in board.gaps if gap.kind == spot.key), None)


def team_at(board: Board | None, spot: Spot | None) -> BoardTeam | None:
    """The team at a spot."""
    if board is None or spot is None or spot.kind != TEAM:
        return None
    return next((team for team in board.teams if (team.team_id or 0) == spot.key), None)


def is_there(board: Board, spot: Spot | None) -> bool:
    """Whether the board of this day has such a row."""
    return any(found is not None for found in (line_at(board, spot), gap_at(board, spot), team_at(board, spot)))


def team_of(board: Board, user_id: int) -> str:
    """The name of a person's team, or nothing."""
    found = (team for team in board.teams if any(line.user_id == user_id for line in team.lines))
    return next((team.name for team in found if team.team_id is not None), "")
