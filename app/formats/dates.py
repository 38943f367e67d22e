"""Birthdays in all their spellings as ISO text: 1953-10-15, --10-15 (no year), 1953-10 or 1953."""

import re
from datetime import date

_YEAR_FIRST = re.compile(
    r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?:[T ].*)?|([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])\s?([0-9]{1,2})[./-]\s?([0-9]{4})(?: .*)?")
_NO_YEAR = re.compile(r"--([0-9]{2})-?([0-9]{2})(?:T.*)?")
_NO_DAY = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")
# Apple writes a birthday without its year as one in this year.
_YEAR_OF_NO_YEAR = 1604
_LEAP = 2000


def birthday(text: str, *, month_first: bool = False) -> str:
    """The date in ISO form, or "" where it is none; `month_first` reads 7/19/1955 as Americans write it."""
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups() if part is not None)
        return _iso(year, month, day)
    if found := _NO_YEAR.fullmatch(text):
        return _iso(_YEAR_OF_NO_YEAR, int(found[1]), int(found[2]))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[3]), int(found[4]), month_first and found[2] != ".")
    return text if _NO_DAY.fullmatch(text) else ""


def _year_last(first: int, second: int, year: int, month_first: bool) -> str:
    day, month = (second, first) if month_first else (first, second)
    return _iso(year, month, day) or _iso(year, day, month)


def _iso(year: int, month: int, day: int) -> str:
    try:
        known = date(year if year != _YEAR_OF_NO_YEAR else _LEAP, month, day)
    except ValueError:
        return ""
    return f"--{month:02}-{day:02}" if year == _YEAR_OF_NO_YEAR else known.isoformat()
