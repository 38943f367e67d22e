"""Runs one of these programs in a process of its own, with a home of its own, and reads what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.books import KEY, Books

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
_PATIENCE_SECONDS = 3_600
_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


def environment(home: str) -> dict[str, str]:
    """A person's whose home this is, who has no screen; the program is installed, so its byte code is kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = dict.fromkeys(_HOMES, home) | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": f"{home}/../bytecode"}
    return {"QT_QPA_PLATFORM": "offscreen", **kept, **own}


def book_and_key(books: Books, kind: str) -> list[str]:
    """What a program needs to open it."""
    return [str(books.encrypted), KEY.hex()] if kind == "encrypted" else [str(books.plain)]


def last_line(command: list[str], env: dict[str, str], patience: float = _PATIENCE_SECONDS) -> str:
    """Run it to its end; what it printed last."""
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=patience)
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout.splitlines()[-1]


def told(program: str, *words: str) -> dict[str, Any]:
    """What a module of this folder measured."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        command = [sys.executable, "-m", f"{__package__}.{program}", *words]
        answer: dict[str, Any] = json.loads(last_line(command, environment(str(home))))
    return answer
