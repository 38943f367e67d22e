"""What a spreadsheet takes for a formula, and the sign that keeps it from that."""

from typing import Final

GUARD: Final = "'"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", GUARD)
"""With what a cell begins that a spreadsheet takes for a formula; and the guard itself, so that it can be told."""
