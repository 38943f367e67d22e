"""A folder for a book that nobody keeps: gone at the end, or a day after a program that was killed with it.

Whoever uses one holds a file in it: what is in use is nobody's to sweep, however old it is.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

from app.computer.in_turn import held, is_held
from app.errors import Refused
from app.store.whole_files import sweep

SURELY_LEFT_SECONDS: Final = 86_400
"""So old is what a program left that was killed while it made or proved a backup, or had one open."""
_PREFIX: Final = "housebook-scratch-"
_HELD: Final = "in-use"


class NoScratch(Refused):
    """There is no room for a book that nobody keeps."""


class Scratch(TemporaryDirectory[str]):
    """A new folder that is held until it is cleaned up."""

    def __init__(self) -> None:
        super().__init__(prefix=_PREFIX, ignore_cleanup_errors=True)
        try:
            self._held = held(Path(self.name) / _HELD)
        except OSError:
            super().cleanup()
            raise

    def cleanup(self) -> None:
        """Let go of it, and remove it with all that is in it."""
        self._held.close()
        super().cleanup()


def scratch_folder(refusal: str) -> Scratch:
    """A new folder. Raises NoScratch with these words, in which `{why}` stands for the reason."""
    try:
        _sweep()
        return Scratch()
    except OSError as fault:
        raise NoScratch(refusal.format(why=fault.strerror)) from fault


def _sweep() -> None:
    for left in Path(gettempdir()).glob(f"{_PREFIX}*"):
        if not is_held(left / _HELD):
            sweep(left.parent, left.name, SURELY_LEFT_SECONDS)
