"""A copy of a book's file: whole and of one moment, made by SQLite itself while others work on."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from app.disk import sync_file
from app.errors import BookUnreachable
from app.store.file import BookFile, connect

_NO_COPY: Final = (
    "The copy of it that is made first could not be written: the disk is full, or its folder is closed to us."
)
_STATE: Final = "SELECT version_num, uid, revision, head FROM alembic_version, book"


def copy_file(file: BookFile, target: Path) -> None:
    """The book as it stands, encrypted if it is. Raises BookUnreachable."""
    copied = replace(file, path=target, alone=False)
    try:
        with closing(connect(file, "rw")) as source, closing(connect(copied, "rwc")) as copy:
            source.backup(copy)
        settle(copied)
    except dbapi2.DatabaseError as fault:  # the backup's own complaints come without a code
        raise BookUnreachable(_NO_COPY) from fault


def is_copy(file: BookFile, path: Path) -> bool:
    """Whether a file is this book as it stands."""
    try:
        return _state(replace(file, path=path)) == _state(file)
    except dbapi2.DatabaseError:
        return False


def settle(file: BookFile) -> None:
    """Bring all that a database holds into its one file, so that this may be given another name."""
    with closing(connect(file, "rw")) as raw:
        raw.execute("PRAGMA journal_mode = delete")
    sync_file(file.path)


def _state(file: BookFile) -> tuple[object, ...]:
    """Which book this is, and where its journal ends."""
    with closing(connect(file, "rw")) as raw:
        return tuple(raw.execute(_STATE).fetchone())
