"""A book in a file: SQLite as sqlcipher3 brings it. A damaged one is open for reading only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.errors import BookUnreachable, Refused
from app.keys.slots import Slots, halves_of
from app.store.damage import APPLICATION_ID, cause_of_stumble, complaints_of, look
from app.store.data_version import DataVersion
from app.store.engine import Store, Watch
from app.store.faults import damaged, refused_by_folder, told
from app.store.file import (
    LARGE_CACHE,
    UNFINISHED,
    BookFile,
    connect_for_reading,
    file_at,
    manners_at,
    refuse_moved,
)
from app.store.file_copy import copy_file, is_copy, settle
from app.store.hot import run
from app.store.keys_beside import KeysBeside
from app.store.noted import Note, Seen, note_outcome, noted, seen
from app.store.opening import Opening
from app.store.own_keys import note_halves
from app.store.sqlite_engine import new_engine, raw_of
from app.store.traces import write_without_traces
from app.store.whole_files import drop_second_name, kept_copy, put_in_place, remove, sweep_beside, unfinished
from app.ticket import Ticket

_NEXT_KEYS = "UPDATE book SET last_key = last_key + :count RETURNING last_key"
_MANY = 200
_LOOK_SECONDS, _LOOK_PAUSE = 2.0, 60.0
_THERE = "There is already a file {}. It was not touched; choose another name."


def refuse_folder(path: Path) -> None:
    """Raises Refused where a folder was named for a new book, and not the file in it."""
    if path.is_dir():
        raise Refused(f"{path} is a folder. Say also what the file in it shall be called.", "location")


def _refuse_taken(path: Path) -> None:
    """Raises Refused where a new book would stand in somebody's way."""
    refuse_folder(path)
    if path.exists():
        raise Refused(_THERE.format(path.name), "location")


@contextmanager
def _complaints_told() -> Iterator[None]:
    """Raise what the engine or the folder refuses past SQLAlchemy as sentences too."""
    try:
        yield
    except dbapi2.DatabaseError as fault:
        raise told(fault) from fault
    except FileExistsError as fault:
        raise Refused(_THERE.format("of this name"), "location") from fault
    except OSError as fault:
        raise refused_by_folder(fault) from fault


class SqliteStore(Store):
    """A book in a file."""

    kind = "sqlite"

    def __init__(self, file: BookFile, *, new: bool = False) -> None:
        path = file.path
        if new:
            _refuse_taken(path)
        if not new and not path.is_file():
            raise BookUnreachable(f"There is no book at {path}.")
        if not path.parent.is_dir():
            raise BookUnreachable(f"There is no folder {path.parent}.")
        if not new:
            drop_second_name(path)
        self._final = path
        self._keys = KeysBeside(path, file.key) if file.key is not None else None
        if new:
            file = replace(file, path=unfinished(path))
        self.path = file.path
        self._opening = Opening(file, "rwc" if new else "rw", UNFINISHED if new else manners_at(path))
        self._file = file_at(self.path)
        self._seen = seen(self.path)
        self._doubted: Note | None = self._seen.note if self._seen.in_doubt else None
        self._opening.as_found = self._seen.note is not None
        self._turning = Lock()
        self._keeper: Any = None
        self._without_traces = False
        self._looked = -_LOOK_PAUSE
        self.damage = None if new else look(file)
        engine = new_engine(file, self._opening.connect)
        super().__init__(engine, engine, engine)
        self.has_passwords = file.key is not None
        if self.damage is not None:
            self._read_only()

    @property
    def file(self) -> BookFile:
        """What it is opened with."""
        return self._opening.file

    @contextmanager
    def writing(self, ticket: Ticket | None = None) -> Iterator[Session]:
        """As every store; but what goes into a file that was deleted or moved away meanwhile would be lost."""
        self._file = self._file or file_at(self.path)
        with super().writing(ticket) as session:
            # Only now nobody can put another file here any more: that takes the lock which this work holds.
            refuse_moved(self.path, self._file)
            yield session

    def refuse_damaged(self) -> None:
        """As every store; a check in another program may have found something since."""
        self.heed_note()
        if self._doubted is not None:
            self._look_at_file()
        super().refuse_damaged()

    @property
    def in_doubt(self) -> bool:
        return self._doubted is not None

    def heed_note(self) -> None:
        """As every store; while the file is in doubt the note that it is doubted for says nothing."""
        if self.damage is None and (found := noted(self.path)) and found != self._doubted:
            self.found_damaged(found.words)

    def seen(self) -> Seen:
        """What is known to be wrong since the opening is so of the file that stood here then."""
        return self._seen if self.damage else seen(self.path)

    def note_outcome(self, before: Seen) -> str | None:
        """As every store; what is noted here afterwards is minded, whoever wrote it."""
        left = note_outcome(self.path, self.damage, before)
        self._doubted = None
        self.heed_note()
        self._take_over()
        return left

    def _look_at_file(self) -> None:
        """What an older program made can be looked through only when it was brought up: till then as far as can be."""
        with self.reading() as session:
            found = self.complaints(session)
        if found:
            self.found_damaged(damaged("its file is not whole"))
        self._take_over()

    def _take_over(self) -> None:
        """A file that was looked at as it was found, and that nothing is wrong with, is opened like any other."""
        if self._opening.as_found and self.damage is None:
            self._opening.as_found = False
            self._engine.dispose()

    def _at_work(self) -> AbstractContextManager[None]:
        """As every store; and who was alone with the book lets others in where that is possible again. Of a damaged
        book no connection is opened any more that could write."""
        return self._opening.at_work(None if self.damage else self._engine.dispose)

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
                self._keeper = connect_for_reading(self.file)
                self._keeper.execute("SELECT 1 FROM sqlite_master").fetchone()
        before = self._engine
        self._engine = self._reader = self._writer = new_engine(self.file, partial(connect_for_reading, self.file))
        before.dispose()

    def _cause_of_stumble(self) -> str | None:
        """Looked for once in a while: for a mistake of the program no large book is looked through at each key."""
        if time.monotonic() - self._looked < _LOOK_PAUSE:
            return None
        self._looked = time.monotonic()
        engine = new_engine(self.file, partial(connect_for_reading, self.file))
        try:
            return cause_of_stumble(engine, _LOOK_SECONDS)
        finally:
            engine.dispose()

    def close(self) -> None:
        """As every store; into a file that a check found damaged, or in doubt, nothing is brought at the end either."""
        self._doubted = None
        self.heed_note()
        super().close()
        if self._keeper is not None:
            self._keeper.close()

    def discard(self) -> None:
        self.close()
        remove(self.path)

    def leave_no_trace(self) -> None:
        self._without_traces = True

    def finish(self) -> None:
        self.close()
        with _complaints_told():
            if self._without_traces:
                write_without_traces(self.file, self._final)
            settle(self.file)
            put_in_place(self.path, self._final)
        sweep_beside(self._final)  # what others began can no longer get this name

    def _interrupt(self, connection: Connection) -> None:
        raw_of(connection).interrupt()

    def next_keys(self, session: Session, count: int) -> range | list[int]:
        (last,) = run(session.connection(), _NEXT_KEYS, {"count": count}).fetchone()
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

    def complaints(self, session: Session) -> list[str]:
        encrypted = self.file.key is not None
        return complaints_of(session.connection(), encrypted=encrypted, current=self.current)

    def watch(self) -> Watch:
        return DataVersion(self._opening, damaged=self.damage is not None)

    def mark(self, session: Session) -> None:
        session.connection().exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def let_in(self, session: Session, user: tuple[int, str], password: str) -> str:
        """As every store: in the keys file."""
        if self._keys is None:
            return super().let_in(session, user, password)
        self._keys.let_in(session, user, password)
        return ""

    def renew_recovery(self, session: Session, public: bytes) -> None:
        """As every store: in the keys file."""
        if self._keys is None:
            super().renew_recovery(session, public)
        else:
            self._keys.renew_recovery(session, public)

    def let_in_only(self, session: Session, users: Mapping[int, str]) -> None:
        if self._keys is not None:
            self._keys.let_in_only(session, users)

    def note_keys(self, session: Session, slots: Slots) -> None:
        note_halves(session.connection(), {}, halves_of(slots))

    def settle_keys(self, session: Session) -> None:
        if self._keys is not None:
            self._keys.settle(session)

    def write_beside(self, session: Session) -> Callable[[], object]:
        """As every store: the keys file."""
        put_back = self._keys.write(session) if self._keys is not None else None
        return put_back or super().write_beside(session)

    def keep_copy(self, _connection: Connection, ending: str) -> Path:
        with _complaints_told():
            return kept_copy(self.path, ending, partial(copy_file, self.file), partial(is_copy, self.file))
