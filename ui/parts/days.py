"""Days and hours in words, wherever they are told: by the locale, and as briefly as the place wants."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale, QTime

from ui.parts.numbers import counted


def day_words(day: dt.date, today: dt.date) -> str:
    """Today and tomorrow by their names, else as `weekday_words`."""
    return {0: "today", 1: "tomorrow"}.get((day - today).days) or weekday_words(day, today)


def weekday_words(day: dt.date, today: dt.date) -> str:
    """Tue 19 May if it is near; else 29 May, or 29 May 2027 in another year."""
    return with_weekday(day) if abs((day - today).days) < 7 else short_day(day, today)


def near_day(day: dt.date, today: dt.date) -> str:
    """Today, tomorrow and yesterday by their names, else as `short_day`."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get((day - today).days) or short_day(day, today)


def short_day(day: dt.date, today: dt.date) -> str:
    """29 May, or 29 May 2027 in another year."""
    return day_and_month(day) if day.year == today.year else date_words(day)


def day_and_month(day: dt.date) -> str:
    """29 May, where the year is known."""
    return _spelled(day, "d MMM")


def with_weekday(day: dt.date) -> str:
    """Tue 19 May, where the year is known."""
    return _spelled(day, "ddd d MMM")


def date_words(day: dt.date) -> str:
    """14 May 2026, as it is shown in fields."""
    return _spelled(day, "d MMM yyyy")


def long_day(day: dt.date) -> str:
    """14 September 2026, in a sentence that names a day to go to."""
    return _spelled(day, "d MMMM yyyy")


def month_words(day: dt.date) -> str:
    """Mar 2024."""
    return _spelled(day, "MMM yyyy")


def whole_day(day: dt.date) -> str:
    """Thursday 14 May 2026, for tool tips and screen readers."""
    return _spelled(day, "dddd d MMMM yyyy")


def day_title(day: dt.date, today: dt.date) -> str:
    """The heading of a day: Today, Thu 14 May."""
    words = with_weekday(day) if day.year == today.year else _in_full(day)
    near = {today: "Today, ", today - dt.timedelta(days=1): "Yesterday, "}
    return f"{near.get(day, '')}{words}"


def span_title(day: dt.date, today: dt.date) -> str:
    """The heading of a stretch of time: Today, This week, or the month."""
    if day >= today:
        return "Today"
    if day > today - dt.timedelta(days=7) and day.isocalendar()[:2] == today.isocalendar()[:2]:
        return "This week"
    return _spelled(day, "MMMM" if day.year == today.year else "MMMM yyyy")


def late_words(due: dt.date, today: dt.date) -> str:
    """3 days late."""
    return f"{counted((today - due).days, 'day')} late"


def local(at: dt.datetime) -> dt.datetime:
    """The instant by this computer's clock."""
    return at.astimezone()


def hour_words(at: dt.datetime) -> str:
    """The hour and minute of an instant, as the locale writes them."""
    here = local(at)
    return QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)


def when_words(at: dt.datetime, today: dt.date) -> str:
    """When it was: today by the hour, else by the day."""
    day = local(at).date()
    return hour_words(at) if day == today else day_words(day, today)


def full_words(at: dt.datetime) -> str:
    """Day and hour in full, for tool tips and screen readers."""
    return f"{_in_full(local(at).date())}, {hour_words(at)}"


def _in_full(day: dt.date) -> str:
    """Thu 14 May 2026."""
    return _spelled(day, "ddd d MMM yyyy")


def _spelled(day: dt.date, form: str) -> str:
    """A day in a form of the locale."""
    return QLocale().toString(QDate(day.year, day.month, day.day), form)
