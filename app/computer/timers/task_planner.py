"""A task of the task planner of Windows, run while its user is signed in, so that no password is kept for it."""

from __future__ import annotations

from subprocess import list2cmdline
from typing import Final
from xml.etree import ElementTree as Tree

from app.computer.places import data_folder
from app.computer.timers.daily import Daily, Entry

_SPACE: Final = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_FIRST_DAY: Final = "2026-01-01"


def task(daily: Daily) -> Entry:
    """What was missed while the computer was off is made up for."""
    path, name = data_folder() / f"{daily.name}.xml", f"Housebook\\{daily.name}"
    return Entry(
        {path: _xml(daily)},
        (("schtasks", "/Create", "/F", "/TN", name, "/XML", str(path)),),
        (("schtasks", "/Delete", "/F", "/TN", name),),
    )


def _xml(daily: Daily) -> bytes:
    whole = Tree.Element("Task", {"version": "1.2", "xmlns": _SPACE})
    _add(whole, "RegistrationInfo", Description=daily.about)
    trigger = _add(_add(whole, "Triggers"), "CalendarTrigger", StartBoundary=f"{_FIRST_DAY}T{daily.at:%H:%M}:00")
    _add(trigger, "ScheduleByDay", DaysInterval="1")
    principal = _add(_add(whole, "Principals"), "Principal", LogonType="InteractiveToken", RunLevel="LeastPrivilege")
    principal.set("id", "Author")
    _add(
        whole, "Settings", MultipleInstancesPolicy="IgnoreNew", DisallowStartIfOnBatteries="false",
        StopIfGoingOnBatteries="false", StartWhenAvailable="true",
    )  # fmt: skip
    program, *words = daily.command
    actions = _add(whole, "Actions")
    actions.set("Context", "Author")
    _add(actions, "Exec", Command=program, Arguments=list2cmdline(words))
    data: bytes = Tree.tostring(whole, "utf-16", xml_declaration=True)
    return data


def _add(parent: Tree.Element, name: str, **texts: str) -> Tree.Element:
    made = Tree.SubElement(parent, name)
    for child, text in texts.items():
        Tree.SubElement(made, child).text = text
    return made
