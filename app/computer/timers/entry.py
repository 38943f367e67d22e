"""An entry is some files and the commands that put it into force; where these fail, the files stand and wait."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from app.computer.timers.daily import Daily, Entry
from app.computer.timers.launchd import agent
from app.computer.timers.systemd import timer
from app.computer.timers.task_planner import task
from app.disk import replace_file
from app.errors import Refused

_SECONDS: Final = 30
_NOT_WRITTEN: Final = "{path} could not be written: {why}. No schedule was made."
_NOT_TAKEN: Final = "{path} could not be deleted: {why}."
_FORMS: Final[dict[str, Callable[[Daily], Entry]]] = {"darwin": agent, "win32": task}


def entry_of(daily: Daily, system: str) -> Entry:
    """As this kind of system wants it, named as in `sys.platform`."""
    return _FORMS.get(system, timer)(daily)


def is_there(entry: Entry) -> bool:
    """Whether its files were written before."""
    return any(path.exists() for path in entry.files)


def put(entry: Entry) -> bool:
    """Write it and put it into force; answers whether the system took it. Raises Refused where it cannot be written."""
    for path, data in entry.files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data)
        except OSError as fault:
            raise Refused(_NOT_WRITTEN.format(path=path, why=fault.strerror or "it does not answer")) from fault
    return _carried_out(entry.begin)


def take_away(entry: Entry) -> bool:
    """Out of force, and its files deleted; answers whether the system let go of it. Raises Refused."""
    ended = _carried_out(entry.end)
    for path in entry.files:
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            raise Refused(_NOT_TAKEN.format(path=path, why=fault.strerror or "it does not answer")) from fault
    with suppress(OSError, subprocess.SubprocessError):
        _carried_out(entry.after)
    return ended


def _carried_out(commands: Sequence[Sequence[str]]) -> bool:
    """One after the other, until one fails; a system that has no such program, or does not run it, has not taken it."""
    try:
        return all(subprocess.run(one, capture_output=True, timeout=_SECONDS).returncode == 0 for one in commands)
    except (OSError, subprocess.SubprocessError):
        return False
