"""Two people changed one card: the rows of the choice, and the edits that come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.errors import Conflict
from app.features.customers.reaches import ReachInput
from ui.pages.customers.card_values import Pair
from ui.pages.customers.reach_words import kind_words, reach_text
from ui.parts.conflict import ConflictRow
from ui.parts.days import date_words

Words = Callable[[str, object], str]
"""From a field's name and a value to what a person reads."""


def conflict_rows(conflict: Conflict, label: Callable[[str], str], words: Words) -> list[ConflictRow]:
    """A row for each field that both changed."""
    rows = []
    for one in conflict.fields:
        values = (one.mine, one.theirs, one.original)
        told = next((kind_words(value) for value in values if isinstance(value, ReachInput)), label(one.field))
        seen = tuple(_told(one.field, value, words) for value in values)
        rows.append(ConflictRow(one.field, told, *values, words=(seen[0], seen[1], seen[2])))
    return rows


def resolved(edits: Mapping[str, Pair], conflict: Conflict, choice: Mapping[str, object]) -> dict[str, Pair]:
    """The edits again, now from what stands in the book to what was chosen."""
    settled = dict(edits)
    for one in conflict.fields:
        name, _, key = one.field.partition(":")
        chosen = choice[one.field]
        if not key:
            settled[name] = (one.theirs, chosen)
        elif name == "fields":
            was, now = settled[name]
            settled[name] = ({**was, int(key): one.theirs}, {**now, int(key): chosen})
        else:
            was, now = settled[name]
            back = replace(chosen, id=0) if isinstance(chosen, ReachInput) and one.theirs is None else chosen
            settled[name] = (_with(was, int(key), one.theirs), _with(now, int(key), back))
    return settled


def _with(rows: tuple[ReachInput, ...], key: int, other: object) -> tuple[ReachInput, ...]:
    """The rows with another one in place of that with this id, or without it."""
    rest = [row for row in rows if row.id != key]
    place = next((at for at, row in enumerate(rows) if row.id == key), len(rest))
    if isinstance(other, ReachInput):
        rest.insert(place, other)
    return tuple(rest)


def _told(field: str, value: Any, words: Words) -> str:
    if isinstance(value, ReachInput):
        return reach_text(value) + (f" ({value.label})" if value.label else "")
    if isinstance(value, date):
        return date_words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else words(field, value)
