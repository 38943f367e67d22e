"""Days, numbers and names as the team's page tells them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale

from app import clock

NONE = "–"


def number(value: int) -> str:
    """1,063 as the locale writes it."""
    return QLocale().toString(value)


def number_or_dash(value: int) -> str:
    """A number in a table, where nothing is a dash."""
    return number(value) if value else NONE


def counted(value: int, one: str, many: str) -> str:
    """1 customer, 12 customers."""
    return f"{number(value)} {one if value == 1 else many}"


def customers(value: int) -> str:
    """So many customers."""
    return counted(value, "customer", "customers")


def short_day(day: date, today: date) -> str:
    """29 May, or 29 May 2027 in another year."""
    return told(day, "d MMM" if day.year == today.year else "d MMM yyyy")


def whole_day(day: date) -> str:
    """14 May 2026 with the whole word for the month."""
    return told(day, "d MMMM yyyy")


def told(day: date, form: str) -> str:
    """A day in a form of the locale."""
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def near_day(day: date, today: date) -> str:
    """Today, tomorrow and yesterday by their names."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    return near or short_day(day, today)


def first_names(names: Sequence[str], total: int, shown: int = 3) -> str:
    """Miller & Sons, Talleres Ibáñez and 209 more."""
    told_names = list(names[:shown])
    rest = total - len(told_names)
    if rest > 0:
        return f"{', '.join(told_names)} and {number(rest)} more" if told_names else customers(rest)
    return joined(told_names)


def joined(words: Sequence[str]) -> str:
    """One, one and another, one, another and a third."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def state_words(departed_on: date | None, away_until: date | None, on: date) -> tuple[str, str, str]:
    """What is true of a person on a day: words, sign and tone; three times nothing if they are simply there."""
    today = clock.today()
    if departed_on is not None and departed_on <= max(on, today):
        left = short_day(departed_on, on) if departed_on.year == on.year else str(departed_on.year)
        return f"left {left}", "departed", "text2"
    if departed_on is not None and on >= today:
        return f"leaves {short_day(departed_on, on)}", "leaving", "warn"
    if away_until is not None:
        return f"away to {short_day(away_until, on)}", "away", "text2"
    return "", "", ""
