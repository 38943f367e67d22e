"""The journal as it is read: a stretch of it, and one operation with all that belongs to it; each in one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.features.journal.kept import KeptRow, kept_rows, partly_undone
from app.features.journal.reading import (
    ChangeLine,
    JournalFilter,
    OperationLine,
    changes_of,
    count_changes,
    journal,
    operation,
    whole_or_own,
)
from app.rules.permissions import asks_for

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """Operations, the newest first; of those undone in part, by which. `more`: there are older ones."""

    lines: tuple[OperationLine, ...]
    partly: Mapping[int, int]
    more: bool


@dataclass(frozen=True, slots=True)
class Story:
    """One operation: how many changes it made, the first of them, and what of it was kept by the undoing `partly`."""

    line: OperationLine
    number: int
    changes: tuple[ChangeLine, ...]
    partly: int | None
    kept_number: int
    kept: tuple[KeptRow, ...]


@asks_for(whole_or_own)
def stretch(session: Session, chosen: JournalFilter, before: int | None = None, limit: int = SHOWN) -> Stretch:
    """The operations before a revision (or the newest) that fit."""
    found = journal(session, chosen, before, limit + 1)
    lines = tuple(found[:limit])
    # An undoing may stand in this stretch, and what it undid in another.
    asked = {line.id for line in lines} | {line.undoes for line in lines if line.undoes is not None}
    return Stretch(lines, partly_undone(session, asked), len(found) > limit)


def story(session: Session, operation_id: int, customer_id: int | None = None) -> Story:
    """One operation, with its changes (those that concern one customer). Raises NotFound."""
    line = operation(session, operation_id)
    changes = tuple(changes_of(session, operation_id, customer_id, SHOWN))
    partly = partly_undone(session, [operation_id]).get(operation_id)
    number, kept = kept_rows(session, operation_id, SHOWN) if partly is not None else (0, ())
    return Story(line, count_changes(session, operation_id), changes, partly, number, kept)
