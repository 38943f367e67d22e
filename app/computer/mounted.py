"""What is mounted at this computer: drives and folders that come and go, and turn up somewhere else next time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from string import ascii_uppercase
from typing import Final

PATTERNS: Final = (("/media", "*"), ("/media", "*/*"), ("/run/media", "*/*"), ("/mnt", "*"), ("/Volumes", "*"))
"""Where systems mount what is plugged in: a folder, and which ones below it."""


def mounted() -> Iterator[Path]:
    """The folders at which drives are found, on Windows their letters."""
    if sys.platform == "win32":
        yield from (Path(f"{letter}:\\") for letter in ascii_uppercase if Path(f"{letter}:\\").exists())
        return
    for folder, pattern in PATTERNS:
        with suppress(OSError):
            yield from sorted(Path(folder).glob(pattern))
