"""Which backups were made, which are proven, and where each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Backup, BackupCopy, BackupPlace
from app.rules.permissions import Permission, of_the_whole_book


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A backup stands in a place: the place's number, its name, and the folder in which it was seen last."""

    id: int
    place: int
    name: str
    folder: str


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup that was made: its file's name, the book's revision in it, and the folder it was put into first.

    `tried_at` is when it was restored another time, and `fault` says why it does not count, if that is known.
    """

    id: int
    at: datetime
    revision: int
    rows: int
    bytes: int
    digest: str
    file: str
    place: str
    proven_at: datetime | None
    why: str
    seconds: int
    tried_at: datetime | None
    fault: str
    copies: tuple[CopyLine, ...] = ()

    @property
    def folders(self) -> tuple[str, ...]:
        """Where it stands: in places, or in the folder that somebody named."""
        return tuple(one.folder for one in self.copies) or (self.place,)


_LINES = select(
    Backup.id, Backup.at, Backup.revision, Backup.rows, Backup.bytes, Backup.digest, Backup.file, Backup.place,
    Backup.proven_at, Backup.why, Backup.seconds, Backup.tried_at, Backup.fault,
).order_by(Backup.id.desc())  # fmt: skip
_COPIES = (
    select(BackupCopy.backup_id, BackupCopy.id, BackupPlace.id, BackupPlace.name, BackupPlace.folder)
    .join(BackupPlace, BackupPlace.id == BackupCopy.place_id)
    .order_by(BackupPlace.id)
)


@of_the_whole_book(Permission.BACK_UP)
def backups(session: Session) -> Sequence[BackupLine]:
    """All that were made, the newest first: as they were noted, for clocks may be set, and a book may go back."""
    copies: dict[int, list[CopyLine]] = defaultdict(list)
    for backup, key, place, name, folder in session.execute(_COPIES):
        copies[backup].append(CopyLine(key, place, name, folder))
    return [replace(BackupLine(*tuple(row)), copies=tuple(copies[row.id])) for row in session.execute(_LINES)]
