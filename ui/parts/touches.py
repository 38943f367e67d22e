"""How touch points are shown wherever they are: signs, the words around names, times, lengths and promises."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from PySide6.QtCore import QDate, QLocale, QTime

from app.rules.touch import DIRECTED, Direction, Kind, kind_words

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
    late = (today - due_on).days
    if late > 0:
        return Told("late", f"{late} day{'s' if late > 1 else ''} late", "bad")
    return Told("follow-up", day_words(due_on, today))


def local(at: dt.datetime) -> dt.datetime:
    """The instant by this computer's clock."""
    return at.astimezone()


def hour_words(at: dt.datetime) -> str:
    """The hour and minute of an instant, as the locale writes them."""
    here = local(at)
    return QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)


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


def day_words(day: dt.date, today: dt.date) -> str:
    """A day as briefly as it can be told: with its weekday if it is near, with its year if it is another."""
    if day == today:
        return "today"
    if abs((day - today).days) < 7:
        return _spelled(day, "ddd d MMM")
    return _spelled(day, "d MMM" if day.year == today.year else "d MMM yyyy")


def when_words(at: dt.datetime, today: dt.date) -> str:
    """When it was: today by the hour, else by the day."""
    day = local(at).date()
    return hour_words(at) if day == today else day_words(day, today)


def full_words(at: dt.datetime) -> str:
    """Day and hour in full, for tool tips and screen readers."""
    return f"{_spelled(local(at).date(), 'ddd d MMM yyyy')}, {hour_words(at)}"


def day_title(day: dt.date, today: dt.date) -> str:
    """The heading of a day: Today, Thu 14 May."""
    words = _spelled(day, "ddd d MMM" if day.year == today.year else "ddd d MMM yyyy")
    near = {today: "Today, ", today - dt.timedelta(days=1): "Yesterday, "}
    return f"{near.get(day, '')}{words}"


def span_title(day: dt.date, today: dt.date) -> str:
    """The heading of a stretch of time: Today, This week, or the month."""
    if day >= today:
        return "Today"
    if day > today - dt.timedelta(days=7) and day.isocalendar()[:2] == today.isocalendar()[:2]:
        return "This week"
    return _spelled(day, "MMMM" if day.year == today.year else "MMMM yyyy")


def _spelled(day: dt.date, form: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)
