"""Places that were away, or are new, get what they lack: the newest backup at once, all others that are kept later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.backup_places import Found
from app.book import Book
from app.copying import copy_to
from app.errors import Refused
from app.features.backups import BackupLine, NoteCopies, backups, plan
from app.rules.retention import Point, kept
from app.ticket import Ticket

BY_HAND, NIGHTLY, SCHEDULED = "by hand", "nightly", "scheduled"
"""Why a backup was made that was not made before something large."""
_NOT_COPIED: Final = "The backup was not copied to {name}: {why}. It is caught up next time."


@dataclass(frozen=True, slots=True)
class Lack:
    """A place that is there, the folder that it is now, a backup that it has not, and the files to copy it from."""

    name: str
    place: int
    folder: Path
    backup: BackupLine
    sources: tuple[Path, ...]


def catch_up(book: Book, found: Sequence[Found], ticket: Ticket) -> list[str]:
    """Copy the newest proven backup to each place that is there and has it not; answers what could not be done."""
    newest = [one for one in book.ask(backups) if one.proven_at is not None][:1]
    return _copied(book, _lacking(newest, found), ticket)


def fill_up(book: Book, found: Sequence[Found], ticket: Ticket) -> list[str]:
    """Copy all that `lacking` answers. What was copied stays and is noted one by one, so that a stop loses nothing."""
    return _copied(book, lacking(book, found), ticket)


def lacking(book: Book, found: Sequence[Found]) -> Sequence[Lack]:
    """What the places that are there have not, though it is to be kept in each: the newest first, as it counts most."""
    made = [one for one in book.ask(backups) if one.proven_at is not None and one.copies]
    stay = kept(map(point_of, made), book.ask(plan).keep)
    return _lacking([one for one in made if point_of(one) in stay], found)


def files_of(backup: BackupLine, found: Sequence[Found]) -> Iterator[Path]:
    """The files of a backup that can be reached now, in its places or in the folder that it was put into."""
    folders = {one.place.id: one.folder for one in found}
    there = [folders.get(copy.place) for copy in backup.copies] or [Path(backup.place)]
    for folder in there:
        if folder is not None and _size(folder / backup.file) is not None:
            yield folder / backup.file


def at_hand(backup: BackupLine, found: Sequence[Found]) -> bool:
    """Whether one of its files can be reached that was not cut off."""
    return any(_size(file) == backup.bytes for file in files_of(backup, found))


def _size(file: Path) -> int | None:
    """In bytes; nothing where there is none, or its disk does not answer."""
    try:
        return file.stat().st_size if file.is_file() else None
    except OSError:
        return None


def is_gone(backup: BackupLine, found: Sequence[Found]) -> bool:
    """Whether it stands nowhere, though all that it was put into can be looked at: a drive that is away may have it."""
    there = {one.place.id: one.folder is not None for one in found}
    known = [there.get(copy.place, False) for copy in backup.copies] or [Path(backup.place).is_dir()]
    return all(known) and not at_hand(backup, found)


def point_of(backup: BackupLine) -> Point:
    """As the rule sees it that says what is kept."""
    before = backup.why not in ("", BY_HAND, NIGHTLY, SCHEDULED)
    return Point(backup.id, backup.at.astimezone().date(), backup.proven_at is not None, before)


def _lacking(wanted: Iterable[BackupLine], found: Sequence[Found]) -> Sequence[Lack]:
    lacks = list[Lack]()
    for backup in wanted:
        have, sources = {copy.place for copy in backup.copies}, tuple(files_of(backup, found))
        for one in found:
            if sources and one.folder is not None and one.place.id not in have:
                lacks.append(Lack(one.place.name, one.place.id, one.folder, backup, sources))
    return lacks


def _copied(book: Book, lacks: Sequence[Lack], ticket: Ticket) -> list[str]:
    """A place that takes nothing is told once, and left alone for this time."""
    told = dict[int, str]()
    for lack in lacks:
        if lack.place in told:
            continue
        why = _copy(lack, ticket)
        if why:
            told[lack.place] = _NOT_COPIED.format(name=lack.name, why=why)
        else:
            book.do(NoteCopies(lack.backup.id, (lack.place,)))
    return list(told.values())


def _copy(lack: Lack, ticket: Ticket) -> str:
    """From the first of the files that is what was made; answers why it could not be, if so."""
    why = ""
    for source in lack.sources:
        try:
            copy_to(source, lack.folder, lack.backup.digest, ticket)
        except Refused as fault:
            why = fault.words
        except OSError as fault:
            why = fault.strerror or "it does not answer"
        else:
            return ""
    return why
