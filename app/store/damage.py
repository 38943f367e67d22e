"""Damage of a book's file: looked for when it is opened, and when the program stumbles over something.

What nothing can see in a file that is not encrypted is a value that is another one but still of its kind: a name with
a changed letter. The digests of the journal show it in the past; in an encrypted file each page shows it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.errors import BookDamaged, HousebookError, NotABook
from app.store.checking import lost_rows
from app.store.faults import IF_ONE, damaged, told
from app.store.file import BookFile, connect, is_half_done, is_still, mode_for_reading
from app.store.values import odd_values, unfit_schema

APPLICATION_ID = 0x48424B31
_SMALL = 4_000_000
"""A file of so many bytes is looked through in some 50 ms each time it is opened; a larger one when it is checked."""
_NO_TABLES = "its list of tables cannot be read, or the end of its file is missing"
_NO_COMPLAINTS = ("ok", "*** in database main ***")
_STEPS = 10_000
_ERROR = 1


def look(file: BookFile) -> str | None:
    """What is wrong with a file that is about to be opened. Raises NotABook; leaves no trace in it nor beside it.

    A file that nobody has open is looked at without locks. If somebody came meanwhile, look again with them.
    """
    before = _stamp(file.path)
    try:
        found = _look(file, mode_for_reading(file.path))
    except HousebookError:
        if before == _stamp(file.path):
            raise
        return _look(file, "ro")
    return found if found is None or before == _stamp(file.path) else _look(file, "ro")


def _stamp(path: Path) -> tuple[bool, int, int]:
    seen = path.stat()
    return is_still(path), seen.st_mtime_ns, seen.st_size


def _look(file: BookFile, mode: str) -> str | None:
    try:
        raw = connect(file, mode)
        try:
            return _wrong(raw, file.path)
        finally:
            raw.close()
    except dbapi2.DatabaseError as fault:
        if mode == "ro" and is_half_done(fault):
            return _look(file, "rw")  # whose first step is to take back what was begun
        raise told(fault, encrypted=file.key is not None) from fault


def _wrong(raw: Any, path: Path) -> str | None:
    try:
        if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'operations'").fetchone():
            return damaged("its file is not whole") if path.stat().st_size <= _SMALL and not _is_whole(raw) else None
    except UnicodeDecodeError:  # the complaint itself has a damaged name in it
        return damaged(_NO_TABLES)
    except dbapi2.DatabaseError as fault:
        if not isinstance(told(fault), BookDamaged):
            raise
        return damaged(_NO_TABLES)
    if raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        return damaged("its list of tables is not whole")
    raise NotABook(f"{path.name} is not a book of Housebook. Nothing in it was changed. {IF_ONE}")


def _is_whole(raw: Any) -> bool:
    """Whether SQLite finds nothing wrong, by its quicker way of looking."""
    try:
        return bool(raw.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except UnicodeDecodeError:
        return False
    except dbapi2.DatabaseError as fault:
        if _is_passing(fault):
            raise
        return False


def _is_passing(fault: BaseException | None) -> bool:
    """Whether a complaint is about the moment (a lock, the disk, a stop), not about what is stored."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    return code != _ERROR and not isinstance(told(fault or Exception()), BookDamaged | NotABook)


def cause_of_stumble(engine: Engine, seconds: float) -> str | None:
    """What in the file the program may have stumbled over, as far as can be looked in this time."""
    end = time.monotonic() + seconds
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            return _odd(connection) if _is_whole(raw) else damaged("its file is not whole")
    except (DBAPIError, dbapi2.DatabaseError) as fault:
        passing = _is_passing(getattr(fault, "orig", fault))
        return None if passing else damaged("a part of it cannot be read")


def _odd(connection: Connection) -> str | None:
    found = next(chain(unfit_schema(connection), odd_values(connection), lost_rows(connection)), None)
    return damaged(found) if found else None


def complaints_of(connection: Connection, *, encrypted: bool, current: bool) -> list[str]:
    """All that is wrong with the file, as far as it can be read; of what its tables hold only those of a `current` book
    tell. Raises DBAPIError where nothing was found before it could not be read on."""
    found: list[str] = []
    try:
        for line in _complaints(connection, encrypted=encrypted, current=current):
            found.append(line)
    except DBAPIError:
        if not found:
            raise
    return found


def _complaints(connection: Connection, *, encrypted: bool, current: bool) -> Iterator[str]:
    """Pages, where each is sealed, then what stands in them, then what the tables hold."""
    if encrypted:
        yield from damaged_pages(connection.connection.dbapi_connection)
    for group in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
        yield from (line for line in group.splitlines() if line not in _NO_COMPLAINTS)
    if current:
        yield from unfit_schema(connection)
        yield from odd_values(connection)


def damaged_pages(raw: Any) -> Iterator[str]:
    """The pages of an encrypted file that are not as they were written; those twice seen, since others may write."""
    asked = "PRAGMA cipher_integrity_check"
    first = {line for (line,) in raw.execute(asked)}
    again = {line for (line,) in raw.execute(asked)} if first else set()
    yield from sorted(first & again)
