"""Correct a touch point: a form with what was logged; a field changed by somebody meanwhile is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from app.computer.memory import Memory
from app.errors import Conflict, FieldConflict, HousebookError, Refused
from app.features.touchpoints import CorrectTouchPoint, TimeLineEntry
from app.rules.touch import Direction, Kind, Mood
from ui.parts.conflict import ConflictDialog, ConflictRow
from ui.parts.days import full_words, hour_words, local
from ui.parts.dialog import Dialog
from ui.parts.fields import Choice, Day, Line, Lines
from ui.parts.form import Form
from ui.parts.form_draft import KeptForm, Pair
from ui.parts.touches import instant_of, kind_told, read_hour

if TYPE_CHECKING:
    from ui.desk import Desk

FORM: Final = "touchpoints.correct"
_LABELS: Final = {
    "kind": "Kind", "direction": "In or out", "mood": "Mood", "minutes": "Minutes", "words": "What was said",
    "contact_id": "With", "at": "When",
}  # fmt: skip


class CorrectDialog(Dialog):
    """Only what was changed is sent, each as it was and as it is now."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        memory: Memory,
        entry: TimeLineEntry,
        people: Sequence[tuple[int, str]],
    ) -> None:
        words = f"{kind_told(entry.kind, entry.direction).words}, {entry.customer}, {full_words(entry.at)}"
        super().__init__(window, "Correct what was logged", words, width=560, name="correct")
        self._desk, self._entry = desk, entry
        self._people = dict(people)
        if entry.contact_id is not None:
            self._people.setdefault(entry.contact_id, entry.contact)
        self.form = Form("correct.form", _fields(self._people))
        self.kept = KeptForm(self.form, memory.drafts, FORM, str(entry.id), entry.customer)
        self.kept.begin(_values(entry))
        self.kept.brought.connect(self.resized)
        self.form.buttons("Save correction")
        self.body.addWidget(self.kept.strip)
        self.body.addWidget(self.form)
        self.form.submitted.connect(self._save)
        self.form.left.connect(self.leave)

    def leave(self) -> None:
        """What was typed and not saved stays as a draft."""
        self.kept.draft.keep_now()
        super().leave()

    def _save(self) -> None:
        try:
            edits = self._edits()
        except Refused as refused:
            self.form.refuse(refused.field, refused.words)
            return
        self._send(edits)

    def _send(self, edits: dict[str, Pair]) -> None:
        if not edits:
            self._finish()
            return
        self.form.set_busy(True)
        self._desk.do(
            self,
            CorrectTouchPoint(self._entry.id, edits),
            then=lambda _done: self._finish(),
            otherwise=lambda error: self._failed(error, edits),
        )

    def _finish(self) -> None:
        self.kept.put_away()
        self.leave()

    def _edits(self) -> dict[str, Pair]:
        """The form's changes as the command knows them. Raises Refused for what cannot be read."""
        changed = self.form.changed()
        edits = {name: pair for name, pair in changed.items() if name not in ("day", "hour", "minutes")}
        if "minutes" in changed:
            was, now = changed["minutes"]
            edits["minutes"] = (_minutes(was), _minutes(now))
        if "day" in changed or "hour" in changed:
            now = self.form.values()
            was = now | {name: changed[name][0] for name in ("day", "hour") if name in changed}
            edits["at"] = (self._at(was), self._at(now))
        return edits

    def _at(self, values: Mapping[str, Any]) -> dt.datetime:
        """The instant of day and hour; the hour that stands in the book keeps its seconds."""
        hour = read_hour(str(values["hour"]))
        if values["day"] is None:
            raise Refused("Say on which day it was.", "day")
        if hour is None:
            raise Refused("This is no time. Write it as 14:30.", "hour")
        return instant_of(values["day"], hour, self._entry.at)

    def _failed(self, error: HousebookError, edits: dict[str, Pair]) -> None:
        self.form.set_busy(False)
        if isinstance(error, Conflict):
            self._choose(error, edits)
        else:
            field = error.field if isinstance(error, Refused) else None
            self.form.refuse("day" if field == "at" else field, error.words)

    def _choose(self, conflict: Conflict, edits: dict[str, Pair]) -> None:
        """Both values side by side; what is chosen is sent again against what is in the book now."""
        theirs = {one.field: one.theirs for one in conflict.fields}
        rows = [self._row(one) for one in conflict.fields]
        chooser = ConflictDialog(self._window, conflict.by or "Somebody else", rows)
        chooser.chosen.connect(
            lambda chosen: self._send(edits | {name: (theirs[name], value) for name, value in chosen.items()})
        )
        chooser.show_over()

    def _row(self, one: FieldConflict) -> ConflictRow:
        words = tuple(self._words(one.field, value) for value in (one.mine, one.theirs, one.original))
        return ConflictRow(
            one.field, _LABELS[one.field], one.mine, one.theirs, one.original, (words[0], words[1], words[2])
        )

    def _words(self, field: str, value: object) -> str:
        """A value as a person reads it."""
        if isinstance(value, dt.datetime):
            return full_words(value)
        if field == "contact_id":
            return self._people.get(int(str(value)), "") if value is not None else ""
        kinds: dict[str, Any] = {"kind": Kind, "direction": Direction, "mood": Mood}
        return str(kinds[field](value).words) if field in kinds else "" if value is None else str(value)


def _fields(people: dict[int, str]) -> list[Any]:
    return [
        Choice("kind", "Kind", options=tuple((one.value, one.words) for one in Kind)),
        Choice("direction", "In or out", options=tuple((one.value, one.words) for one in Direction)),
        Choice("contact_id", "With", options=tuple(people.items()), nothing="Nobody in particular"),
        Day("day", "Day"),
        Line("hour", "Hour"),
        Line("minutes", "Minutes"),
        Choice("mood", "Mood", options=tuple((one.value, one.words) for one in Mood)),
        Lines("words", "What was said", rows=6),
    ]


def _values(entry: TimeLineEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "direction": entry.direction,
        "contact_id": entry.contact_id,
        "day": local(entry.at).date(),
        "hour": hour_words(entry.at),
        "minutes": "" if entry.minutes is None else str(entry.minutes),
        "mood": entry.mood,
        "words": entry.words,
    }


def _minutes(typed: str) -> int | None:
    typed = typed.strip()
    if typed and not typed.isdecimal():
        raise Refused("Minutes are a whole number.", "minutes")
    return int(typed) if typed else None
