"""The log: one file in the state folder, turned over before it grows large."""

from __future__ import annotations

import logging
from pathlib import Path

from app.computer.places import log_file

_MOST_BYTES = 1_000_000
_FORM = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class _LogFile(logging.Handler):
    """The file, made with its first line: most starts write none, and what turns it over takes time to load."""

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._place, "a", _MOST_BYTES, 2, encoding="utf-8", errors="backslashreplace", delay=True
            )
            self._file.setFormatter(logging.Formatter(_FORM))
        self._file.handle(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def start_log() -> Path | None:
    """Write warnings and mistakes of the program down, and say where; where no file can be written, go on without."""
    root = logging.getLogger()
    try:
        place = log_file()
    except OSError:
        root.addHandler(logging.NullHandler())
        return None
    root.addHandler(_LogFile(place))
    root.setLevel(logging.INFO)
    return place
