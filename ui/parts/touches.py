"""How touch points are shown wherever they are: signs, the words around names, lengths and promises; hours as typed."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from PySide6.QtCore import QLocale, QTime

from app.rules.touch import DIRECTED, Direction, Kind, kind_words
from ui.parts.days import day_words, late_words, local

MOOD_TONES: Final = {"pleased": "text2", "neutral": "text2", "upset": "bad"}
_WITH: Final = {Kind.COMPLAINT: "from", Kind.ORDER: "from", Kind.NOTE: "on"}
_SENT: Final = {Direction.IN: "from", Direction.OUT: "to", Direction.NONE: "with"}
_HOUR: Final = 60
_HOUR_FORMS: Final = ("H:mm", "HHmm", "H.mm", "h:mm AP", "h AP", "H")


class Told(NamedTuple):
    """A few words with their sign and tone."""

    icon: str
    words: str
    tone: str = "text2"


def kind_told(kind: str, direction: str = "") -> Told:
    """The sign and words of a kind: an arrow at the receiver, Call in; complaints stand out."""
    sign = f"call {direction}" if kind == Kind.CALL and direction else kind
    return Told(sign, kind_words(kind, direction), "bad" if kind == Kind.COMPLAINT else "text2")


def mood_told(mood: str) -> Told:
    """The face and the word of a mood."""
    return Told(mood, mood, MOOD_TONES[mood])


def with_whom(kind: str, direction: str, contact: str) -> str:
    """from Pilar Ibáñez; "" if it is not known who it was."""
    known = Kind(kind)
    link = _SENT[Direction(direction)] if known in DIRECTED else _WITH.get(known, "with")
    return f"{link} {contact}" if contact else ""


def length_words(minutes: int) -> str:
    """4 min, 2 h 10."""
    if minutes < _HOUR:
        return f"{minutes} min"
    hours, rest = divmod(minutes, _HOUR)
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def promise_told(due_on: dt.date, done: bool, today: dt.date) -> Told:
    """What has become of a promise: kept, to come by a day, or so many days late."""
    if done:
        return Told("done", "follow-up done")
    if due_on < today:
        return Told("late", late_words(due_on, today), "bad")
    return Told("follow-up", day_words(due_on, today))


def instant_of(day: dt.date, hour: dt.time, before: dt.datetime) -> dt.datetime:
    """The instant of a day and an hour as typed; unchanged it stays, whichever 2:30 of a night it was."""
    here = local(before)
    same_hour = (hour.hour, hour.minute) == (here.hour, here.minute)
    if same_hour and day == here.date():
        return before
    return dt.datetime.combine(day, here.time() if same_hour else hour).astimezone()


def read_hour(typed: str) -> dt.time | None:
    """An hour as people type it: 9:42, 0942, 9.42, 2 pm, or as the locale writes it; None if it is none."""
    for form in (*_HOUR_FORMS, QLocale().timeFormat(QLocale.FormatType.ShortFormat)):
        read = QTime.fromString(typed.strip().upper(), form)
        read = read if read.isValid() else QLocale().toTime(typed.strip(), form)
        if read.isValid():
            return dt.time(read.hour(), read.minute())
    return None
