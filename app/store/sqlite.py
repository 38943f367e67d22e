"""A book in a file: SQLite as sqlcipher3 brings it. A damaged one is open for reading only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.errors import BookUnreachable, NotABook, Stopped
from app.rules.chain import digest_of
from app.store.damage import APPLICATION_ID, cause_of_stumble, damaged_pages, look
from app.store.data_version import DataVersion
from app.store.engine import Store, Watch
from app.store.faults import refused_by_folder, told
from app.store.file import (
    LARGE_CACHE,
    PATIENCE_SECONDS,
    SMALL_CACHE,
    BookFile,
    Manners,
    connect,
    connect_for_reading,
    file_at,
    manners_at,
    needs_room,
    patience,
    refuse_moved,
)
from app.store.values import odd_values, unfit_schema
from app.store.whole_files import kept_copy, put_in_place, remove, sweep, unfinished
from app.ticket import Ticket

_NO_COPY = "The copy of it that is made first could not be written: the disk is full, or its folder is closed to us."
_STEP_SECONDS = 0.25
_NEXT_KEYS = text("UPDATE book SET last_key = last_key + :count RETURNING last_key")
_MANY = 200
_BUSY = 5
_LOOK_SECONDS, _LOOK_PAUSE = 2.0, 60.0


class _CurrentOperation:
    """What the triggers write down as their operation on one connection."""

    def __init__(self) -> None:
        self.id: int | None = None

    def __call__(self) -> int:
        if self.id is None:
            raise ValueError("a change outside of an operation")
        return self.id


def _engine(connect: Callable[[], Any]) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "checkin")
    def _rest(raw: Any, record: Any) -> None:
        if raw is not None and record.info.pop("many", False):
            raw.execute(f"PRAGMA {SMALL_CACHE}")

    @event.listens_for(engine, "connect")
    def _register(raw: Any, record: Any) -> None:
        record.info["operation"] = current = _CurrentOperation()
        raw.create_function("housebook_operation", 0, current)
        raw.create_function("housebook_digest", 1, digest_of, deterministic=True)

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
    end = time.monotonic() + PATIENCE_SECONDS
    raw: Any = connection.connection.dbapi_connection
    raw.execute(patience(_STEP_SECONDS))
    try:
        while not _begun(connection, last_try=time.monotonic() >= end):
            if ticket.stopped:
                raise Stopped("Stopped while somebody else was writing. Nothing was saved.")
    finally:
        raw.execute(patience(PATIENCE_SECONDS))


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
    with closing(connect(file, "rw")) as raw:
        raw.execute("PRAGMA journal_mode = delete")


def _state(file: BookFile) -> tuple[object, ...]:
    """Which book this is, and where its journal ends."""
    asked = "SELECT version_num, uid, revision, head FROM alembic_version, book"
    with closing(connect(file, "rw")) as raw:
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


def _raw(connection: Connection) -> Any:
    """What the database's own library calls a connection."""
    return connection.connection.dbapi_connection


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
        self._final = path
        if new:
            file = replace(file, path=unfinished(path))
        self.path = file.path
        self._book, self._file = file, file_at(self.path)
        self._turning = Lock()
        self._keeper: Any = None
        self._looked = -_LOOK_PAUSE
        self.damage = None if new else look(file)
        engine = _engine(partial(self._connect, "rwc" if new else "rw", manners_at(path)))
        super().__init__(engine, engine, engine)
        if self.damage is not None:
            self._read_only()

    def _connect(self, mode: str, manners: Manners) -> Any:
        """On a full disk a book that nobody has open is opened alone, so that it can be read at least."""
        try:
            return connect(self._book, mode, manners)
        except dbapi2.DatabaseError as fault:
            if not needs_room(fault):
                raise
            alone = replace(self._book, alone=True)
            raw = connect(alone, mode, manners)
            self._book = alone
            return raw

    @contextmanager
    def writing(self, ticket: Ticket | None = None) -> Iterator[Session]:
        """As every store; but what goes into a file that was deleted or moved away meanwhile would be lost."""
        self.refuse_damaged()
        self._file = self._file or file_at(self.path)
        refuse_moved(self.path, self._file)
        with super().writing(ticket) as session:
            yield session

    def found_damaged(self, damage: str) -> None:
        """As every store; and from now on through connections that cannot write.

        Also when it is known already: an encrypted connection reads nothing more once one page was wrong.
        """
        super().found_damaged(damage)
        with self._turning:
            self._read_only()

    def _read_only(self) -> None:
        """Turn to connections for reading. One of them stays until all others are closed: the last one of those that
        write would bring what waits in the WAL into the file."""
        if self._keeper is None:
            with suppress(dbapi2.DatabaseError):
                self._keeper = connect_for_reading(self._book)
                self._keeper.execute("SELECT 1 FROM sqlite_master").fetchone()
        before = self._engine
        self._engine = self._reader = self._writer = _engine(partial(connect_for_reading, self._book))
        before.dispose()

    def _cause_of_stumble(self) -> str | None:
        """Looked for once in a while: for a mistake of the program no large book is looked through at each key."""
        if time.monotonic() - self._looked < _LOOK_PAUSE:
            return None
        self._looked = time.monotonic()
        engine = _engine(partial(connect_for_reading, self._book))
        try:
            return cause_of_stumble(engine, _LOOK_SECONDS)
        finally:
            engine.dispose()

    def close(self) -> None:
        super().close()
        if self._keeper is not None:
            self._keeper.close()

    def discard(self) -> None:
        self.close()
        remove(self.path)

    def finish(self) -> None:
        self.close()
        with _complaints_told():
            _settle(self._book)
            put_in_place(self.path, self._final)
        sweep(self._final)  # what others began can no longer get this name

    def _interrupt(self, connection: Connection) -> None:
        _raw(connection).interrupt()

    def next_keys(self, session: Session, count: int) -> range | list[int]:
        last = session.connection().execute(_NEXT_KEYS, {"count": count}).scalar_one()
        if count >= _MANY:
            self._make_room(session.connection())
        return range(last - count + 1, last + 1)

    def _make_room(self, connection: Connection) -> None:
        """Many rows will come: until the connection goes back, pages wait longer for what else goes onto them."""
        if not connection.info.get("many"):
            connection.info["many"] = True
            connection.exec_driver_sql(f"PRAGMA {LARGE_CACHE}")

    def open_operation(self, session: Session, operation: int | None) -> None:
        session.connection().info["operation"].id = operation

    def _damage(self, session: Session) -> list[str]:
        found: list[str] = []
        try:
            for line in self._complaints(session.connection()):
                found.append(f"The file is damaged: {line}")
        except DBAPIError:
            if not found:
                raise
        return found

    def _complaints(self, connection: Connection) -> Iterator[str]:
        """What is wrong with the file: pages, if it is encrypted, then their contents, then what the tables hold."""
        if self._book.key is not None:
            yield from damaged_pages(_raw(connection))
        lines = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars()
        yield from (line for line in lines if line != "ok")
        yield from unfit_schema(connection)
        yield from odd_values(connection)

    def watch(self) -> Watch:
        return DataVersion(self._book, damaged=self.damage is not None)

    def mark(self, session: Session) -> None:
        session.connection().exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def keep_copy(self, ending: str) -> Path:
        with _complaints_told():
            return kept_copy(self.path, ending, self.copy_to, self._is_copy)

    def copy_to(self, target: Path) -> None:
        """A whole and consistent copy of the book as it stands, made by SQLite itself; encrypted if the book is."""
        file = replace(self._book, path=target, alone=False)
        try:
            with closing(connect(self._book, "rw")) as source, closing(connect(file, "rwc")) as copy:
                source.backup(copy)
            _settle(file)
        except dbapi2.DatabaseError as fault:  # the backup's own complaints come without a code
            raise BookUnreachable(_NO_COPY) from fault

    def _is_copy(self, path: Path) -> bool:
        """Whether a file is this book as it stands."""
        try:
            return _state(replace(self._book, path=path)) == _state(self._book)
        except dbapi2.DatabaseError:
            return False
