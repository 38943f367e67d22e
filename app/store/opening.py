"""How a book's file is opened where there is no room for what desks share: alone, until there is room again.

A book with a WAL needs a small file beside it by which desks agree. On a completely full disk it cannot be made; then
this program keeps all others out and that memory in itself, so that the book can be read at least.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from tempfile import TemporaryFile
from threading import Lock
from typing import Any

from sqlcipher3 import dbapi2

from app.store.file import BookFile, Manners, connect, needs_room

_PAUSE_SECONDS = 5.0
_SHARED_BYTES = 32768
"""What SQLite takes for the file beside a book at first."""


class Opening:
    """Opens connections to a book's file, and knows how many are at work with them."""

    def __init__(self, file: BookFile, mode: str, manners: Manners) -> None:
        self.file = file
        """As connections are opened to it now: alone, or as everybody."""
        self.as_found = False
        """Whether the file keeps the journal it has: to give it another one is to write into it."""
        self._mode, self._manners = mode, manners
        self._at_work = 0
        self._looked_for_room = 0.0
        self._lock = Lock()

    def connect(self) -> Any:
        """As everybody; alone where only that is possible."""
        try:
            return self._connect(self.file)
        except dbapi2.DatabaseError as fault:
            if not (self._manners.shares_memory and needs_room(fault)):
                raise
            alone = replace(self.file, alone=True)
            raw = self._connect(alone)
            self.file, self._looked_for_room = alone, time.monotonic()
            return raw

    def _connect(self, file: BookFile) -> Any:
        return connect(file, self._mode, replace(self._manners, journal="") if self.as_found else self._manners)

    @contextmanager
    def at_work(self, close_all: Callable[[], None] | None) -> Iterator[None]:
        """Within it connections may be in use. Who comes first once there is room again closes all that are open and
        lets others in; not without `close_all`, as of a damaged book, whose connections stay as they are."""
        with self._lock:
            if self.file.alone and close_all and not self._at_work and self._has_room():
                close_all()
                self._let_others_in()
            self._at_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1

    def _let_others_in(self) -> None:
        among_others = replace(self.file, alone=False)
        with suppress(dbapi2.DatabaseError):
            self._connect(among_others).close()
            self.file = among_others

    def _has_room(self) -> bool:
        """Looked at once in a while; who let others in too early might find no way back."""
        if time.monotonic() - self._looked_for_room < _PAUSE_SECONDS:
            return False
        self._looked_for_room = time.monotonic()
        try:
            with TemporaryFile(dir=self.file.path.parent) as probe:
                probe.write(bytes(_SHARED_BYTES))
        except OSError:
            return False
        return True
