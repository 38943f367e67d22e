"""The log: one file in the state folder, turned over before it grows large."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.computer.places import log_file

_MOST_BYTES = 1_000_000
_FORM = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def start_log() -> Path | None:
    """Write warnings and mistakes of the program down, and say where; where no file can be written, go on without."""
    root = logging.getLogger()
    try:
        place = log_file()
        file = RotatingFileHandler(
            place, maxBytes=_MOST_BYTES, backupCount=2, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return None
    file.setFormatter(logging.Formatter(_FORM))
    root.addHandler(file)
    root.setLevel(logging.INFO)
    return place
