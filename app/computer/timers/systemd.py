"""A timer and a service of the user's own systemd."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from app.computer.timers.daily import Daily, Entry

_SERVICE: Final = """\
# Written by Housebook; taken away by: housebook backup --remove-schedule
[Unit]
Description={about}

[Service]
Type=oneshot
ExecStart={command}
"""
_TIMER: Final = """\
# Written by Housebook; taken away by: housebook backup --remove-schedule
[Unit]
Description={about}

[Timer]
OnCalendar=*-*-* {at:%H:%M}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


def timer(daily: Daily) -> Entry:
    """Persistent: what was missed while the computer was off is made up for."""
    folder = _folder()
    service, clock = folder / f"{daily.name}.service", folder / f"{daily.name}.timer"
    about = " ".join(daily.about.split()).replace("%", "%%").rstrip("\\")
    texts = {
        service: _SERVICE.format(about=about, command=" ".join(map(_quoted, daily.command))),
        clock: _TIMER.format(about=about, at=daily.at),
    }
    reload, ours = ("systemctl", "--user", "daemon-reload"), ("systemctl", "--user")
    return Entry(
        {path: text.encode() for path, text in texts.items()},
        (reload, (*ours, "enable", "--now", clock.name)),
        ((*ours, "disable", "--now", clock.name),),
        (reload,),
    )


def _folder() -> Path:
    config = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(config) if Path(config).is_absolute() else Path.home() / ".config") / "systemd" / "user"


def _quoted(word: str) -> str:
    """Percent signs and dollars would stand for something else."""
    for sign, instead in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$"), ("\n", "\\n"), ("\t", "\\t")):
        word = word.replace(sign, instead)
    return f'"{word}"'
