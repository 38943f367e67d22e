"""Numbers, names and states as the team's page tells them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from app import clock
from ui.parts.days import short_day
from ui.parts.numbers import counted, number

NONE = "–"


def number_or_dash(value: int) -> str:
    """A number in a table, where nothing is a dash."""
    return number(value) if value else NONE


def customers(value: int) -> str:
    """So many customers."""
    return counted(value, "customer")


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


LOCKED: Final = ("locked out", "restricted", "warn")
"""Words, sign and tone of who may not open the book."""


def state_words(
    departed_on: date | None, away_until: date | None, on: date, locked: bool = False
) -> tuple[str, str, str]:
    """What is true of a person on a day: words, sign and tone; three times nothing if they are simply there."""
    today = clock.today()
    if departed_on is not None and departed_on <= max(on, today):
        left = short_day(departed_on, on) if departed_on.year == on.year else str(departed_on.year)
        return f"left {left}", "departed", "text2"
    if locked:
        return LOCKED
    if departed_on is not None and on >= today:
        return f"leaves {short_day(departed_on, on)}", "leaving", "warn"
    if away_until is not None:
        return f"away to {short_day(away_until, on)}", "away", "text2"
    return "", "", ""
