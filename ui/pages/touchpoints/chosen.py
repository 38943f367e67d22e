"""What is chosen on the page: a stretch of days, perhaps one day of it, people, kinds and the rest; remembered."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from app.features.touchpoints import TouchFilter

SPANS: Final = {"7": "Last 7 days", "30": "Last 30 days", "90": "Last 90 days", "365": "Last 12 months", "": "Any time"}
_LONGEST: Final = 365


@dataclass(frozen=True, slots=True)
class Chosen:
    """`span` is a number of days up to today, "" for any time; `day` narrows it to one."""

    span: str = "30"
    day: str = ""
    team_ids: tuple[int, ...] = ()
    user_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    stage_ids: tuple[int, ...] = ()
    contact_role: str = ""
    with_promise: bool = False
    with_withdrawn: bool = False
    words: str = ""

    def first_day(self, today: dt.date) -> dt.date:
        """Where the bars begin."""
        return today - dt.timedelta(days=int(self.span or _LONGEST) - 1)

    def one_day(self) -> dt.date | None:
        """The day it is narrowed to."""
        return dt.date.fromisoformat(self.day) if self.day else None

    def in_days(self, today: dt.date) -> TouchFilter:
        """What is listed."""
        day = self.one_day()
        since = day or (self.first_day(today) if self.span else None)
        return replace(self.at_any_time(), since=since, until=day)

    def at_any_time(self) -> TouchFilter:
        """What is counted into the bars, which have their own days."""
        return TouchFilter(
            user_ids=self.user_ids,
            team_ids=self.team_ids,
            kinds=self.kinds,
            directions=self.directions,
            moods=self.moods,
            stage_ids=self.stage_ids,
            contact_role=self.contact_role,
            words=self.words,
            with_promise=self.with_promise,
            with_withdrawn=self.with_withdrawn,
        )

    def to_json(self) -> dict[str, Any]:
        """As it is remembered."""
        return asdict(self)


def chosen_from(kept: Any) -> Chosen:
    """What was remembered; what cannot be understood is as at first."""
    if not isinstance(kept, dict):
        return Chosen()
    known = {one.name: kept[one.name] for one in fields(Chosen) if one.name in kept}
    known = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    fitting = {name: value for name, value in known.items() if type(value) is type(getattr(Chosen(), name))}
    made = Chosen(**fitting)
    return replace(made, day="", span=made.span if made.span in SPANS else "30")
