"""A backup's file copied to another place: under a name that nobody opens, read back, compared, then given its own."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from os.path import realpath
from pathlib import Path
from secrets import token_hex
from typing import Final

from app.disk import opened
from app.errors import Refused
from app.rules.pace import CHECKING, COPYING
from app.scratch import SURELY_LEFT_SECONDS
from app.store.archiving import ENDING
from app.store.whole_files import put_in_place, sweep
from app.ticket import Ticket

PART: Final = ".part"
_PIECE: Final = 1 << 20
_NOT_THERE: Final = "No backups can be kept in {folder}: {missing} is not there. Is the drive in? Nothing was changed."
_OTHER: Final = "what was written there is not what was copied"


def digest_of(path: Path, ticket: Ticket) -> str:
    """The SHA-256 of a file, as the disk has it. Raises OSError."""
    found, size, done = sha256(), path.stat().st_size, 0
    with opened(path) as file:
        _forget(file.fileno())
        while piece := file.read(_PIECE):
            ticket.report(CHECKING, done, size)
            found.update(piece)
            done += len(piece)
    return found.hexdigest()


def begin_folder(folder: Path) -> None:
    """Make a folder for backups if it is not there, though none above it: a drive may be away.

    Raises OSError, and Refused with the topmost folder that is missing.
    """
    folder = Path(realpath(folder))
    missing = [one for one in folder.parents if not one.exists()]
    if missing:
        raise Refused(_NOT_THERE.format(folder=folder, missing=missing[-1]), "folder")
    folder.mkdir(exist_ok=True)


def copy_to(source: Path, folder: Path, digest: str, ticket: Ticket) -> Path:
    """Copy a file of this digest into a folder, whole or not at all. Raises OSError, and Refused for another file."""
    target = folder / source.name
    if target.exists():
        if digest_of(target, ticket) != digest:
            raise Refused("there is another file of this name")
        return target
    sweep(folder, f"*{ENDING}{PART}", SURELY_LEFT_SECONDS)
    half = folder / f"{token_hex(8)}{ENDING}{PART}"
    try:
        _written(source, half, ticket)
        if digest_of(half, ticket) != digest:
            raise Refused(_OTHER)
        put_in_place(half, target)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return target


def _written(source: Path, half: Path, ticket: Ticket) -> None:
    size, done = source.stat().st_size, 0
    with opened(source) as file, half.open("xb") as into:
        while piece := file.read(_PIECE):
            ticket.report(COPYING, done, size)
            into.write(piece)
            done += len(piece)
        into.flush()
        os.fsync(into.fileno())


def _forget(file: int) -> None:
    """What is read next comes from the disk, and not from what the system has still in mind of it."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
