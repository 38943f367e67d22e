"""What is to be done for the backups at a moment, though nobody asks for it: one made, one proven, an old one tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy.orm import Session

from app.features.backups.kept import BackupLine, backups
from app.features.backups.keys import lacks_words, sealing_keys
from app.features.backups.places import places
from app.features.backups.plan import plan
from app.features.backups.standing import standing
from app.rules.hours import struck_since
from app.rules.permissions import Permission, of_the_whole_book

_DRILL: Final = timedelta(days=7)
_JUST_NOW: Final = timedelta(minutes=10)
"""No other backup is made before something large, if one is no older: what came since is seen in the journal. One of a
time that is yet to come was made by a clock that was set back since, nobody knows when."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do, and the backup that it is about; none where one is to be made."""

    what: Literal["backup", "proof", "drill"]
    backup: BackupLine | None = None


@of_the_whole_book(Permission.BACK_UP)
def due(session: Session, now: datetime) -> Sequence[Due]:
    """All that is due, what comes first first. Nothing before somebody has made the first backup, and seen where it
    goes."""
    made, found = backups(session), list[Due]()
    if not made and not _begun(session):
        return found
    hour = plan(session).hour
    if hour is not None and not lacks_words(session) and (not made or struck_since(hour, made[0].at, now)):
        found.append(Due("backup"))
    if made and made[0].proven_at is None and not made[0].fault:
        found.append(Due("proof", made[0]))
    if hour is not None:
        found += [Due("drill", one) for one in _to_try(made, now)]
    return found


@of_the_whole_book(Permission.BACK_UP)
def to_try(session: Session, now: datetime) -> Sequence[BackupLine]:
    """Of which one it is to be seen now whether it still holds, whatever the plan says of making them."""
    return _to_try(backups(session), now)


@of_the_whole_book(Permission.BACK_UP)
def wanted_before(session: Session, now: datetime) -> bool:
    """Whether a backup is to be made before something large: not where nobody has begun with backups, nor if a proven
    one has all that is in the book, or was made just now."""
    found = standing(session)
    just_now = found.newest is not None and abs(now - found.newest.at) <= _JUST_NOW
    begun = found.made or _begun(session)
    return bool(begun and found.since) and not just_now


def _begun(session: Session) -> bool:
    """Whether a book that has no backup had one: it has places and keys of them, so somebody took all files away."""
    return bool(places(session)) and sealing_keys(session) is not None


def _to_try(made: Sequence[BackupLine], now: datetime) -> Sequence[BackupLine]:
    """Once a week those that were proven a week ago or more, the one of which that is longest ago first: the drive that
    it stands on may be away."""
    tried = [one.tried_at for one in made if one.tried_at is not None]
    if tried and abs(now - max(tried)) < _DRILL:
        return []
    proven = [(one.tried_at or one.proven_at, one) for one in made if one.proven_at is not None]
    known = [(at, one.id, one) for at, one in proven if at is not None and now - at >= _DRILL]
    return [one for _, _, one in sorted(known, key=lambda each: each[:2])]
