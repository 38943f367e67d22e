"""How long the next password for a book has to wait at this desk: longer after each wrong one.

It keeps people from trying at a desk that was left alone; who has a copy of the files tries elsewhere.
"""

from __future__ import annotations

from contextlib import suppress
from math import ceil
from typing import Final

from app import clock
from app.computer.desk_file import DeskFile, place_of

_NAME: Final = "wrong_passwords"
_LONGEST: Final = 60
_DOUBLINGS: Final = 6
"""2 to this power is more than the longest pause."""


class Pauses:
    """Kept in the desk file, so that a new window does not begin anew."""

    def __init__(self, file: DeskFile) -> None:
        self._file = file

    def failed(self, location: str) -> None:
        """A password was wrong: written at once, so that killing the program does not undo it."""
        tries, _ = self._kept(location)
        self._keep(location, tries + 1)
        with suppress(OSError):
            self._file.write()

    def passed(self, location: str) -> None:
        """Somebody came in: all begins anew."""
        others = {place: kept for place, kept in self._all().items() if place != place_of(location)}
        self._file.keep(_NAME, others or None)

    def left(self, location: str) -> int:
        """So many seconds until the next try."""
        tries, at = self._kept(location)
        gone = clock.milliseconds() - at
        if gone < 0:
            # The clock was set back: nobody waits until it is that time again.
            self._keep(location, tries)
            gone = 0
        return max(0, ceil(_pause(tries) - gone / 1000))

    def _keep(self, location: str, tries: int) -> None:
        now = [tries, clock.milliseconds()]
        self._file.keep(_NAME, {**self._all(), place_of(location): now})

    def _kept(self, location: str) -> tuple[int, int]:
        match self._all().get(place_of(location)):
            case [int(tries), int(at)] if tries > 0:
                return tries, at
        return 0, 0

    def _all(self) -> dict[str, object]:
        kept = self._file.recall(_NAME)
        return kept if isinstance(kept, dict) else {}


def _pause(tries: int) -> int:
    return min(1 << min(tries - 1, _DOUBLINGS), _LONGEST) if tries else 0
