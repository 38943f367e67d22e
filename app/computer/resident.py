"""How much of the computer's memory this program holds."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_STATUS = Path("/proc/self/status")
_FIELD = "VmRSS:"


def resident_megabytes() -> float | None:
    """What is in memory of it now; nothing where the system does not tell it so."""
    with suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith(_FIELD):
                return int(line.removeprefix(_FIELD).split()[0]) / 1024
    return None
