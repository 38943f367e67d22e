"""What the search box finds here: what was said or written, with the found letters marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import clock
from app.features.touchpoints import TimeLineEntry, TouchFilter, firm_time_line
from app.rules.marking import found_spans
from ui.parts.avatar import face_for
from ui.parts.days import when_words
from ui.parts.results import Marked, Result, ResultGroup
from ui.parts.touches import kind_told

_SHOWN = 5
_SHORTEST = 3
_BEFORE = 12


def said(session: Any, words: str) -> list[TimeLineEntry]:
    """The newest entries with these words; too little typed finds too much to be asked for."""
    return firm_time_line(session, TouchFilter(words=words), limit=_SHOWN) if len(words.strip()) >= _SHORTEST else []


def result_groups(entries: Sequence[TimeLineEntry], words: str) -> list[ResultGroup]:
    """One group, or none where nothing was found."""
    results = tuple(_result(entry, words) for entry in entries)
    return [ResultGroup("Said or written", "", results)] if results else []


def _result(entry: TimeLineEntry, words: str) -> Result:
    shown = _around_found(" ".join(entry.words.split()), words)
    at = Marked(when_words(entry.at, clock.today()))
    sign = kind_told(entry.kind, entry.direction).icon
    face = face_for(entry.user_id, entry.user)
    return Result(
        entry.id, Marked(shown, found_spans(shown, words)), Marked(entry.customer), at, sign, face, kind="said"
    )


def _around_found(text: str, words: str) -> str:
    """The text from shortly before the first place that was found, so that it stands in sight."""
    spans = found_spans(text, words)
    start = spans[0][0] - _BEFORE if spans else 0
    if start <= _BEFORE:
        return text
    return "…" + text[text.find(" ", start) + 1 :]
