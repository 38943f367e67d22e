"""How long the next password for a book has to wait at this desk: longer after each wrong one.

It keeps people from trying at a desk that was left alone; who has a copy of the files tries elsewhere, and who may
change this computer's files or set its clock forward does not wait.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from math import ceil
from time import monotonic, sleep
from typing import Final, TypeVar

from app import clock
from app.computer.desk_file import DeskFile, place_of
from app.computer.in_turn import in_turn
from app.computer.safe_file import read_json, write_json
from app.errors import HousebookError, NotAllowed, Refused
from app.rules.words import counted

R = TypeVar("R")
LOG = logging.getLogger(__name__)
_FILE: Final = "pauses.json"
RECOVERY_WORDS: Final = "recovery words"
_LONGEST: Final = 60
_DOUBLINGS: Final = 6
"""2 to this power is more than the longest pause."""
_PATIENCE: Final = 10.0
"""So many seconds one waits for a try that is being made meanwhile."""
_LOOK: Final = 0.05


def is_wrong(fault: HousebookError) -> bool:
    """Whether it failed by the password or the words."""
    return isinstance(fault, NotAllowed)


class Pauses:
    """Kept beside the desk file and read anew each time: each window and the command line wait alike.

    `what` is tried where it is no password: it has pauses of its own, which a right password does not end.
    """

    def __init__(self, file: DeskFile, what: str = "") -> None:
        self._path, self._what = file.beside(_FILE), f" {what}" if what else ""

    def tried(
        self, location: str, ask: Callable[..., R], *said: object, wrong: Callable[[HousebookError], bool] = is_wrong
    ) -> R:
        """Do it with what was said. Raises Refused, and does nothing, where the next try has to wait.

        The try counts before it is made: killing the program does not undo it, and of many at once one is made.
        """
        self._begin(location)
        try:
            answer = ask(*said)
        except BaseException as fault:
            self._end(location, fewer=0 if isinstance(fault, HousebookError) and wrong(fault) else 1)
            raise
        self.passed(location)
        return answer

    def passed(self, location: str) -> None:
        """Somebody came in: all begins anew."""
        with self._in_turn():
            kept = self._all()
            if kept.pop(self._named(location), None) is not None:
                self._write(kept)

    def left(self, location: str) -> int:
        """So many seconds until the next try."""
        tries, at, trying = self._kept(location)
        gone = clock.milliseconds() - at
        if gone < 0:
            # The clock was set back: nobody waits until it is that time again.
            self._keep(location, tries, trying)
            gone = 0
        return max(0, ceil(_pause(tries) - gone / 1000))

    def refuse_early(self, location: str) -> None:
        """Raises Refused where the next try has to wait."""
        self._refuse(self.left(location))

    def _refuse(self, left: int) -> None:
        if left:
            after = "wrong words the next have" if self._what else "a wrong password the next has"
            raise Refused(f"Not tried: after {after} to wait. Try again in {counted(left, 'second')}.")

    def _begin(self, location: str) -> None:
        """Count the try, when one that is being made has ended; its program may have been killed."""
        end = monotonic() + _PATIENCE
        while not self._begun(location, patient=monotonic() < end):
            sleep(_LOOK)

    def _begun(self, location: str, patient: bool) -> bool:
        with self._in_turn():
            tries, at, trying = self._kept(location)
            if patient and trying and clock.milliseconds() - at < _PATIENCE * 1000:
                return False
            self._refuse(self.left(location))
            self._keep(location, tries + 1, 1)
            return True

    def _end(self, location: str, *, fewer: int) -> None:
        """It pauses from now on; or the try does not count."""
        with self._in_turn():
            self._keep(location, max(self._kept(location)[0], 1) - fewer, 0)

    def _in_turn(self) -> AbstractContextManager[None]:
        return in_turn(self._path.with_suffix(".lock"))

    def _named(self, location: str) -> str:
        """One name for a file, however the way to it is written."""
        place = place_of(location)
        return (place if "://" in place else os.path.normcase(os.path.realpath(place))) + self._what

    def _keep(self, location: str, tries: int, trying: int) -> None:
        self._write({**self._all(), self._named(location): [tries, clock.milliseconds(), trying]})

    def _kept(self, location: str) -> tuple[int, int, int]:
        """Tries, when the last was, and whether it is still being made."""
        match self._all().get(self._named(location)):
            case [int(tries), int(at), int(trying)] if tries > 0:
                return tries, at, trying
        return 0, 0, 0

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
