"""How a book stands with its backups, in words: in the status bar, and at length on the page of backups."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from app.rules.pace import size_words
from ui.parts.days import hour_words, local, near_day
from ui.parts.numbers import counted

if TYPE_CHECKING:
    from app.features.backups import Standing

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_HOURS_TOLD: Final = timedelta(hours=48)
_ALL_LOST: Final = "If this computer died now, the whole book would be lost, with what everybody entered."
_NOT_KNOWN: Final = "The clock was set back since it was made, so nobody knows how old it is. Back up now."
_NOTHING_SINCE: Final = "Nothing changed since then."
_ONE_PLACE: Final = "It stands in one place alone."


class ProvenWords(NamedTuple):
    """Whether all is well, a few words, and two sentences that say more."""

    good: bool
    title: str
    first: str = ""
    second: str = ""


def mark_words(now: datetime, standing: Standing) -> ProvenWords:
    """Backup proven 3 h ago; or in red that there is none of the last days."""
    newest = standing.newest
    if newest is None or newest.proven_at is None:
        return ProvenWords(False, "No backup is proven yet")
    if not standing.fresh(now):
        return ProvenWords(False, _none_for(standing.age(now)))
    return ProvenWords(True, f"Backup proven {ago_words(now - newest.proven_at)}")


def page_words(now: datetime, standing: Standing) -> ProvenWords:
    """What is proven, what was compared, and what would be lost now."""
    newest = standing.newest
    if newest is None or newest.proven_at is None:
        return ProvenWords(False, mark_words(now, standing).title, _ALL_LOST)
    day, today = local(newest.at).date(), local(now).date()
    of = hour_words(newest.at) if day == today else f"{near_day(day, today)}, {hour_words(newest.at)}"
    lost = f"Nothing older than {of} would be lost"
    since = f"; {counted(standing.since, 'change')} came since." if standing.since else ", and nothing changed since."
    alone = f" {_ONE_PLACE}" if standing.second_missing else ""
    if standing.fresh(now):
        compared = f"Restored to a new book and compared: {counted(newest.rows, 'row')} and the journal, all identical."
        title = f"Proven by restoring, {ago_words(now - newest.proven_at)}"
        return ProvenWords(True, title, compared, f"{lost}{since}{alone}")
    if standing.age(now) is None:
        return ProvenWords(False, _none_for(None), _NOT_KNOWN)
    newest_words = f"The newest one that was restored and compared is of {of} ({size_words(newest.bytes)})."
    came = counted(standing.since, "change")
    would = f"If this computer died now, {came} since then would be lost." if standing.since else _NOTHING_SINCE
    return ProvenWords(False, _none_for(standing.age(now)), newest_words, f"{would}{alone}")


def ago_words(age: timedelta) -> str:
    """Just now, 12 min ago, 3 h ago, 5 days ago."""
    if age < _MINUTE:
        return "just now"
    if age < _HOUR:
        return f"{age // _MINUTE} min ago"
    return f"{age // _HOUR} h ago" if age < _HOURS_TOLD else f"{age // _DAY} days ago"


def _none_for(age: timedelta | None) -> str:
    if age is None:
        return "No proven backup of a known age"
    return f"No proven backup for {counted(age // _DAY, 'day')}"
