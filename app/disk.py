"""Files on a disk: replaced in one step and forced to it, so that they outlast a crash; where one may come to, and
what a person may name to be read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from secrets import token_hex
from typing import IO, Final

from app.errors import Refused

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def replace_file(path: Path, data: bytes, *, private: bool = True) -> None:
    """Replace the file in one step; a crash leaves the old one or the new one. Unless private, others may read it."""
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, _NEW, 0o600 if private else 0o666), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Force what was written into a file to the disk."""
    _sync(path)


def sync_folder(folder: Path) -> None:
    """Force a new name to the disk; Windows has no such thing."""
    if os.name != "nt":
        _sync(folder)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def opened(path: Path) -> IO[bytes]:
    """A file that a person named, to be read. Raises OSError, also for what has no end or waits for somebody."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.EINVAL, "it is a device or a pipe, no file")
    return path.open("rb")


def contents(path: Path) -> bytes:
    """All of a file that a person named. Raises OSError as `opened`."""
    with opened(path) as file:
        return file.read()


def refuse_place(path: Path, said: str, *, replace: bool = False) -> None:
    """Raise Refused unless a file may come to where a person wants it; `replace`: another one goes.

    An empty file is as good as none. No link is followed: where it leads to is not what was named.
    """
    if why := _in_the_way(path, replace):
        raise Refused(f"{said}: {why}", "to")


def _in_the_way(path: Path, replace: bool) -> str:
    try:
        there = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return "" if path.parent.is_dir() else f"there is no folder {path.parent}."
    except OSError as fault:
        return f"{path.name} cannot be written there ({fault.strerror or fault})."
    if stat.S_ISLNK(there.st_mode):
        return f"{path.name} is a link. Name the file itself, or choose another name."
    if stat.S_ISDIR(there.st_mode):
        return f"{path} is a folder. Name a file in it."
    if not stat.S_ISREG(there.st_mode):
        return f"{path.name} is a device or a pipe, no file. Choose another name."
    taken = there.st_size and not replace
    return f"there is a file {path.name} already. Choose another name." if taken else ""
