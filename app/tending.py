"""What the running program does for the backups by itself, one thing at a time and at one desk only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app import clock
from app.backup_places import Found, find_places, settled_places
from app.book import Book
from app.catching_up import NIGHTLY, files_of, fill_up, lacking
from app.errors import DamagedFile, NotAllowed, UnreadableFile
from app.features.backups import BackupLine, BeginScheduled, Due, EndScheduled, at_work, backups, due, to_try
from app.keeping import keep, none_reached, refuse_words
from app.proving_again import prove_again
from app.ticket import Ticket

_DAMAGED: Final = "Back up now: the backup {file} was tried again and counts no longer. {why}"
_NEVER_PROVEN: Final = "Back up now: the backup {file} could not be proven and does not count. {why}"
_ONE_COPY: Final = (
    "The copy of the backup {file} in {place} was set aside: {why} Another copy is put there by itself{when}."
)
_WHEN_THERE: Final = " as soon as {names}, which is away, is there"
_NOT_THE_SAME: Final = "Back up now: the backup {file} was restored, and is not what the book was."
_NOT_READ: Final = "The backup {file} could not be tried again. {why}"


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of restoring a backup once more: whether one still holds, and what somebody should know of it."""

    holds: bool
    told: tuple[str, ...]


def tend(book: Book, ticket: Ticket) -> str:
    """Do what is due; answers what somebody should know of it, mostly nothing. Raises as `keep` and `prove_again`."""
    found = find_places(book)
    tasks = _in_reach(book, found)
    if not tasks:
        return _filled(book, found, ticket)
    if tasks[0].backup is None and found and not any(one.folder for one in found):
        return _left_to_another(book, found)
    if not book.do(BeginScheduled()).answer:
        return ""
    if tasks[0].backup is None:
        made = keep(book, refuse_words, ticket, why=NIGHTLY)
        told = tuple(dict.fromkeys([*made.told, *fill_up(book, find_places(book), ticket)]))
    else:
        told = _tried(book, (task.backup for task in tasks if task.backup), ticket).told
    _end(book)
    return " ".join(told)


def _left_to_another(book: Book, found: Sequence[Found]) -> str:
    """This desk reaches no place, and leaves the turn to one that does; which may be at it."""
    if book.ask(at_work, clock.now()):
        return ""
    raise none_reached(found)


def drill(book: Book, ticket: Ticket) -> Tried | None:
    """Try an old backup, if it is time: where no window is open, and the computer's own clock makes the backups."""
    found = find_places(book)
    wanted = [one for one in book.ask(to_try, clock.now()) if any(files_of(one, found))]
    if not wanted or not book.do(BeginScheduled()).answer:
        return None
    tried = _tried(book, wanted, ticket)
    _end(book)
    return tried


def _in_reach(book: Book, found: Sequence[Found]) -> Sequence[Due]:
    """What is due and can be done. A drive that is away is no fault of the backup: that is tried when it is there
    again, and another one meanwhile."""
    return [one for one in book.ask(due, clock.now()) if one.backup is None or any(files_of(one.backup, found))]


def _end(book: Book) -> None:
    """A place that comes back is filled with the next look. What could not be done waits, and is not tried all day."""
    found = find_places(book)
    if not _in_reach(book, found) and not lacking(book, found):
        book.do(EndScheduled())


def _filled(book: Book, found: Sequence[Found], ticket: Ticket) -> str:
    """A place that is there again gets what it lacks, with the first look after that."""
    if not lacking(book, found) or not book.do(BeginScheduled()).answer:
        return ""
    words = " ".join(fill_up(book, settled_places(book), ticket))
    _end(book)
    return words


def _tried(book: Book, wanted: Iterable[BackupLine], ticket: Ticket) -> Tried:
    """The first of them that can be read: a disk that does not answer keeps none of the others from being tried."""
    told, settled = list[str](), settled_places(book)
    for one in wanted:
        holds = _holds(book, one, settled, ticket, told)
        if holds is not None:
            return Tried(holds, tuple(told))
    return Tried(False, tuple(told))


def _holds(book: Book, one: BackupLine, found: Sequence[Found], ticket: Ticket, told: list[str]) -> bool | None:
    """By the first of its files that is as it was written, so that a damaged one is told, and no other waits for it;
    nothing where neither can be said yet."""
    set_aside = list[str]()
    for file in files_of(one, found):
        try:
            same = prove_again(book, file, ticket).ok
        except DamagedFile as fault:
            if not _counts(book, one):
                words = _DAMAGED if one.proven_at else _NEVER_PROVEN
                told.append(words.format(file=one.file, why=fault.found))
                return False
            set_aside.append(_set_aside(one, file, found, fault.found))
        except (UnreadableFile, NotAllowed) as fault:  # no key that fits is what a damaged head looks like
            told.append(_NOT_READ.format(file=one.file, why=fault.words))
        else:
            told += set_aside if same else [_NOT_THE_SAME.format(file=one.file)]
            return same
    told += set_aside
    return None


def _set_aside(one: BackupLine, file: Path, found: Sequence[Found], why: str) -> str:
    """Which copy that was, and when another one takes its place: at once, or when a drive that has one is there."""
    place = next((each.place.name for each in found if each.folder == file.parent), file.parent.name)
    away = {each.place.id for each in found if each.folder is None}
    names = " or ".join(copy.name for copy in one.copies if copy.place in away)
    when = "" if any(other != file for other in files_of(one, found)) else _WHEN_THERE.format(names=names)
    return _ONE_COPY.format(file=one.file, place=place, why=f"{why[:1].lower()}{why[1:]}", when=when if names else "")


def _counts(book: Book, one: BackupLine) -> bool:
    """Whether it is counted on yet, by another of its files."""
    return any(line.id == one.id and not line.fault for line in book.ask(backups))
