"""What outlasts a crash: files replaced in one step and forced to the disk, and new names in a folder."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex
from typing import Final

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
