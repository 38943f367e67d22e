"""What is told of many cards opened within an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ui.parts.days import hour_words, local, short_day
from ui.parts.labels import in_words
from ui.parts.numbers import counted

if TYPE_CHECKING:
    from app.features.openings import OpenedCards


def opened_words(many: Sequence[OpenedCards], today: date) -> tuple[str, str]:
    """The newest, when that was, and how often it was so besides."""
    newest, more = many[0], len(many) - 1
    day = short_day(local(newest.until).date(), today)
    besides = f" It was so {counted(more, 'time')} more." if more else ""
    when = f"{day}, noted from {hour_words(newest.begin)} to {hour_words(newest.until)}."
    return f"{in_words(newest.user)} opened {counted(newest.cards, 'card')} within an hour.", f"{when}{besides}"
