"""A backup in the place of the present book: what would be lost, and what does not go back with the rest.

Who may open the book and do what, how they are watched, and what left it stay as they are today: going back shall let
nobody in again, and hide nothing that was taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    OF_PEOPLE,
    Backup,
    BackupCopy,
    BackupKey,
    BackupPlace,
    BackupPlan,
    BookState,
    Canary,
    CanaryEnd,
    CardOpening,
    Export,
    ExportCanary,
    ExportEnd,
    ExportRequest,
    FailedSignIn,
    FormerKey,
    Journalled,
    KeyHalf,
    Operation,
    RolePermission,
    Row,
    Setting,
    Team,
    User,
    UserRole,
)
from app.models.base import table_of
from app.rules.permissions import Permission, for_any, of_the_whole_book
from app.rules.words import counted
from app.store.dumping import last_key
from app.work import Command, Work

STAYING: Final[tuple[type[Journalled], ...]] = (
    Team, UserRole, RolePermission, User, FailedSignIn, Setting, ExportRequest, Export, ExportEnd, CardOpening, Canary,
    CanaryEnd, BackupKey, Backup, BackupPlace, BackupCopy, BackupPlan,
)  # fmt: skip
"""Of these tables the book has today's rows afterwards."""
BESIDE: Final[tuple[type[Row], ...]] = (KeyHalf, FormerKey, ExportCanary)
"""Of these, too; no journal tells of them."""
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class LostOperation:
    """What was done since, and is not in the backup."""

    revision: int
    at: datetime
    who: str
    summary: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Where the book's journal ends, and its hash at an earlier number."""

    book: str
    revision: int
    head: str
    then: str | None


@dataclass(frozen=True, slots=True)
class Staying:
    """What the book keeps whatever else it goes back to, and where it stood when that was read."""

    revision: int
    head: str
    last_key: int
    signing_key: bytes | None = field(repr=False)
    rows: Mapping[str, Rows] = field(repr=False)


@dataclass(frozen=True)
class PutBack(Command[None]):
    """Said of a book that was just made of a backup: it takes the place of the present one, and keeps what stays.

    `since` is how many operations the present one has that this one has not, notes of backups aside;
    `backup` is where they are kept.
    """

    needs: ClassVar[Permission] = Permission.BACK_UP

    revision: int
    at: datetime
    since: int
    backup: str
    stays: Staying

    def carry_out(self, work: Work) -> None:
        for model in STAYING:
            _keep(work, model, self.stays.rows[table_of(model).name])
        lost, last = counted(self.since, "operation"), f"no. {self.stays.revision} ({self.stays.head[:16]})"
        when = f"no. {self.revision} of {self.at:%Y-%m-%d %H:%M} UTC"
        work.say(f"Went back to {when}: {lost} since, up to {last}, left for the backup {self.backup}")


def _keep(work: Work, model: type[Journalled], rows: Rows) -> None:
    """Make the rows of a table those that are given; who had a login then, and has none today, stays, locked out."""
    then = {row["id"]: row for row in rows_of_table(work.session, model)}
    other = [row for row in rows if row["id"] in then and then[row["id"]] != row]
    added = [row for row in rows if row["id"] not in then]
    gone = then.keys() - {row["id"] for row in rows}
    if model is User:
        other += [_locked(work, then[key], {row["login"] for row in rows}) for key in sorted(gone)]
    if not model.stays:
        work.remove_many(model, sorted({row["id"] for row in other} | (set() if model is User else gone)))
        added += other
    work.add_many(model, [{**row, "version": work.operation} for row in added])


def _locked(work: Work, row: Mapping[str, Any], taken: set[str]) -> Mapping[str, Any]:
    """Somebody whom today's book does not know at all."""
    login = f"{row['login']}.{row['id']}" if row["login"] in taken else row["login"]
    return {**row, "login": login, "locked_at": row["locked_at"] or work.now}


def rows_of_table(session: Session, model: type[Row]) -> Rows:
    """All rows of a table by their columns."""
    return [dict(row) for row in session.execute(select(table_of(model))).mappings()]


@of_the_whole_book(Permission.BACK_UP)
def stands(session: Session, revision: int) -> Stands:
    """Where the journal ends, and which hash it has at a number."""
    then = select(Operation.hash).where(Operation.revision == revision).scalar_subquery()
    return Stands(*session.execute(select(BookState.uid, BookState.revision, BookState.head, then)).one())


@of_the_whole_book(Permission.BACK_UP)
def hashes(session: Session) -> dict[int, str]:
    """The hash of each operation, by its number."""
    return {number or 0: sealed for number, sealed in session.execute(select(Operation.revision, Operation.hash))}


@of_the_whole_book(Permission.BACK_UP)
def count_after(session: Session, revision: int) -> int:
    """How much was done after a number, as `lost_after` tells it."""
    asked = select(func.count()).select_from(Operation).where(Operation.revision > revision, OF_PEOPLE)
    return session.execute(asked).scalar_one()


@of_the_whole_book(Permission.BACK_UP)
def who_saved_after(session: Session, revision: int) -> list[str]:
    """The names of those who did something after a number."""
    asked = select(User.name).join(Operation, Operation.user_id == User.id)
    found = asked.where(Operation.revision > revision, OF_PEOPLE).distinct().order_by(User.name)
    return list(session.execute(found).scalars())


@for_any(Permission.SEE_JOURNAL)
def lost_after(session: Session, revision: int, most: int) -> list[LostOperation]:
    """What was done after a number, notes of backups aside, the newest first, as far as it is in sight."""
    asked = (
        select(Operation.revision, Operation.at, User.name, Operation.summary)
        .outerjoin(User, User.id == Operation.user_id)
        .where(Operation.revision > revision, OF_PEOPLE)
        .order_by(Operation.revision.desc())
        .limit(most)
    )
    return [LostOperation(number or 0, at, who or "", said) for number, at, who, said in session.execute(asked)]


@of_the_whole_book(Permission.BACK_UP)
def staying(session: Session) -> Staying:
    """What does not go back with the rest."""
    book = session.execute(select(BookState.revision, BookState.head, BookState.signing_key)).one()
    rows = {table_of(model).name: rows_of_table(session, model) for model in (*STAYING, *BESIDE)}
    return Staying(book.revision, book.head, last_key(session.connection()), book.signing_key, rows)
