"""Customers as text to paste: a row of cells each, parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from app.rules.formulas import FORMULA, GUARD
from ui.parts.days import local

if TYPE_CHECKING:
    from app.features.leaving import CustomerLine

_NUMBER: Final = frozenset("+0123456789 ()/.-")
HEADINGS: Final = ("Name", "Town", "Phone", "E-mail", "Owner", "Last touch")


def copied_text(lines: Sequence[CustomerLine], marks: Sequence[str] = ()) -> str:
    """A row each; those that left by the gate end with their mark."""
    return "".join("\t".join(_cells(line, mark)) + "\n" for line, mark in zip_longest(lines, marks))


def _cells(line: CustomerLine, mark: str | None) -> Iterator[str]:
    touched = line.last_touch_at
    day = "" if touched is None else local(touched).date().isoformat()
    for text in (line.listed_as, line.town, line.phone, line.email, line.owner, day):
        yield _guarded(" ".join(text.split()))
    if mark is not None:
        yield mark


def _guarded(text: str) -> str:
    """No formula for a spreadsheet; a telephone number is none."""
    return GUARD + text if text.startswith(FORMULA) and not set(text) <= _NUMBER else text
