"""What the writers note in files of their own: what they began, and what they were told to be saved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BEGUN, ACKNOWLEDGED, COMPLAINTS = "begun", "acknowledged", "complaints"


@dataclass(frozen=True, slots=True)
class Save:
    """One save: what kind, the uid of what was saved, and a word that stands in nothing else."""

    kind: str
    uid: str
    word: str


class Notes:
    """One writer's file. Each line goes to the system at once, so that it outlives a killed process."""

    def __init__(self, folder: Path, name: str, kind: str) -> None:
        self._file = os.open(folder / f"{name}.{kind}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def add(self, *words: str) -> None:
        """Note a line."""
        os.write(self._file, (" ".join(words) + "\n").encode())


def noted(folder: Path, kind: str) -> Iterator[str]:
    """The lines of all writers."""
    for path in sorted(folder.glob(f"*.{kind}")):
        yield from path.read_text("utf-8").splitlines()


def acknowledged(folder: Path) -> list[Save]:
    """All saves that a writer was told to be done."""
    return [Save(*line.split(" ")) for line in noted(folder, ACKNOWLEDGED)]


def count_acknowledged(folder: Path) -> int:
    """How many saves were done up to now, while the writers write."""
    return sum(path.read_bytes().count(b"\n") for path in folder.glob(f"*.{ACKNOWLEDGED}"))
