"""Where the places of backups are now: a folder is known by a small file in it, as drives come back elsewhere."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from os.path import realpath
from pathlib import Path
from typing import Final

from app.book import Book
from app.computer.mounted import mounted
from app.computer.patience import patiently
from app.computer.places import data_folder
from app.copying import begin_folder
from app.disk import contents, replace_file
from app.errors import HousebookError, NotFound, Refused
from app.features.backups import AddPlace, MovePlace, PlaceLine, RemovePlace, backups, book_uid, known_places, places
from app.rules.pace import size_words
from app.rules.permissions import Permission
from app.rules.uid import new_uid
from app.store.location import file_path, is_server

_CLOSED: Final = "It is closed to writing: the next backup cannot be put there."
_FULL: Final = "It is nearly full: {free} are free, and the last backup took {last}."
_NO_PLACE: Final = "No backups can be kept in {folder}: {why}. Nothing was changed."
_NONE_SUCH: Final = "There is no place of backups {named}. There are: {names}."


@dataclass(frozen=True, slots=True)
class Found:
    """A place of backups, and the folder in which it is now; nothing while it is away."""

    place: PlaceLine
    folder: Path | None
    free: int | None = None
    """How many bytes there is room for; nothing where nobody can say."""
    writable: bool = True

    @property
    def refusal(self) -> str:
        """Why it would not take the next backup, though it is there; empty where it would."""
        if self.folder is None:
            return ""
        if not self.writable:
            return _CLOSED
        full = self.free is not None and self.free < self.place.last_bytes
        return _FULL.format(free=size_words(self.free or 0), last=size_words(self.place.last_bytes)) if full else ""


def find_places(book: Book) -> Sequence[Found]:
    """All places of backups, and where each is now."""
    return sought(*book.ask(known_places))


def sought(uid: str, known: Sequence[PlaceLine]) -> Sequence[Found]:
    """Where these places of a book's backups are now; one that does not answer for long is away."""
    return [patiently(place.uid, partial(_looked_at, place, uid)) or Found(place, None) for place in known]


def begin_places(book: Book) -> None:
    """A book that has no place of backups gets its first one."""
    if not book.ask(places):
        add_place(book, place_of_backups(book))


def settled_places(book: Book) -> Sequence[Found]:
    """As `find_places`; what is somewhere else now is noted."""
    found = find_places(book)
    for one in found:
        if one.folder is not None and str(one.folder) != one.place.folder:
            book.do(MovePlace(one.place.id, str(one.folder)))
    return found


def still_there(book: Book, found: Found) -> bool:
    """Whether a place that was found is there yet: a drive may have been taken out since."""
    return found.folder is not None and _is_place(found.folder, found.place.uid, book.ask(book_uid))


def add_place(book: Book, folder: Path, name: str = "") -> int:
    """Keep backups in this folder, too; it is made if it is not there, though not those above it: a drive may be away.
    Answers the place's number.

    Raises Refused for a folder that is a place already, by whatever path: its mark is in it.
    """
    book.user.demand(Permission.BACK_UP)
    folder, uid, own = Path(realpath(folder.expanduser())), new_uid(), book.ask(book_uid)
    mark = folder / _name_of(uid)
    try:
        begin_folder(folder)
        replace_file(mark, json.dumps({"place": uid, "book": own}).encode(), private=False)
    except OSError as fault:
        why = fault.strerror or "it does not answer"
        raise Refused(_NO_PLACE.format(folder=folder, why=why), "folder") from fault
    marked = tuple(one.uid for one in book.ask(places) if _is_place(folder, one.uid, own))
    try:
        return book.do(AddPlace(uid, name or folder.name or str(folder), str(folder), marked)).answer
    except HousebookError:
        _unmark(mark)
        raise


def remove_place(book: Book, place: PlaceLine) -> None:
    """Keep no more backups in a place; those in it stay there."""
    folder = _seen(place, book.ask(book_uid))
    book.do(RemovePlace(place.id))
    if folder is not None:
        _unmark(folder / _name_of(place.uid))


def place_named(book: Book, named: str) -> PlaceLine:
    """The place of that name, or in that folder, by whatever path."""
    there, own, folder = book.ask(places), book.ask(book_uid), Path(named).expanduser()
    for one in there:
        if named == one.name or one.folder in (str(folder.absolute()), realpath(folder)):
            return one
    for one in there:
        if _is_place(folder, one.uid, own):
            return one
    raise NotFound(_NONE_SUCH.format(named=named, names=", ".join(one.name for one in there) or "none"))


def place_of_backups(book: Book) -> Path:
    """Where the last backup was put, if that is there; or beside a file, or on this computer for a server's."""
    last = next(iter(book.ask(backups)), None)
    if last is not None and Path(last.place).is_dir():
        return Path(last.place)
    if is_server(book.location):
        return data_folder() / "backups"
    path = file_path(book.location)
    return path.with_name(f"{path.name}.backups")


def _seen(place: PlaceLine, book: str) -> Path | None:
    """Where the place is: where it was, or the same folder of whatever is mounted now."""
    return patiently(place.uid, partial(_mounted_now, place, book))


def _looked_at(place: PlaceLine, book: str) -> Found:
    folder = _mounted_now(place, book)
    return Found(place, folder) if folder is None else Found(place, folder, _free(folder), os.access(folder, os.W_OK))


def _free(folder: Path) -> int | None:
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return None


def _mounted_now(place: PlaceLine, book: str) -> Path | None:
    return next((folder for folder in _candidates(Path(place.folder)) if _is_place(folder, place.uid, book)), None)


def _candidates(noted: Path) -> Iterator[Path]:
    yield noted
    parts = noted.parts[1:]
    for drive in mounted():
        yield from (drive.joinpath(*parts[cut:]) for cut in range(len(parts) + 1))


def _is_place(folder: Path, uid: str, book: str) -> bool:
    try:
        kept = json.loads(contents(folder / _name_of(uid)))
    except (OSError, ValueError):
        return False
    return isinstance(kept, dict) and (kept.get("place"), kept.get("book")) == (uid, book)


def _name_of(uid: str) -> str:
    return f"housebook-{uid}.place"


def _unmark(mark: Path) -> None:
    with suppress(OSError):
        mark.unlink(missing_ok=True)
