"""The connection to a book's file: its key, its manners, and how to look into it without leaving a trace.

Never the interpreter's own sqlite3 beside it, and never open(), hash or copy a live book: on POSIX each of these
drops the locks of the whole process.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

from app.errors import BookUnreachable
from app.store.place import is_shared

PATIENCE_SECONDS = 30
_NO_ROOM = (10, 14)
"""SQLITE_IOERR and SQLITE_CANTOPEN."""
_BESIDE = ("-wal", "-shm", "-journal")
_READ_ONLY = 8


@dataclass(frozen=True, slots=True)
class BookFile:
    """Where the book is, and its raw data key of 32 bytes if it is encrypted: SQLCipher then derives nothing."""

    path: Path
    key: bytes | None = field(default=None, repr=False)
    alone: bool = False
    """Whether this program keeps all others out, and what desks share of the WAL in its own memory."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a connection shall behave: the journal of its file (nothing: as it is), and what else."""

    journal: str
    pragmas: tuple[str, ...]

    @property
    def shares_memory(self) -> bool:
        """Whether desks agree by memory in a file beside the book."""
        return self.journal == "wal"


LARGE_CACHE = "cache_size = -65536"
"""In kilobytes, for each connection."""
_BINDING = ("foreign_keys = ON", "recursive_triggers = ON")
UNFINISHED = Manners("memory", ("synchronous = OFF", "mmap_size = 0", "temp_store = FILE", *_BINDING))
"""Of a new book that nobody can open yet: it reaches the disk when it gets its name, or goes. What is sorted for its
indexes is not kept in memory as a whole."""
_FOR_READING = Manners("", ("writable_schema = ON", "mmap_size = 0"))
"""With a writable schema SQLite passes over what it cannot read of it; a file opened for reading stays as it is."""


def _uri(file: BookFile, mode: str) -> str:
    alone = "&vfs=unix-excl" if file.alone else ""
    return f"file:{quote(str(file.path))}?mode={mode}{alone}"


def connect(file: BookFile, mode: str, manners: Manners | None = None) -> Any:
    """A connection that begins no transaction by itself: Python 3.11's implicit ones would leave reads not whole."""
    uri = _uri(file, mode)
    raw = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        if file.key is not None:
            raw.execute("PRAGMA cipher_log_level = NONE")
            raw.execute(f"PRAGMA key = \"x'{file.key.hex()}'\"")
        raw.execute(patience(PATIENCE_SECONDS))
        if manners is not None:
            _teach(raw, manners)
            raw.execute(f"PRAGMA {small_cache(file)}")
    except BaseException:
        raw.close()
        raise
    return raw


def needs_room(fault: dbapi2.DatabaseError) -> bool:
    """Whether what was refused may be the file beside the book that desks share, and can be done without it."""
    return os.name == "posix" and getattr(fault, "sqlite_errorcode", 0) & 0xFF in _NO_ROOM


def connect_for_reading(file: BookFile) -> Any:
    """A connection that writes neither into the file nor, where nobody has it open, beside it.

    Closing it never brings what waits in the WAL into the file: that takes a lock which only a writer can have.
    """
    return connect(file, mode_for_reading(file.path), _FOR_READING)


def mode_for_reading(path: Path) -> str:
    """Without locks where nobody has the file open; on a share nothing beside the file would show who has."""
    return "ro&immutable=1" if is_still(path) and not is_shared(path) else "ro"


def is_half_done(fault: dbapi2.DatabaseError) -> bool:
    """Whether a connection for reading met what somebody's computer left when it stopped while it wrote."""
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF == _READ_ONLY


def take_back(file: BookFile) -> None:
    """Let a connection that may write bring the file back to what it was before somebody's computer stopped."""
    with closing(connect(file, "rw")) as raw:
        raw.execute("SELECT 1 FROM sqlite_master").fetchone()


def fits(file: BookFile) -> bool:
    """Whether the file opens with its key."""
    try:
        with closing(connect(file, "rw")) as raw:
            raw.execute("SELECT 1 FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError:
        return False
    return True


def is_still(path: Path) -> bool:
    """Whether nobody has the file open: nothing stands beside it."""
    return not any(path.with_name(path.name + ending).exists() for ending in _BESIDE)


def patience(seconds: float) -> str:
    """The statement that sets how long to wait for others."""
    return f"PRAGMA busy_timeout = {round(seconds * 1000)}"


def _teach(raw: Any, manners: Manners) -> None:
    if manners.journal:
        journal = raw.execute(f"PRAGMA journal_mode = {manners.journal}").fetchone()[0]
        if journal != manners.journal:
            raise BookUnreachable("The place of the book does not allow the journal that keeps it safe. Not opened.")
    for pragma in manners.pragmas:
        raw.execute(f"PRAGMA {pragma}")


def small_cache(file: BookFile) -> str:
    """What a connection keeps while nothing large is done, and a window has three or four: the system keeps the file's
    pages too, but what is encrypted has to be decrypted anew."""
    return "cache_size = -4096" if file.key is None else "cache_size = -16384"


def manners_at(path: Path) -> Manners:
    """On a share no WAL, whose memory is this computer's own; and no page is written before the work is done."""
    shared = is_shared(path)
    pragmas = ("synchronous = FULL", "mmap_size = 0")
    spill = ("cache_spill = OFF",) if shared else ()
    return Manners("truncate" if shared else "wal", (*pragmas, *spill, *_BINDING))


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path: device and number; nothing if none does."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_dev, seen.st_ino


def refuse_moved(path: Path, file: tuple[int, int] | None) -> None:
    """Raise BookUnreachable if another file, or none, stands where the book was."""
    if file is not None and file_at(path) != file:
        raise BookUnreachable(
            f"Not saved: the book's file is no longer at {path}. What you typed is kept; put it back."
        )
