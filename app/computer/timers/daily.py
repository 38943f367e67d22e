"""What is called once a day, and what an entry for that consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

Words = tuple[str, ...]
"""A command line, word for word."""


@dataclass(frozen=True, slots=True)
class Daily:
    """A command line, the time of day at which it is called, the entry's name (letters, digits, dashes), and for whom
    it is, in words."""

    name: str
    about: str
    command: Words
    at: time


@dataclass(frozen=True, slots=True)
class Entry:
    """The files of an entry; the commands that put it into force, and that end it before and after they are deleted."""

    files: Mapping[Path, bytes]
    begin: tuple[Words, ...]
    end: tuple[Words, ...]
    after: tuple[Words, ...] = ()
