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
    """`span` is a number of days up to today, "" for any time or for `since` and `until`; `day` narrows it to one."""

    span: str = "30"
    since: str = ""
    until: str = ""
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

    def last_day(self, today: dt.date) -> dt.date:
        """Where the bars end."""
        return read_day(self.until) or today

    def first_day(self, today: dt.date) -> dt.date:
        """Where the bars begin; they reach over a year at most."""
        last, since = self.last_day(today), read_day(self.since)
        first = last - dt.timedelta(days=int(self.span or _LONGEST) - 1)
        return first if since is None else min(max(since, first), last)

    def one_day(self) -> dt.date | None:
        """The day it is narrowed to."""
        return read_day(self.day)

    def in_days(self, today: dt.date) -> TouchFilter:
        """What is listed."""
        day = self.one_day()
        since = day or (self.first_day(today) if self.span else read_day(self.since))
        return replace(self.at_any_time(), since=since, until=day or read_day(self.until))

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


def read_day(text: str) -> dt.date | None:
    """A day as it is remembered; None for none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def chosen_from(kept: Any) -> Chosen:
    """What was remembered; what cannot be understood is as at first."""
    if not isinstance(kept, dict):
        return Chosen()
    known = {one.name: kept[one.name] for one in fields(Chosen) if one.name in kept}
    known = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    fitting = {name: value for name, value in known.items() if type(value) is type(getattr(Chosen(), name))}
    made = Chosen(**fitting)
    if read_day(made.since) or read_day(made.until):
        return replace(made, day="", span="")
    return replace(made, day="", since="", until="", span=made.span if made.span in SPANS else "30")
