"""What tests of backups look at again and again."""

from __future__ import annotations

from pathlib import Path


def untold(_words: str) -> None:
    """The words of a recovery key that nobody needs."""


def kept_in(folder: Path) -> list[str]:
    """The names of what stands in a place of backups, but for the file by which the place is known."""
    return sorted(one.name for one in folder.iterdir() if one.suffix != ".place")


def damage(file: Path) -> None:
    """Change one bit in the middle of it."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def cut_off(file: Path) -> None:
    """Leave its first half alone."""
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
