"""How long the next password for a book has to wait at this desk: longer after each wrong one.

It keeps people from trying at a desk that was left alone; who has a copy of the files tries elsewhere, and who may
change this computer's files or set its clock forward does not wait.
"""

from __future__ import annotations

import logging
from math import ceil
from typing import Final

from app import clock
from app.computer.desk_file import DeskFile, place_of
from app.computer.safe_file import read_json, write_json

LOG = logging.getLogger(__name__)
_FILE: Final = "pauses.json"
RECOVERY_WORDS: Final = "recovery words"
_LONGEST: Final = 60
_DOUBLINGS: Final = 6
"""2 to this power is more than the longest pause."""


class Pauses:
    """Kept beside the desk file and read anew each time: each window and the command line wait alike.

    `what` is tried where it is no password: it has pauses of its own, which a right password does not end.
    """

    def __init__(self, file: DeskFile, what: str = "") -> None:
        self._path, self._what = file.beside(_FILE), f" {what}" if what else ""

    def failed(self, location: str) -> None:
        """A password was wrong: written at once, so that killing the program does not undo it."""
        tries, _ = self._kept(location)
        self._keep(location, tries + 1)

    def passed(self, location: str) -> None:
        """Somebody came in: all begins anew."""
        kept = self._all()
        if kept.pop(self._named(location), None) is not None:
            self._write(kept)

    def left(self, location: str) -> int:
        """So many seconds until the next try."""
        tries, at = self._kept(location)
        gone = clock.milliseconds() - at
        if gone < 0:
            # The clock was set back: nobody waits until it is that time again.
            self._keep(location, tries)
            gone = 0
        return max(0, ceil(_pause(tries) - gone / 1000))

    def _named(self, location: str) -> str:
        return place_of(location) + self._what

    def _keep(self, location: str, tries: int) -> None:
        self._write({**self._all(), self._named(location): [tries, clock.milliseconds()]})

    def _kept(self, location: str) -> tuple[int, int]:
        match self._all().get(self._named(location)):
            case [int(tries), int(at)] if tries > 0:
                return tries, at
        return 0, 0

    def _all(self) -> dict[str, object]:
        kept = read_json(self._path)
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: dict[str, object]) -> None:
        try:
            write_json(self._path, kept)
        except OSError:
            LOG.warning("A wrong password could not be noted", exc_info=True)


def _pause(tries: int) -> int:
    return min(1 << min(tries - 1, _DOUBLINGS), _LONGEST) if tries else 0
