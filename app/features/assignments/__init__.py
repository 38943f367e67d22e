"""Assignments: which user looks after which customer, in which role, from a day to a day."""

from app.features.assignments.acts import Assign, EndAssignments
from app.features.assignments.board import Board, BoardLine, BoardTeam, board
from app.features.assignments.gaps import Gap, departed_owners, unowned, without_service
from app.features.assignments.takers import Taker, Takers, takers
from app.features.assignments.who import (
    Assigned,
    Handled,
    RoleLine,
    assignment_roles,
    handled_by,
    handlers_history,
    who_handles,
)

__all__ = [
    "Assign", "Assigned", "Board", "BoardLine", "BoardTeam", "EndAssignments", "Gap", "Handled", "RoleLine", "Taker",
    "Takers", "assignment_roles", "board", "departed_owners", "handled_by", "handlers_history", "takers", "unowned",
    "who_handles", "without_service",
]  # fmt: skip
