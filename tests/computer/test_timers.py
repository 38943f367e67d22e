"""Entries for the computer's clock: valid to those who read them, word for word whatever stands in the command."""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from datetime import time
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from app.computer.timers import Daily, Entry, entry_of, is_there, put, take_away

ODD = 'C:\\Bücher 100% "neu" $HOME\\firm’s.book'
DAILY = Daily(
    "housebook-backup-0a1b2c3d", "Backup of the book of Müller & Söhne 100%",
    (sys.executable, "-m", "ui.cli", "backup", "--book", ODD), time(23, 5),
)  # fmt: skip
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home of Jörg"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path / "home of Jörg"


def text_of(entry: Entry, ending: str) -> str:
    (data,) = (data for path, data in entry.files.items() if path.suffix == ending)
    return data.decode()


def test_systemd_has_a_timer_that_makes_up_for_what_was_missed(home: Path) -> None:
    entry = entry_of(DAILY, "linux")
    assert {path.parent for path in entry.files} == {home / ".config" / "systemd" / "user"}
    timer = text_of(entry, ".timer")
    assert "OnCalendar=*-*-* 23:05:00\nPersistent=true\n" in timer
    assert "Description=Backup of the book of Müller & Söhne 100%%\n" in timer
    line = next(line for line in text_of(entry, ".service").splitlines() if line.startswith("ExecStart="))
    assert line.endswith(r'"C:\\Bücher 100%% \"neu\" $$HOME\\firm’s.book"')


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this computer has no systemd to ask")
def test_systemd_itself_finds_nothing_wrong_with_it() -> None:
    entry = entry_of(DAILY, "linux")
    put(entry)
    command = ["systemd-analyze", "verify", "--user", *map(str, entry.files)]
    said = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "XDG_RUNTIME_DIR": "/tmp"})
    assert "housebook" not in said.stderr, said.stderr


def test_launchd_reads_the_command_word_for_word(home: Path) -> None:
    ((path, data),) = entry_of(DAILY, "darwin").files.items()
    assert path.parent == home / "Library" / "LaunchAgents"
    told = plistlib.loads(data)
    assert told["Label"] == path.stem
    assert tuple(told["ProgramArguments"]) == DAILY.command
    assert told["StartCalendarInterval"] == {"Hour": 23, "Minute": 5}


def test_the_task_planner_of_windows_gets_one_argument_for_each_word() -> None:
    entry = entry_of(DAILY, "win32")
    (data,) = entry.files.values()
    task = Tree.fromstring(data)
    assert data[:2] in (b"\xff\xfe", b"\xfe\xff"), "the form that it takes"
    assert task.findtext(f".//{SPACE}Command") == sys.executable
    assert task.findtext(f".//{SPACE}StartBoundary", "").endswith("T23:05:00")
    assert task.findtext(f".//{SPACE}LogonType") == "InteractiveToken", "no password is kept for it"
    assert task.findtext(f".//{SPACE}Description") == DAILY.about
    arguments = task.findtext(f".//{SPACE}Arguments", "")
    assert arguments == r'-m ui.cli backup --book "C:\Bücher 100% \"neu\" $HOME\firm’s.book"'


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_what_was_put_there_is_taken_away(system: str) -> None:
    """Where nothing runs that reads it, the files stand, and the commands for it are there to be told."""
    entry = entry_of(DAILY, system)
    assert not is_there(entry)
    taken = put(entry)
    assert is_there(entry)
    assert taken or all(shlex.join(words) for words in entry.begin)
    take_away(entry)
    assert not is_there(entry)
