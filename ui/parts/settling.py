"""The choice between two people's changes, for forms whose fields are plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import Conflict, FieldConflict
from ui.parts.conflict import ConflictDialog, ConflictRow
from ui.parts.days import date_words

Words = Callable[[str, Any], str]
"""From a field's name and a value to what a person reads."""


def settle(
    window: QWidget,
    conflict: Conflict,
    labels: Mapping[str, str],
    then: Callable[[dict[str, tuple[Any, Any]]], object],
    words: Words = lambda _field, value: str(value),
) -> None:
    """Ask which value stays; `then` gets each field as (what is in the book now, what was chosen)."""
    rows = [_row(one, labels[one.field], words) for one in conflict.fields]
    theirs = {one.field: one.theirs for one in conflict.fields}
    dialog = ConflictDialog(window, conflict.by or "Somebody else", rows)
    dialog.chosen.connect(lambda chosen: then({name: (theirs[name], value) for name, value in chosen.items()}))
    dialog.show_over()


def _row(one: FieldConflict, label: str, words: Words) -> ConflictRow:
    mine, theirs, original = (_told(one.field, value, words) for value in (one.mine, one.theirs, one.original))
    return ConflictRow(one.field, label, one.mine, one.theirs, one.original, (mine, theirs, original))


def _told(field: str, value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return date_words(value) if isinstance(value, date) else words(field, value)
