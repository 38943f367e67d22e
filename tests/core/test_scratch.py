"""A scratch folder goes a day after its program was killed; one in use stays, however long."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.scratch import SURELY_LEFT_SECONDS, scratch_folder

_KILLED = """
import os, sys
from app.scratch import scratch_folder
folder = scratch_folder("{why}")
print(folder.name, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def make_old(folder: Path) -> None:
    at = folder.stat().st_mtime - SURELY_LEFT_SECONDS - 60
    os.utime(folder, (at, at))


def test_one_that_has_been_in_use_for_more_than_a_day_is_not_swept(room: Path) -> None:
    with scratch_folder("{why}") as open_for_days:
        (Path(open_for_days) / "past.book").write_text("looked at")
        make_old(Path(open_for_days))
        with scratch_folder("{why}"):
            assert (Path(open_for_days) / "past.book").read_text() == "looked at"
    assert list(room.iterdir()) == []


def test_one_of_a_program_that_was_killed_is(room: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(room), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", _KILLED], env=environment, capture_output=True, text=True)
    left = Path(done.stdout.strip())
    assert left.parent == room and left.exists()
    with scratch_folder("{why}"):
        assert left.exists(), "of today"
    make_old(left)
    with scratch_folder("{why}"):
        assert not left.exists()


def test_one_of_an_earlier_release_that_holds_nothing_is_swept_as_before(room: Path) -> None:
    left = room / "housebook-scratch-abc"
    left.mkdir()
    make_old(left)
    with scratch_folder("{why}"):
        assert not left.exists()
