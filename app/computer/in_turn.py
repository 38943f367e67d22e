"""One after the other on this computer, whichever programs they are: a file that the system locks, and unlocks when
its program ends in any way."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LOG = logging.getLogger(__name__)

if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_LOCK, 1)

    def _try_lock(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX)

    def _try_lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Nobody else is here meanwhile; where there can be no such file, everybody goes on."""
    try:
        file = path.open("wb")
    except OSError:
        LOG.warning("%s cannot be made", path, exc_info=True)
        yield
        return
    with file:
        try:
            _lock(file.fileno())
        except OSError:
            LOG.warning("%s cannot be locked", path, exc_info=True)
        yield


def held(path: Path) -> IO[bytes]:
    """A file that is ours until it is closed, or our program ends in any way. Raises OSError."""
    file = path.open("wb")
    try:
        _try_lock(file.fileno())
    except BaseException:
        file.close()
        raise
    return file


def is_held(path: Path) -> bool:
    """Whether some program holds that file now."""
    try:
        with path.open("r+b") as file:
            _try_lock(file.fileno())
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
