"""What others take for the same: restic's first copy of a file, and PostgreSQL's own dump and restore of the rows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import milliseconds
from tests.benchmarks.serving import drop_database, empty_database
from tests.postgres_server import binaries

_SCRATCH = "restored_by_pg_restore"


@dataclass(frozen=True, slots=True)
class Taken:
    """By which tool, and how many seconds."""

    tool: str
    seconds: float


def first_copy(file: Path, folder: Path) -> Taken | None:
    """By restic, into a repository of which nothing is left; nothing where it is not installed."""
    if shutil.which("restic") is None:
        return None
    repository = folder / "restic"
    shutil.rmtree(repository, ignore_errors=True)
    environment = {**os.environ, "RESTIC_PASSWORD": "benchmark", "RESTIC_REPOSITORY": str(repository)}
    version = _answer(["restic", "version"], environment).split(" compiled")[0]
    _answer(["restic", "init", "--no-cache", "--repository-version", "2"], environment)
    try:
        taken = _seconds(["restic", "backup", "--no-cache", "--quiet", str(file)], environment)
    finally:
        shutil.rmtree(repository)
    return Taken(version, taken)


def dump_and_restore(database: str, folder: Path) -> tuple[Taken, Taken] | None:
    """By pg_dump -Fc, and by pg_restore into an empty database, of which nothing is left; nothing without the two."""
    bin_, file = binaries(), folder / "pg_dump"
    if not (bin_ / "pg_dump").exists() or not (bin_ / "pg_restore").exists():
        return None
    version = _answer([str(bin_ / "pg_dump"), "--version"]).strip()
    empty = empty_database(database, _SCRATCH)
    try:
        dumped = _seconds([str(bin_ / "pg_dump"), "-Fc", "-f", str(file), database])
        restored = _seconds([str(bin_ / "pg_restore"), "--no-owner", "-d", empty, str(file)])
    finally:
        file.unlink(missing_ok=True)
        drop_database(database, _SCRATCH)
    return Taken(f"{version} -Fc", dumped), Taken("pg_restore", restored)


def _seconds(command: list[str], environment: Mapping[str, str] | None = None) -> float:
    return milliseconds(lambda: _answer(command, environment)) / 1000


def _answer(command: list[str], environment: Mapping[str, str] | None = None) -> str:
    """What it prints; raises RuntimeError with its complaint."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")
    return done.stdout
