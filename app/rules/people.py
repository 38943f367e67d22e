"""People come and go: who has departed, and who is only leaving."""

from __future__ import annotations

from datetime import date


def departed(on: date | None, today: date) -> bool:
    """Whether one whose day of departure is `on` has gone by `today`; with a later day they are only leaving."""
    return on is not None and on <= today
