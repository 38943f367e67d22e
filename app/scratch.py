"""A folder for a book that nobody keeps: gone at the end, or a day after a program that was killed with it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

from app.errors import Refused
from app.store.whole_files import sweep

SURELY_LEFT_SECONDS: Final = 86_400
"""So old is what a program left that was killed while it made or proved a backup, or had one open."""
_PREFIX: Final = "housebook-scratch-"


class NoScratch(Refused):
    """There is no room for a book that nobody keeps."""


def scratch_folder(refusal: str) -> TemporaryDirectory[str]:
    """A new folder. Raises NoScratch with these words, in which `{why}` stands for the reason."""
    try:
        sweep(Path(gettempdir()), f"{_PREFIX}*", SURELY_LEFT_SECONDS)
        return TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
    except OSError as fault:
        raise NoScratch(refusal.format(why=fault.strerror)) from fault
