"""The file of a backup that is called by its name alone, as the list tells it, is found in its places."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.backup_places import find_places
from app.book import Book
from app.catching_up import files_of
from app.errors import NotFound
from app.features.backups import BackupLine, backups

_NOT_AT_HAND: Final = "The backup {name} is not at hand. It was looked for in: {looked}."
_AWAY: Final = "{name}, which is away (seen last at {folder})"


def file_named(book: Book, named: str) -> Path:
    """The path that was named, if something stands there; else the file of the backup that is listed by this name.

    Raises NotFound where the list has it, and it stands in none of its places now.
    """
    path = Path(named).expanduser()
    if path.exists() or path.name != named:
        return path
    listed = [one for one in book.ask(backups) if one.file == named]
    places = find_places(book) if listed else ()
    for one in listed:
        for file in files_of(one, places):
            return file
    if listed:
        away = {one.place.id for one in places if one.folder is None}
        looked = ", ".join(dict.fromkeys(words for one in listed for words in _looked(one, away)))
        raise NotFound(_NOT_AT_HAND.format(name=named, looked=looked))
    return path


def _looked(one: BackupLine, away: set[int]) -> list[str]:
    """Where it was looked for, in words."""
    found = [_AWAY.format(name=c.name, folder=c.folder) if c.place in away else c.folder for c in one.copies]
    return found or [one.place]
