"""Touch points as rows of the table, grouped by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from app.features.touchpoints import TimeLineEntry
from ui.parts.avatar import face_for
from ui.parts.cells import Cell, Group, Row
from ui.parts.days import day_title, full_words, hour_words, local
from ui.parts.numbers import number
from ui.parts.rows import Column
from ui.parts.touches import Told, kind_told, length_words, mood_told, promise_told
from ui.theme.tokens import Weight

COLUMNS: Final = (
    Column("time", "Time", 74, sortable=False),
    Column("kind", "Kind", 118, sortable=False),
    Column("customer", "Customer", 202, sortable=False, least=90),
    Column("with", "With", 104, sortable=False),
    Column("ours", "Of ours", 84, sortable=False),
    Column("said", "What was said", 200, stretch=True, sortable=False, least=120),
    Column("mood", "Mood", 92, sortable=False),
    Column("length", "Length", 70, "right", sortable=False, hidden=True),
    Column("promise", "Promise", 122, "right", sortable=False),
)
_GLANCE: Final = 400


def row_of(entry: TimeLineEntry, today: dt.date) -> Row:
    """One touch point in the order of the columns."""
    kind = kind_told(entry.kind, entry.direction)
    loud = Weight.BOLD if kind.tone == "bad" else Weight.PLAIN
    said = " ".join(entry.words[: 2 * _GLANCE].split())[:_GLANCE]
    mood, promise = _mood(entry), _promise(entry, today)
    cells = (
        Cell(hour_words(entry.at), tone="text2", tip=full_words(entry.at)),
        Cell(kind.words, loud, kind.tone, kind.icon, kind.tone),
        Cell(entry.customer, Weight.MEDIUM),
        Cell(entry.contact or "–", tone="text2" if entry.contact else "text3"),
        Cell(first_name(entry.user), tone="text2", faces=(face_for(entry.user_id, entry.user),), tip=entry.user),
        Cell(f"Withdrawn: {said}" if entry.withdrawn else said),
        _cell(mood),
        Cell(length_words(entry.minutes) if entry.minutes is not None else "", tone="text2"),
        _cell(promise),
    )
    parts = (
        kind.words, entry.customer, entry.contact, full_words(entry.at), entry.user, said,
        mood.words if mood else "", f"promise {promise.words}" if promise else "",
        "withdrawn" if entry.withdrawn else "",
    )  # fmt: skip
    return Row(entry.id, cells, ", ".join(part for part in parts if part), dim=entry.withdrawn)


def groups_of(entries: Sequence[TimeLineEntry], counts: Mapping[dt.date, int], today: dt.date) -> list[Group]:
    """A heading for each day, with its count where the whole day is known."""
    groups, at = [], 0
    for day, some in groupby(entries, lambda one: local(one.at).date()):
        count = counts.get(day)
        groups.append(Group(at, day_title(day, today), number(count) if count else ""))
        at += sum(1 for _ in some)
    return groups


def first_name(name: str) -> str:
    """The name by which a colleague is called."""
    return name.split()[0] if name.split() else name


def _mood(entry: TimeLineEntry) -> Told | None:
    return mood_told(entry.mood) if entry.mood else None


def _promise(entry: TimeLineEntry, today: dt.date) -> Told | None:
    if entry.promise is None:
        return None
    return promise_told(entry.promise.due_on, entry.promise.done_at is not None, today)


def _cell(told: Told | None) -> Cell:
    if told is None:
        return Cell("")
    words = "done" if told.icon == "done" else told.words
    return Cell(words, Weight.BOLD if told.tone == "bad" else Weight.PLAIN, told.tone, told.icon, told.tone)
