"""Days as the card tells them: this week by weekday, this year without the year, lateness in words."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, QTime


def day_words(day: date, today: date) -> str:
    """Tue 19 May, or 19 May 2027 in another year; today and tomorrow by their names."""
    distance = (day - today).days
    if distance in (0, 1):
        return ("today", "tomorrow")[distance]
    if abs(distance) < 7:
        return _told(day, "ddd d MMM")
    return _told(day, "d MMM" if day.year == today.year else "d MMM yyyy")


def short_day(day: date, today: date) -> str:
    """18 May, or 18 May 2027 in another year."""
    return _told(day, "d MMM" if day.year == today.year else "d MMM yyyy")


def month_words(day: date) -> str:
    """Mar 2024."""
    return _told(day, "MMM yyyy")


def whole_day(day: date) -> str:
    """Thursday 14 May 2026, for tool tips and screen readers."""
    return _told(day, "dddd d MMMM yyyy")


def late_words(due: date, today: date) -> str:
    """3 days late."""
    days = (today - due).days
    return "1 day late" if days == 1 else f"{days} days late"


def moment_words(at: datetime, today: date) -> str:
    """09:41 today, else the day."""
    local = at.astimezone()
    if local.date() == today:
        return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    return day_words(local.date(), today)


def _told(day: date, form: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)
