"""Numbers in words, as the locale writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.rules import words


def number(value: int, more: bool = False) -> str:
    """1,063; or 10,000+ where there are more."""
    return QLocale().toString(value) + ("+" if more else "")


def counted(value: int, noun: str, many: str = "") -> str:
    """1 customer, 1,063 customers; `many` where an s does not make the plural."""
    return words.counted(value, noun, many, number)
