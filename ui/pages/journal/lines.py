"""Operations as rows of the list, grouped by day; and the words around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from app.features.journal.reading import OperationLine
from ui.parts.avatar import face_for
from ui.parts.cells import Cell, Group, Row
from ui.parts.days import day_title, full_words, hour_words, local
from ui.parts.numbers import number
from ui.theme.tokens import Weight

_SIGNS: Final = (
    ("Found", "book"),
    ("Import", "import"),
    ("FillWith", "company"),
    ("Undo", "undo"),
    ("Add", "add"),
    ("Declare", "add"),
    ("Log", "touch points"),
    ("Withdraw", "delete"),
    ("Remove", "delete"),
    ("Retire", "retire"),
    ("BringBack", "bring back"),
    ("Assign", "assign"),
    ("EndAssign", "assign"),
    ("Promise", "follow-up"),
    ("SetAway", "away"),
    ("Merge", "merge"),
)


def sign_of(command: str) -> str:
    """The sign of what was done."""
    followed = "follow-up" if "FollowUp" in command else "edit"
    return next((sign for begin, sign in _SIGNS if command.startswith(begin)), followed)


def state_words(line: OperationLine, partly: Mapping[int, int]) -> tuple[str, str]:
    """Whether it is undone, wholly or in part, or took only a part of another back; sign and words, or nothing."""
    if line.undone_by is not None:
        return "undo", "undone"
    if line.id in partly:
        return "warning", "undone in part"
    if line.undoes is not None and partly.get(line.undoes) == line.id:
        return "warning", "undid a part"
    return "", ""


def row_of(line: OperationLine, partly: Mapping[int, int]) -> Row:
    """One operation: time, who, the sentence, whether it is undone, its number."""
    sign, state = state_words(line, partly)
    part = sign == "warning"
    return Row(
        line.id,
        (
            Cell(hour_words(line.at), tone="text2", tip=full_words(line.at)),
            Cell(line.user, faces=(face_for(line.user_id, line.user),)),
            Cell(
                line.summary,
                Weight.MEDIUM,
                icon=sign_of(line.command),
                note=state,
                note_icon=sign,
                note_tone="warn" if part else "text2",
                tip=f"{line.summary}, {state}" if state else "",
            ),
            Cell(str(line.id), tone="text3"),
        ),
        spoken=", ".join(said for said in (line.summary, line.user, full_words(line.at), state) if said),
        dim=line.undone_by is not None,
    )


def day_groups(lines: Sequence[OperationLine], today: date, more: bool) -> list[Group]:
    """A heading for each day; the last one's number is not known while there are older operations."""
    groups, at = list[Group](), 0
    for day, some in groupby(lines, key=lambda line: local(line.at).date()):
        count = sum(1 for _ in some)
        last = at + count == len(lines)
        groups.append(Group(at, day_title(day, today), number(count, last and more)))
        at += count
    return groups
