"""The file of a backup that stands in the list, found in its places: called by its name, or chosen there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.backup_places import find_places
from app.book import Book
from app.catching_up import files_of
from app.copying import digest_of
from app.errors import NotFound, Refused
from app.features.backups import BackupLine, backups
from app.ticket import Ticket

_NOT_AT_HAND: Final = "The backup {name} is not at hand. It was looked for in: {looked}."
_AWAY: Final = "{name}, which is away (seen last at {folder})"
_NOT_AS_MADE: Final = (
    "{file} is not as the backup of this name was made: it is damaged, or another one was put there. Nothing was done."
    " Take another backup; or, to use this file all the same, say where it stands: its whole path."
)


def file_named(book: Book, named: str, ticket: Ticket, *, as_made: bool = True) -> Path:
    """The path that was named, if something stands there; else as `file_of`, of the backup listed by this name."""
    path = Path(named).expanduser()
    if path.exists() or path.name != named:
        return path
    listed = [one for one in book.ask(backups) if one.file == named]
    return _found(book, listed, ticket, as_made=as_made) if listed else path


def file_of(book: Book, one: BackupLine, ticket: Ticket, *, as_made: bool = True) -> Path:
    """The first of a backup's files that can be reached now and is as it was made; or whatever stands there, where it
    is to be proven.

    Raises NotFound where it stands in none of its places now, and Refused where all that stands there is another one.
    """
    return _found(book, [one], ticket, as_made=as_made)


def _found(book: Book, listed: Sequence[BackupLine], ticket: Ticket, *, as_made: bool) -> Path:
    places = find_places(book)
    there = [(file, one.digest) for one in listed for file in files_of(one, places)]
    for file, digest in there:
        if not as_made or _is_so(file, digest, ticket):
            return file
    if there:
        raise Refused(_NOT_AS_MADE.format(file=there[0][0]))
    away = {one.place.id for one in places if one.folder is None}
    looked = ", ".join(dict.fromkeys(words for one in listed for words in _looked(one, away)))
    raise NotFound(_NOT_AT_HAND.format(name=listed[0].file, looked=looked))


def _is_so(file: Path, digest: str, ticket: Ticket) -> bool:
    try:
        return digest_of(file, ticket) == digest
    except OSError:
        return False


def _looked(one: BackupLine, away: set[int]) -> list[str]:
    """Where it was looked for, in words."""
    found = [_AWAY.format(name=c.name, folder=c.folder) if c.place in away else c.folder for c in one.copies]
    return found or [one.place]
