"""A book under another data key: written anew beside it, looked through, and then put in its place.

Whoever had the old key, or a copy of it, reads nothing of what comes later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.disk import sync_file, sync_folder
from app.errors import BookDamaged, BookUnreachable, Refused
from app.store.damage import APPLICATION_ID, damaged_pages
from app.store.faults import told
from app.store.file import BookFile, connect
from app.store.own_keys import TABLES, OwnKeys, put_into_anew
from app.store.whole_files import remove, unfinished

_IN_USE = "Somebody has the book open, perhaps another window here. Close it everywhere, then do this again."
_NOT_WHOLE = "The book could not be written anew without a difference, so it was left as it is. Run a check."
_COUNTED = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN (?, ?) ORDER BY name"


@contextmanager
def written_anew(file: BookFile, key: bytes | None, own: OwnKeys | None = None) -> Iterator[Callable[[], None]]:
    """The book written beside itself with another key, or with none; what is given puts it in the book's place.

    `own` is put into it: what it knows of its keys file from then on.

    Until the end nobody else can open the book. Raises Refused where somebody has it open.
    """
    new = replace(file, path=unfinished(file.path), key=key)
    try:
        with _told(), closing(_alone_with(file)) as raw:
            _export(raw, new, own)
            _compare(raw, new)
            yield lambda: _put_in_place(new.path, file.path)
    finally:
        with suppress(OSError):
            remove(new.path)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except dbapi2.DatabaseError as fault:
        raise told(fault) from fault
    except OSError as fault:
        raise BookUnreachable(f"The book cannot be written anew: {fault.strerror}. It is as it was.") from fault


def _alone_with(file: BookFile) -> Any:
    """A connection that holds the whole book, with nothing waiting beside it."""
    raw = connect(file, "rw")
    try:
        raw.execute("PRAGMA busy_timeout = 2000")
        raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        if raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise Refused(_IN_USE)
        raw.execute("BEGIN EXCLUSIVE")
        raw.execute("COMMIT")
    except dbapi2.OperationalError as fault:
        raw.close()
        raise Refused(_IN_USE) from fault
    except BaseException:
        raw.close()
        raise
    return raw


def _export(raw: Any, new: BookFile, own: OwnKeys | None) -> None:
    key = "" if new.key is None else f"x'{new.key.hex()}'"
    raw.execute("ATTACH DATABASE ? AS anew KEY ?", (str(new.path), key))
    raw.execute("PRAGMA anew.synchronous = FULL")
    raw.execute("SELECT sqlcipher_export('anew')").fetchall()
    put_into_anew(raw, own)
    raw.execute(f"PRAGMA anew.application_id = {APPLICATION_ID}")
    raw.execute("DETACH DATABASE anew")


def _compare(raw: Any, new: BookFile) -> None:
    """Raises BookDamaged unless both hold the same tables with as many rows, and the new one is sound."""
    with closing(connect(new, "rw")) as written:
        bad = list(damaged_pages(written)) if new.key is not None else []
        sound = written.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        if bad or not sound or _counts(raw) != _counts(written):
            raise BookDamaged(_NOT_WHOLE)


def _counts(raw: Any) -> list[tuple[str, int]]:
    names = [name for (name,) in raw.execute(_COUNTED, TABLES)]
    return [(name, raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names]


def _put_in_place(half: Path, path: Path) -> None:
    """Nothing waits beside the old file: what its name gets now is all that there is."""
    sync_file(half)
    half.replace(path)
    sync_folder(path.parent)
