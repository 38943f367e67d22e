"""What is noted of backups: that one was made, proven or found wanting, and in which places it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy import select

from app.features.backups.keys import count_recovery_key
from app.models import Backup, BackupCopy, BackupPlace
from app.rules.permissions import Permission
from app.rules.words import counted
from app.work import Command, Work


@dataclass(frozen=True)
class NoteBackup(Command[int]):
    """Note a backup that was made, and in which of the places, if it was one; answers its number.

    The first one of new keys says which it began, and by which recovery key it opens. Raises KeysMadeMeanwhile where
    another one did so before.
    """

    needs: ClassVar[Permission] = Permission.BACK_UP

    at: datetime
    revision: int
    rows: int
    size: int
    digest: str
    file: str
    folder: str
    proven_at: datetime | None
    why: str = ""
    seconds: int = 0
    place: int | None = None
    began: int | None = None
    recovery: bytes = b""

    def carry_out(self, work: Work) -> int:
        if self.began is not None:
            count_recovery_key(work, self.began, self.recovery)
        row = work.add(
            Backup(
                at=self.at, revision=self.revision, rows=self.rows, bytes=self.size, digest=self.digest, file=self.file,
                place=self.folder, proven_at=self.proven_at, why=self.why, seconds=self.seconds,
            )
        )  # fmt: skip
        if self.place is not None:
            work.add(BackupCopy(backup_id=row.id, place_id=self.place, at=work.now))
        came_of_it = "and restored it to prove it" if self.proven_at else "which is complete, but not yet proven"
        work.say(f"Backed the book up into {self.file} {came_of_it}")
        return row.id


@dataclass(frozen=True)
class NoteProof(Command[None]):
    """Note that a backup, known by the digest of its file, was restored and is as it was made. It was tried another
    time only if it was proven before."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    digest: str

    def carry_out(self, work: Work) -> None:
        for row in _known_by(work, self.digest):
            work.change(row, proven_at=work.now, tried_at=_tried_at(work, row), fault="")
            work.say(f"Proved the backup {row.file} by restoring it")


@dataclass(frozen=True)
class NoteFault(Command[None]):
    """Note that a backup could not be restored, or came out other than it was made: it counts no longer. It was tried
    another time only if it was proven before."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    digest: str
    fault: str

    def carry_out(self, work: Work) -> None:
        for row in _known_by(work, self.digest):
            work.change(row, proven_at=None, tried_at=_tried_at(work, row), fault=self.fault)
            work.say(f"Found that the backup {row.file} cannot be relied on")


@dataclass(frozen=True)
class NoteCopies(Command[None]):
    """Note that a backup stands in more places."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    backup: int
    places: tuple[int, ...]

    def carry_out(self, work: Work) -> None:
        row = work.get(Backup, self.backup)
        names = [work.get(BackupPlace, one).name for one in self.places]
        asked = select(BackupCopy.place_id).where(BackupCopy.backup_id == row.id)
        known = set(work.session.execute(asked).scalars())
        for one in (one for one in self.places if one not in known):
            work.add(BackupCopy(backup_id=row.id, place_id=one, at=work.now))
        work.say(f"Copied the backup {row.file} to {', '.join(names)}")


@dataclass(frozen=True)
class ForgetCopies(Command[None]):
    """Note that copies of backups stand in a place no longer. A backup that stands nowhere any more leaves the list."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    place: int
    copies: tuple[int, ...]
    why: str

    def carry_out(self, work: Work) -> None:
        backups = _of_copies(work, self.copies)
        work.remove_many(BackupCopy, self.copies)
        stand = set(work.session.execute(select(BackupCopy.backup_id)).scalars())
        work.remove_many(Backup, [one for one in backups if one not in stand])
        name = work.get(BackupPlace, self.place).name
        work.say(f"{counted(len(self.copies), 'backup')} no longer in {name}: {self.why}")


@dataclass(frozen=True)
class LeaveBackups(Command[None]):
    """Begin anew with backups in a book that was made of another one: places and files are those of that one, which
    may be at work yet. Its retention shall neither delete them nor stand on them."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    def carry_out(self, work: Work) -> None:
        gone = [list(work.session.execute(select(model.id)).scalars()) for model in _LEFT]
        for model, keys in zip(_LEFT, gone, strict=True):
            work.remove_many(model, keys)
        if any(gone):  # else nothing was done, and no journal tells of it
            work.say("Left the backups and their places to the book that this one was made of")


@dataclass(frozen=True)
class DropBackup(Command[None]):
    """Take a backup from the list whose file was deleted before anybody counted on it."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    digest: str

    def carry_out(self, work: Work) -> None:
        for row in _known_by(work, self.digest):
            work.say(f"Took the backup {row.file} from the list: the next one has all of it")
            copies = work.session.execute(select(BackupCopy.id).where(BackupCopy.backup_id == row.id))
            work.remove_many(BackupCopy, list(copies.scalars()))
            work.remove(row)


_LEFT: Final[tuple[type[Backup | BackupCopy | BackupPlace], ...]] = (BackupCopy, Backup, BackupPlace)
"""Each before those it points to."""


def _tried_at(work: Work, row: Backup) -> datetime | None:
    return work.now if row.proven_at else row.tried_at


def _known_by(work: Work, digest: str) -> Sequence[Backup]:
    return work.session.execute(select(Backup).where(Backup.digest == digest)).scalars().all()


def _of_copies(work: Work, copies: Sequence[int]) -> Sequence[int]:
    asked = select(BackupCopy.backup_id).where(BackupCopy.id.in_(copies))
    return work.session.execute(asked).scalars().all()
