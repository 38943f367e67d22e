"""A book in a file: SQLite as sqlcipher3 brings it, with the manners that lose nothing.

Never the interpreter's own sqlite3 beside it, and never open(), hash or copy a live book: on POSIX each of these
drops the locks of the whole process.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.errors import BookUnreachable, NotABook, Stopped
from app.store.engine import Store, Watch
from app.store.faults import refused_by_folder, told
from app.store.place import is_shared
from app.store.whole_files import kept_copy, put_in_place, remove, unfinished
from app.ticket import Ticket

_PATIENCE_SECONDS = 30
_STEP_SECONDS = 0.25
_POLL_SECONDS = 0.25
_BUSY = 5
_APPLICATION_ID = 0x48424B31


class _CurrentOperation:
    """What the triggers write down as their operation on one connection."""

    def __init__(self) -> None:
        self.id: int | None = None

    def __call__(self) -> int:
        if self.id is None:
            raise ValueError("a change outside of an operation")
        return self.id


@dataclass(frozen=True, slots=True)
class BookFile:
    """Where the book is, and its raw data key of 32 bytes if it is encrypted: SQLCipher then derives nothing."""

    path: Path
    key: bytes | None = field(default=None, repr=False)


def _digest(before: str | None) -> str | None:
    return None if before is None else hashlib.sha256(before.encode()).hexdigest()


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path))}?mode={mode}"


@dataclass(frozen=True, slots=True)
class _Manners:
    """How a connection shall behave: the journal of its file, and what else."""

    journal: str
    pragmas: tuple[str, ...]


def _connect(file: BookFile, mode: str, manners: _Manners | None = None) -> Any:
    """A connection that begins no transaction by itself: Python 3.11's implicit ones would leave reads not whole."""
    raw = dbapi2.connect(
        _uri(file.path, mode), uri=True, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        if file.key is not None:
            raw.execute(f"PRAGMA key = \"x'{file.key.hex()}'\"")
        raw.execute(_patience(_PATIENCE_SECONDS))
        if manners is not None:
            _teach(raw, manners)
    except BaseException:
        raw.close()
        raise
    return raw


def _patience(seconds: float) -> str:
    return f"PRAGMA busy_timeout = {round(seconds * 1000)}"


def _teach(raw: Any, manners: _Manners) -> None:
    journal = raw.execute(f"PRAGMA journal_mode = {manners.journal}").fetchone()[0]
    if journal != manners.journal:
        raise BookUnreachable("The place of the book does not allow the journal that keeps it safe. Not opened.")
    for pragma in manners.pragmas:
        raw.execute(f"PRAGMA {pragma}")


def _manners(path: Path) -> _Manners:
    """On a share no WAL, whose memory is this computer's own; and no page is written before the work is done."""
    shared = is_shared(path)
    pragmas = ("synchronous = FULL", "mmap_size = 0", "cache_size = -65536")
    binding = ("foreign_keys = ON", "recursive_triggers = ON")
    spill = ("cache_spill = OFF",) if shared else ()
    return _Manners("truncate" if shared else "wal", (*pragmas, *spill, *binding))


def _engine(file: BookFile, mode: str) -> Engine:
    manners = _manners(file.path)
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: _connect(file, mode, manners),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
    )

    @event.listens_for(engine, "connect")
    def _register(raw: Any, record: Any) -> None:
        record.info["operation"] = current = _CurrentOperation()
        raw.create_function("housebook_operation", 0, current)
        raw.create_function("housebook_digest", 1, _digest, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        ticket = connection.get_execution_options().get("writes_for")
        if ticket is None:
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection, ticket)

    return engine


def _begin_writing(connection: Connection, ticket: Ticket) -> None:
    """Wait for other desks to have written: in short steps, since SQLite's own waiting cannot be interrupted."""
    end = time.monotonic() + _PATIENCE_SECONDS
    connection.exec_driver_sql(_patience(_STEP_SECONDS))
    try:
        while not _begun(connection, last_try=time.monotonic() >= end):
            if ticket.stopped:
                raise Stopped("Stopped while somebody else was writing. Nothing was saved.")
    finally:
        connection.exec_driver_sql(_patience(_PATIENCE_SECONDS))


def _begun(connection: Connection, *, last_try: bool) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as fault:
        if last_try or getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF != _BUSY:
            raise
        return False
    return True


def _settle(file: BookFile) -> None:
    """Bring all that a database holds into its one file, so that this may be given another name."""
    with closing(_connect(file, "rw")) as raw:
        raw.execute("PRAGMA journal_mode = delete")


def _state(file: BookFile) -> tuple[object, ...]:
    """Which book this is, and where its journal ends."""
    asked = "SELECT version_num, uid, revision, head FROM alembic_version, book"
    with closing(_connect(file, "rw")) as raw:
        return tuple(raw.execute(asked).fetchone())


@contextmanager
def _complaints_told() -> Iterator[None]:
    """Raise what the engine or the folder refuses past SQLAlchemy as sentences too."""
    try:
        yield
    except dbapi2.DatabaseError as fault:
        raise told(fault) from fault
    except FileExistsError as fault:
        raise NotABook("There is already a file of this name. It was not touched; choose another name.") from fault
    except OSError as fault:
        raise refused_by_folder(fault) from fault


def _refuse_foreign(file: BookFile) -> None:
    """Look without a trace first: our manners would change the header of another program's database."""
    with _complaints_told(), closing(_connect(file, "rw")) as raw:
        is_book = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'operations'").fetchone()
    if not is_book:
        raise NotABook(f"{file.path.name} is not a book of Housebook. Nothing in it was changed.")


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path: device and number; nothing if none does."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_dev, seen.st_ino


def _refuse_moved(path: Path, file: tuple[int, int] | None) -> None:
    if file is not None and _file_at(path) != file:
        raise BookUnreachable(
            f"Not saved: the book's file is no longer at {path}. What you typed is kept; put it back."
        )


class SqliteStore(Store):
    """A book in a file."""

    kind = "sqlite"

    def __init__(self, file: BookFile, *, new: bool = False) -> None:
        path = file.path
        if new and path.exists():
            raise NotABook(f"There is already a file {path.name}. It was not touched; choose another name.")
        if not new and not path.is_file():
            raise BookUnreachable(f"There is no book at {path}.")
        if not path.parent.is_dir():
            raise BookUnreachable(f"There is no folder {path.parent}.")
        if not new:
            _refuse_foreign(file)
        self._final = path
        if new:
            file = replace(file, path=unfinished(path))
        self.path = file.path
        self._book, self._file = file, _file_at(self.path)
        engine = _engine(file, "rwc" if new else "rw")
        super().__init__(engine, engine, engine)

    @contextmanager
    def writing(self, ticket: Ticket | None = None) -> Iterator[Session]:
        """As every store; but what goes into a file that was deleted or moved away meanwhile would be lost."""
        self._file = self._file or _file_at(self.path)
        _refuse_moved(self.path, self._file)
        with super().writing(ticket) as session:
            yield session

    def discard(self) -> None:
        self.close()
        remove(self.path)

    def finish(self) -> None:
        self.close()
        with _complaints_told():
            _settle(self._book)
            put_in_place(self.path, self._final)

    def _interrupt(self, connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.interrupt()

    def next_keys(self, session: Session, count: int) -> range | list[int]:
        last = session.execute(
            text("UPDATE book SET last_key = last_key + :count RETURNING last_key"), {"count": count}
        ).scalar_one()
        return range(last - count + 1, last + 1)

    def open_operation(self, session: Session, operation: int | None) -> None:
        session.connection().info["operation"].id = operation

    def _damage(self, session: Session) -> list[str]:
        found = session.execute(text("PRAGMA integrity_check(20)")).scalars().all()
        return [f"The file is damaged: {line}" for line in found if line != "ok"]

    def watch(self) -> Watch:
        return _DataVersion(self._book)

    def mark(self, session: Session) -> None:
        session.connection().exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID}")

    def keep_copy(self, ending: str) -> Path:
        with _complaints_told():
            return kept_copy(self.path, ending, self.copy_to, self._is_copy)

    def copy_to(self, target: Path) -> None:
        """A whole and consistent copy of the book as it stands, made by SQLite itself; encrypted if the book is."""
        file = replace(self._book, path=target)
        with closing(_connect(self._book, "rw")) as source, closing(_connect(file, "rwc")) as copy:
            source.backup(copy)
        _settle(file)

    def _is_copy(self, path: Path) -> bool:
        """Whether a file is this book as it stands."""
        try:
            return _state(replace(self._book, path=path)) == _state(self._book)
        except dbapi2.DatabaseError:
            return False


class _DataVersion(Watch):
    """Looks every quarter second whether another connection committed."""

    def __init__(self, file: BookFile) -> None:
        self._path, self._file = file.path, _file_at(file.path)
        self._raw = _connect(file, "ro")
        self._closing = Event()
        self._looking = Lock()
        try:
            self._seen = self._version()
        except BaseException:
            self._raw.close()
            raise

    def _version(self) -> int:
        _refuse_moved(self._path, self._file)
        try:
            return int(self._raw.execute("PRAGMA data_version").fetchone()[0])
        except dbapi2.DatabaseError as fault:
            raise told(fault) from fault

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
            self._raw.close()
