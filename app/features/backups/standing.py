"""Where a book stands with its backups: all that a page, the status bar and what watches over the house tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.features.backups.kept import BackupLine, backups
from app.models import OF_PEOPLE, Operation
from app.rules.permissions import Permission, of_the_whole_book

FRESH: Final = timedelta(hours=48)
_CLOCKS_DIFFER: Final = timedelta(days=1)
"""What was made later than this from now was made by a clock that was set back since: its age is not known."""
_LATER: Final = select(func.count()).select_from(Operation).where(OF_PEOPLE)

_WENT_BACK: Final = select(func.max(Operation.id)).where(Operation.command == "PutBack")


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to bring back, if this computer died now."""

    newest: BackupLine | None
    """The newest that was proven."""
    made: int
    bytes: int
    since: int
    """How many operations came after the newest proven one, those about backups left out."""
    places: tuple[str, ...]
    """The folders in which the newest proven one stands."""

    unproven: int
    """How many after it are complete, but not yet proven."""
    drill: BackupLine | None
    """The one that was restored another time last: it holds, unless it says why not."""

    @property
    def second_missing(self) -> bool:
        """Whether what destroys one place takes the newest proven backup along, or there is none."""
        return len(self.places) < 2

    def age(self, now: datetime) -> timedelta | None:
        """How long ago that was whose state it holds; nothing if there is none, or by a clock that was set back."""
        if self.newest is None or self.newest.at - now > _CLOCKS_DIFFER:
            return None
        return max(now - self.newest.at, timedelta())

    def fresh(self, now: datetime) -> bool:
        """Whether that is no longer ago than it may be."""
        age = self.age(now)
        return age is not None and age <= FRESH


@of_the_whole_book(Permission.BACK_UP)
def standing(session: Session) -> Standing:
    """How a book stands with its backups."""
    made = backups(session)
    newest = next((one for one in made if one.proven_at is not None), None)
    return Standing(
        newest,
        len(made),
        sum(one.bytes for one in made),
        _since(session, newest),
        newest.folders if newest else (),
        sum(one.proven_at is None and (newest is None or one.id > newest.id) for one in made),
        max((one for one in made if one.tried_at), key=attrgetter("tried_at"), default=None),
    )


def _since(session: Session, newest: BackupLine | None) -> int:
    """How many operations are in no proven backup. Where the book went back after the newest one, all from then on."""
    went_back = session.execute(_WENT_BACK).scalar_one()
    if newest is not None and went_back is not None and went_back > newest.id:
        return session.execute(_LATER.where(Operation.id >= went_back)).scalar_one()
    return session.execute(_LATER.where(Operation.revision > (newest.revision if newest else 0))).scalar_one()
