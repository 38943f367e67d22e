"""An hour of the day, as the clock on the wall shows it, and what is due since it struck."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

_CLOCKS_DIFFER: Final = timedelta(days=1)


def last_struck(hour: int, now: datetime) -> datetime:
    """When the clock here showed this hour last."""
    here = now.astimezone()
    struck = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return struck if struck <= here else struck - timedelta(days=1)


def struck_since(hour: int, then: datetime, now: datetime) -> bool:
    """Whether the hour struck after `then`. What lies days ahead of the clock was noted before it was set back."""
    return then < last_struck(hour, now) or then - now > _CLOCKS_DIFFER
