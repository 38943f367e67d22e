"""Entries by which this computer calls a command line once a day: systemd, launchd, or the task planner of Windows."""

from app.computer.timers.daily import Daily, Entry
from app.computer.timers.entry import entry_of, is_there, put, take_away

__all__ = ["Daily", "Entry", "entry_of", "is_there", "put", "take_away"]
