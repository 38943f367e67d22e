"""Backups are kept: made in the first place that takes one, copied to all others, let go of when their time is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.backing_up import Made, NotTaken, Reason, back_up
from app.backup_places import Found, begin_places, settled_places, still_there
from app.book import Book
from app.catching_up import BY_HAND, catch_up, point_of
from app.copying import digest_of
from app.errors import Refused, UnreadableFile
from app.features.backups import BackupLine, ForgetCopies, PlaceLine, backups, plan
from app.rules.permissions import Permission
from app.rules.retention import kept
from app.rules.words import counted
from app.ticket import Ticket

_NONE_REACHED: Final = "No backup was made: no place of backups can be reached now. {away}"
_AWAY: Final = "{name} is away: it was seen last at {folder}. It is caught up when it is there again."
_NOT_OURS: Final = (
    "{file} in {name} is not the file that was made, so it was left there. Its time was over: it leaves the list."
)
_STAYS: Final = "{file} in {name} could not be deleted: {why}."
_OTHER_KEY: Final = (
    "It needs a recovery key that somebody writes down: back up once by hand, on the page Backups or by"
    " housebook backup."
)
_TAKEN_OUT: Final = "{number} not in {name} any more: somebody moved or deleted what stood there."
_OVER: Final = "their time was over"
_VANISHED: Final = "their files are not there any more"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made, the places it stands in by now, and sentences on what could not be done."""

    made: Made
    places: tuple[str, ...]
    told: tuple[str, ...]


def keep(
    book: Book, tell: Callable[[str], object], ticket: Ticket | None = None, words: str = "", why: str = BY_HAND
) -> Kept:
    """Make a backup in the first place that takes one, copy it to the others, and delete what is kept no longer.

    Raises as `back_up`; of the other places it is told what could not be done there.
    """
    book.user.demand(Permission.BACK_UP)
    begin_places(book)
    ticket, found = ticket or Ticket(), settled_places(book)
    vanished = forget_vanished(book, found)
    made, full = make_in_first(book, found, tell, ticket, words, why)
    told = [*vanished, *full, *away(found)]
    if made.proven_at is not None:
        told += [*catch_up(book, found, ticket), *let_go(book, found, ticket)]
    stands = (one.folders for one in book.ask(backups) if one.file == made.file.name)
    return Kept(made, next(stands, (str(made.file.parent),)), tuple(told))


def refuse_words(_words: str) -> None:
    """For `keep` where nobody is there to write down the words of a new recovery key. Raises Refused."""
    raise Refused(_OTHER_KEY)


def make_in_first(
    book: Book, found: Sequence[Found], tell: Callable[[str], object], ticket: Ticket, words: str, why: str
) -> tuple[Made, list[str]]:
    """In the first place that takes it; what the ones before said. A new recovery key is told once, whichever takes
    it. Raises as `back_up`, and Refused where no place can be reached."""
    faults, known = list[NotTaken | UnreadableFile](), [words]

    def tell_once(new: str) -> None:
        known.append(new)
        tell(new)

    for one in found:
        if one.folder is None:
            continue
        try:
            made = back_up(book, one.folder, tell_once, ticket, known[-1], Reason(why, one.place.id))
        except (NotTaken, UnreadableFile) as fault:  # not written, or not read back
            faults.append(fault)
        else:
            return made, [fault.words for fault in faults]
    if not faults:
        raise none_reached(found)
    raise faults[0] if len(found) == 1 else Refused(" ".join([*(fault.words for fault in faults), *away(found)]))


def none_reached(found: Sequence[Found]) -> Refused:
    """What to raise where a backup is to be made, and none of its places can be reached."""
    return Refused(_NONE_REACHED.format(away=" ".join(away(found))))


def away(found: Sequence[Found]) -> Iterator[str]:
    """Sentences on the places that cannot be reached now."""
    for one in found:
        if one.folder is None:
            yield _AWAY.format(name=one.place.name, folder=one.place.folder)


def forget_vanished(book: Book, found: Sequence[Found]) -> list[str]:
    """What somebody took out of a place stands there no longer, and is not counted on; answers sentences on that."""
    told = list[str]()
    for one, folder in _there(found):
        gone = [copy for copy, line in _in(book, one.place).items() if not (folder / line.file).exists()]
        if _forget(book, one, gone, _VANISHED):
            told.append(_TAKEN_OUT.format(number=counted(len(gone), "backup"), name=one.place.name))
    return told


def let_go(book: Book, found: Sequence[Found], ticket: Ticket) -> list[str]:
    """Delete in each place what is kept no longer; answers what could not be deleted, and why."""
    keep_so, told = book.ask(plan).keep, list[str]()
    for one, folder in _there(found):
        here = _in(book, one.place)
        points = {copy: point_of(line) for copy, line in here.items()}
        stay, gone = kept(points.values(), keep_so), []
        for copy in (copy for copy, point in points.items() if point not in stay):
            over, complaint = _deleted(folder, one.place.name, here[copy], ticket)
            told += [complaint] if complaint else []
            gone += [copy] if over else []
        _forget(book, one, gone, _OVER)
    return told


def _deleted(folder: Path, name: str, backup: BackupLine, ticket: Ticket) -> tuple[bool, str]:
    """Delete a file that is ours, as its digest shows; answers whether we are done with it, and what is to be told."""
    path = folder / backup.file
    try:
        if not path.exists():
            return True, ""
        if digest_of(path, ticket) != backup.digest:
            return True, _NOT_OURS.format(file=backup.file, name=name)
        path.unlink(missing_ok=True)
    except OSError as fault:
        return False, _STAYS.format(file=backup.file, name=name, why=fault.strerror or "it does not answer")
    return True, ""


def _forget(book: Book, one: Found, gone: Sequence[int], why: str) -> bool:
    """Answers whether there was anything to forget: of a place that vanished meanwhile nothing is known."""
    forgotten = bool(gone) and still_there(book, one)
    if forgotten:
        book.do(ForgetCopies(one.place.id, tuple(gone), why))
    return forgotten


def _there(found: Sequence[Found]) -> Iterator[tuple[Found, Path]]:
    return ((one, one.folder) for one in found if one.folder is not None)


def _in(book: Book, place: PlaceLine) -> dict[int, BackupLine]:
    """The backups that should stand in a place, by the number of their copy there."""
    return {copy.id: line for line in book.ask(backups) for copy in line.copies if copy.place == place.id}
