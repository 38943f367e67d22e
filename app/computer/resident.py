"""How much of the computer's memory this program holds, and giving back what it no longer needs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_STATUS = Path("/proc/self/status")
_FIELD = "VmRSS:"
_ARENA_MAX, _ARENAS = -8, 2
"""mallopt(3). One a thread and more would each keep what the busiest moment of that thread took."""


def resident_megabytes() -> float | None:
    """What is in memory of it now; nothing where the system does not tell it so."""
    with suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith(_FIELD):
                return int(line.removeprefix(_FIELD).split()[0]) / 1024
    return None


def share_pools() -> None:
    """Let all threads take memory from the same few pools (glibc); before the first of them begins."""
    import ctypes

    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return freed memory to the system, where the C library would keep it for later (glibc; others do it themselves).

    After a question over a whole large book that is more than all the rest.
    """
    # Loaded here: who only starts or asks something from a script pays nothing for it.
    import ctypes

    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
