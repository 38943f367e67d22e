"""How a new assignment fits between those that a customer has already, without overwriting any."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from app.rules.days import DAY


class Period(NamedTuple):
    """An assignment as it stands: from a day to a day, both included; of zero days if it ends before it begins."""

    id: int
    user_id: int
    from_day: date
    until_day: date | None

    def holds(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.from_day <= day and (self.until_day is None or self.until_day >= day)


class Fit(NamedTuple):
    """What a new assignment does: those that end the day before it begins, and its own last day."""

    ended: tuple[int, ...]
    until_day: date | None


def fit(user_id: int, from_day: date, until_day: date | None, present: Iterable[Period]) -> Fit | None:
    """Where one at a time may be in force: the one that holds ends, the next one planned bounds the new one.

    Nothing if the same user is in force on that day already.
    """
    ended = []
    for other in present:
        if other.holds(from_day):
            if other.user_id == user_id:
                return None
            ended.append(other.id)
        elif other.from_day > from_day and (other.until_day is None or other.until_day >= other.from_day):
            last = other.from_day - DAY
            until_day = last if until_day is None else min(until_day, last)
    return Fit(tuple(ended), until_day)
