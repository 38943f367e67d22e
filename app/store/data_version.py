"""The watch on a book's file: SQLite tells whether another connection committed."""

from __future__ import annotations

import time
from threading import Event, Lock
from typing import Any

from sqlcipher3 import dbapi2

from app.store.engine import Watch
from app.store.faults import told
from app.store.file import connect, connect_for_reading, file_at, is_half_done, refuse_moved, take_back
from app.store.opening import Opening

_POLL_SECONDS = 0.25
_NOBODY_ELSE = 0


class DataVersion(Watch):
    """Looks every quarter second whether another connection committed.

    While this program is alone with the book there is nobody to watch, and no connection that would keep others out.
    """

    def __init__(self, opening: Opening, *, damaged: bool) -> None:
        self._opening, self._damaged, self._file = opening, damaged, file_at(opening.file.path)
        self._raw: Any = None
        self._closing = Event()
        self._looking = Lock()
        try:
            self._seen = self._version()
        except BaseException:
            self._let_go()
            raise

    def _version(self) -> int:
        book = self._opening.file
        refuse_moved(book.path, self._file)
        if book.alone:
            self._let_go()
            return _NOBODY_ELSE
        try:
            self._raw = self._raw or (connect_for_reading(book) if self._damaged else connect(book, "ro"))
            return self._asked()
        except dbapi2.DatabaseError as fault:
            raise told(fault) from fault

    def _let_go(self) -> None:
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def _asked(self) -> int:
        """The file's own count of commits; what a stopped computer left half done is taken back first."""
        asked = "PRAGMA data_version"
        try:
            return int(self._raw.execute(asked).fetchone()[0])
        except dbapi2.DatabaseError as fault:
            if self._damaged or not is_half_done(fault):
                raise
        take_back(self._opening.file)
        return int(self._raw.execute(asked).fetchone()[0])

    def wait(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self._closing.wait(min(_POLL_SECONDS, max(end - time.monotonic(), 0))):
            with self._looking:
                if self._closing.is_set():
                    break
                version = self._version()
            if version != self._seen:
                self._seen = version
                return True
            if time.monotonic() >= end:
                break
        return False

    def close(self) -> None:
        """From any thread: a look that is going on is waited for, and no other begins."""
        self._closing.set()
        with self._looking:
            self._let_go()
