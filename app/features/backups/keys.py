"""What backups are sealed and signed with, and what opens them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.erasing import erased_digests
from app.errors import Refused
from app.keys.recovery import refuse_no_key
from app.keys.sealing import public_half
from app.keys.slots import firm_of
from app.models import BackupKey, BookState, FormerKey
from app.rules.permissions import Permission, of_the_whole_book
from app.store.backup_seal import Sealing, own_keys, sealing_of
from app.work import Command, Work

_AT_ONCE: Final = (
    "Somebody else has just made the first keys of backups: words that were shown here open nothing. Back up once more."
)
_OF_THE_BOOK: Final = "The recovery sheet of this book opens its backups, too: make a new one of that."
_FIRST_BACKUP: Final = "The first backup makes the recovery key. Back up first; nothing was changed."


class KeysMadeMeanwhile(Refused):
    """Another desk's first backup was noted before this one."""


@dataclass(frozen=True, slots=True)
class OpeningKeys:
    """What opens and proves the backups of a book, those made with its earlier keys, too."""

    book: str
    privates: tuple[bytes, ...] = field(repr=False)
    signers: frozenset[bytes]
    erased: frozenset[str] = frozenset()
    """By what those are known who were erased since, and are erased again wherever a backup is restored."""
    recovery: bytes | None = None
    """The public half of the recovery key that a book goes on with, if it is restored from its very first backup."""
    began: bytes | None = field(default=None, repr=False)
    """Only where that backup was sealed beside this private half; nothing where the key itself opens it."""


@dataclass(frozen=True)
class BeginBackups(Command[Sealing]):
    """Keep the first keys of backups, or those after another key of the firm; empty where the book has its own.

    A recovery key counts from the note of the first backup that is sealed with it: until then its words may be lost,
    and others may be made. Answers what that backup is sealed and signed with.
    """

    needs: ClassVar[Permission] = Permission.BACK_UP

    private: bytes = field(repr=False)
    firm: bytes
    signing: bytes = field(repr=False)
    recovery: bytes

    def carry_out(self, work: Work) -> Sealing:
        work.one_at_a_time("keys of backups")
        if sealing_keys(work.session) is not None:
            raise KeysMadeMeanwhile(_AT_ONCE)
        private, firm, signing = self.private.hex(), self.firm.hex(), self.signing.hex()
        row = work.add(BackupKey(private=private, firm=firm, signing=signing))
        work.say("Made keys for backups")
        own, given = own_keys(work.session.connection())
        began = row.id if given is None else None
        return Sealing((public_half(self.private), given or self.recovery), own or self.signing, began)


def count_recovery_key(work: Work, began: int, public: bytes) -> None:
    """Let the recovery key of a first backup open those after it, too: its words were told. Raises
    KeysMadeMeanwhile."""
    work.one_at_a_time("keys of backups")
    keys = work.session.execute(_keys().where(BackupKey.id == began)).scalar_one_or_none()
    if keys is None or sealing_keys(work.session) is not None:
        raise KeysMadeMeanwhile(_AT_ONCE)
    _add_recovery(work, keys, public)


@dataclass(frozen=True)
class CountRecoveryKey(Command[None]):
    """Let the recovery key count on in a book restored from its very first backup, which was made before it did: its
    words are known. What is given is its public half."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    public: bytes

    def carry_out(self, work: Work) -> None:
        refuse_no_key(self.public)
        work.one_at_a_time("keys of backups")
        newest = work.session.execute(_keys().limit(1)).scalar_one_or_none()
        if newest is not None and lacks_words(work.session):
            _add_recovery(work, newest, self.public)
            work.say("Let the recovery key that was known before count on")


@dataclass(frozen=True)
class RenewBackupKey(Command[None]):
    """Let another recovery key open the backups from now on, where the book has none of its own; those before stay as
    they are. What is given is its public half, so that its words stand nowhere."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    public: bytes

    def carry_out(self, work: Work) -> None:
        refuse_no_key(self.public)
        work.one_at_a_time("keys of backups")
        if own_keys(work.session.connection())[1] is not None:
            raise Refused(_OF_THE_BOOK, "recovery_key")
        newest = _newest(work.session, None)
        if newest is None:
            raise Refused(_FIRST_BACKUP, "recovery_key")
        _add_recovery(work, newest, self.public)
        work.say("Made a new recovery key for the backups from now on")


@of_the_whole_book(Permission.BACK_UP)
def sealing_keys(session: Session) -> Sealing | None:
    """What the next backup is sealed and signed with; nothing before the first, since the firm has another key, or
    where nobody may have the words of the recovery key."""
    return sealing_of(session.connection())


@of_the_whole_book(Permission.BACK_UP)
def missing_keys(session: Session) -> tuple[bytes | None, bool]:
    """The book's own signing key, if it has one; and whether it lacks a recovery key."""
    own, recovery = own_keys(session.connection())
    return own, recovery is None


@of_the_whole_book(Permission.BACK_UP)
def lacks_words(session: Session) -> bool:
    """Whether the next backup takes a new recovery key, so that somebody has to write its words down."""
    return sealing_keys(session) is None and missing_keys(session)[1]


@of_the_whole_book(Permission.BACK_UP)
def key_to_count(session: Session, opening: OpeningKeys) -> bytes | None:
    """Of a book that was restored by these: the public half of the recovery key that is to count on in it; nothing
    where one counts, or nobody may have the words of the one that its backup was sealed with."""
    kept = session.execute(select(BackupKey.private)).scalars().all()
    known = opening.began is None or opening.began.hex() in kept
    return opening.recovery if known and lacks_words(session) else None


@of_the_whole_book(Permission.BACK_UP)
def opening_keys(session: Session) -> OpeningKeys:
    """What opens all backups of this book, and whose signatures are its own."""
    rows = session.execute(_keys()).scalars().all()
    own, _ = own_keys(session.connection())
    signing = {
        own,
        *session.execute(select(FormerKey.signing)).scalars(),
        *(bytes.fromhex(row.signing) for row in rows),
    }
    return OpeningKeys(
        session.execute(select(BookState.uid)).scalar_one(),
        tuple(dict.fromkeys(bytes.fromhex(row.private) for row in rows)),
        frozenset(firm_of(key) for key in signing if key),
        erased_digests(session),
        *_counted_first(rows),
    )


def _counted_first(rows: Sequence[BackupKey]) -> tuple[bytes | None, bytes | None]:
    """The recovery key that counts, and the private half that it began with; nothing where it took another one's place:
    the first backup does not open by it."""
    told = [row for row in rows if row.recovery]
    first = [row for row in told if row.private == told[0].private][-1:]
    if not first or first[0].recovery != told[0].recovery:
        return None, None
    return bytes.fromhex(first[0].recovery), bytes.fromhex(first[0].private)


def _add_recovery(work: Work, keys: BackupKey, public: bytes) -> None:
    """The same keys with another recovery key: a row of keys that is there is never changed."""
    kept = {"private": keys.private, "firm": keys.firm, "signing": keys.signing}
    work.add(BackupKey(**kept, recovery=public.hex()))


def _keys() -> Select[BackupKey]:
    return select(BackupKey).order_by(BackupKey.id.desc())


def _newest(session: Session, own_recovery: bytes | None) -> BackupKey | None:
    """Of those whose recovery key somebody has the words of."""
    told = _keys() if own_recovery is not None else _keys().where(BackupKey.recovery != "")
    return session.execute(told.limit(1)).scalar_one_or_none()
