"""The places that backups are kept in: folders that are known by a small file in each, wherever they are mounted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import Backup, BackupCopy, BackupPlace, BookState
from app.rules.permissions import Permission, of_the_whole_book
from app.rules.text import clean
from app.work import Command, Work

_NAMED: Final = "There is a place of backups called {name} already."
_THERE: Final = "This folder is a place of backups already: {name}."
_GONE: Final = "This place of backups is not in the book (any more)."
_ITS_NEWEST: Final = (
    select(func.max(BackupCopy.backup_id)).where(BackupCopy.place_id == BackupPlace.id).correlate(BackupPlace)
)
_BEHIND: Final = (
    select(func.count(Backup.id))
    .where(Backup.proven_at.is_not(None), Backup.id > func.coalesce(_ITS_NEWEST.scalar_subquery(), 0))
    .where(exists().where(BackupCopy.backup_id == Backup.id))
    .correlate(BackupPlace)
    .scalar_subquery()
)
_LAST_BYTES: Final = select(Backup.bytes).order_by(Backup.id.desc()).limit(1).scalar_subquery()


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place: its name, where it was seen last, how many backups stand in it, and since when the newest does.

    `behind` is how many of the newest proven ones it lacks that stand in other places;
    `last_bytes` how large the last backup is, wherever that stands.
    """

    id: int
    uid: str
    name: str
    folder: str
    copies: int
    newest_at: datetime | None
    behind: int = 0
    last_bytes: int = 0


@dataclass(frozen=True)
class AddPlace(Command[int]):
    """Keep backups in another folder from now on, which has a file of this uid; answers the place's number.

    `marked` are the uids of the places whose files were in it already.
    """

    needs: ClassVar[Permission] = Permission.BACK_UP

    uid: str
    name: str
    folder: str
    marked: tuple[str, ...] = ()

    def carry_out(self, work: Work) -> int:
        name = clean(self.name)
        if not name:
            raise Refused("A place of backups needs a name.", "name")
        known = places(work.session)
        for one in known:
            if one.folder == self.folder or one.uid in self.marked:
                raise Refused(_THERE.format(name=one.name), "folder")
        if any(one.name == name for one in known):
            raise Refused(_NAMED.format(name=name), "name")
        work.say(f"Added the place of backups {name}, {self.folder}")
        return work.add(BackupPlace(uid=self.uid, name=name, folder=self.folder)).id


@dataclass(frozen=True)
class RemovePlace(Command[None]):
    """Keep no more backups in a place. Those that stand in it stay there, and are looked after no longer."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    place: int

    def carry_out(self, work: Work) -> None:
        row = work.get(BackupPlace, self.place, words=_GONE)
        work.say(f"Took {row.name} from the places of backups")
        standing = select(BackupCopy.id).where(BackupCopy.place_id == row.id)
        work.remove_many(BackupCopy, work.session.execute(standing).scalars().all())
        work.remove(work.get(BackupPlace, self.place))


@dataclass(frozen=True)
class MovePlace(Command[None]):
    """Note where a place was seen that is mounted somewhere else now."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    place: int
    folder: str

    def carry_out(self, work: Work) -> None:
        row = work.get(BackupPlace, self.place, words=_GONE)
        work.change(row, folder=self.folder)
        work.say(f"Found the place of backups {row.name} at {self.folder}")


@of_the_whole_book(Permission.BACK_UP)
def places(session: Session) -> Sequence[PlaceLine]:
    """All places, in the order in which they were added: a backup is made in the first that can be reached."""
    asked = (
        select(
            BackupPlace.id, BackupPlace.uid, BackupPlace.name, BackupPlace.folder,
            func.count(BackupCopy.id), func.max(BackupCopy.at), _BEHIND,
            func.coalesce(_LAST_BYTES, 0),
        )
        .outerjoin(BackupCopy, BackupCopy.place_id == BackupPlace.id)
        .group_by(BackupPlace.id, BackupPlace.uid, BackupPlace.name, BackupPlace.folder)
        .order_by(BackupPlace.id)
    )  # fmt: skip
    return [PlaceLine(*row) for row in session.execute(asked)]


@of_the_whole_book(Permission.BACK_UP)
def known_places(session: Session) -> tuple[str, Sequence[PlaceLine]]:
    """All that is to be known to look where the places are: also by what they are told from another book's."""
    return book_uid(session), places(session)


@of_the_whole_book(Permission.BACK_UP)
def book_uid(session: Session) -> str:
    """By what the places of this book's backups are told from another book's."""
    return session.execute(select(BookState.uid)).scalar_one()
