"""An agent of the user's own launchd, on macOS."""

from __future__ import annotations

import plistlib
from pathlib import Path

from app.computer.timers.daily import Daily, Entry


def agent(daily: Daily) -> Entry:
    """What was missed while the computer slept is made up for when it wakes."""
    label = f"org.housebook.{daily.name}"
    path = Path.home() / "Library" / "LaunchAgents" / f"{label}.plist"
    at = {"Hour": daily.at.hour, "Minute": daily.at.minute}
    data = plistlib.dumps({"Label": label, "ProgramArguments": list(daily.command), "StartCalendarInterval": at})
    return Entry({path: data}, (("launchctl", "load", "-w", str(path)),), (("launchctl", "unload", "-w", str(path)),))
