"""A book on a PostgreSQL server, through psycopg 3."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import psycopg
from sqlalchemy import URL, Connection, create_engine, func, select
from sqlalchemy.orm import Session

from app import clock
from app.computer.places import data_folder
from app.errors import BookUnreachable, PasswordNeeded, Refused
from app.store.engine import Store, Watch
from app.store.hot import heed_sight, rows_of, run
from app.store.operations import ServersOperations
from app.store.rows import GUARDED
from app.store.server.names import refuse_too_long
from app.store.server.preparing import prefix_of
from app.store.server.rights import BY_FUNCTION
from app.store.server.waiting import BEFORE_TURNS

_CHANNEL = "housebook"
_CONNECT_SECONDS = 10
_CANCEL_SECONDS = 1.0
_HELD = (
    "Not saved: others wait for what {names} began and did not end. Try again; who may change the team can end it by"
    " locking them out."
)
_NO_PASSWORD = "no password supplied"
_WAIT_SECONDS = 30
_SETTINGS = f"-c jit=off -c lock_timeout={_WAIT_SECONDS}s"
"""Our statements are short: to compile them takes longer than to carry them out. And nobody waits for ever for what
somebody else holds; for a file it is the same time."""
_NOTICES_THE_DEAD: dict[str, Any] = {
    "connect_timeout": _CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""A server that was switched off says nothing: the system has to ask."""


class PostgresStore(Store):
    """A book in a database of its own on a server; in one that was prepared, the server knows who is who."""

    kind = "postgresql"
    _prefix: str | None = None
    """What the roles of a prepared book begin with."""

    def __init__(self, url: URL) -> None:
        self._url = url
        engine = create_engine(
            url,
            pool_pre_ping=True,
            pool_size=4,
            max_overflow=4,
            connect_args={
                **_NOTICES_THE_DEAD,
                "application_name": "housebook",
                "prepare_threshold": None,
                "options": f"{_SETTINGS} -c TimeZone={_zone(clock.offset())}",
            },
        )
        heed_sight(engine)
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        super().__init__(engine, reader, engine.execution_options(isolation_level="READ COMMITTED"))

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            with super()._noticing():
                yield
        except BookUnreachable as fault:
            if _NO_PASSWORD in str(fault.__cause__):
                raise PasswordNeeded(self._url.username or "") from fault
            if self._prefix is not None and (holding := self._who_holds(fault)):
                raise BookUnreachable(_HELD.format(names=", ".join(holding))) from fault
            raise

    def _who_holds(self, fault: BookUnreachable) -> Sequence[str]:
        """Who keeps others waiting, where somebody has waited too long."""
        complaint = getattr(fault.__cause__, "orig", fault.__cause__)
        if isinstance(complaint, psycopg.errors.LockNotAvailable):
            with suppress(BookUnreachable), super()._noticing(), self._engine.connect() as connection:
                return [name for (name,) in run(connection, "SELECT name FROM who_holds()", {})]
        return ()

    def recognise(self, session: Session) -> None:
        self._prefix = prefix_of(session.connection())
        self.has_passwords = self.knows_users = self._prefix is not None
        if self._prefix is not None:
            self.operations = ServersOperations()
            self._writer = self._writer.execution_options(**{GUARDED: True})

    def signed_in(self, session: Session) -> int | None:
        with suppress(BookUnreachable), super()._noticing():
            return cast(int | None, rows_of(session, "SELECT me()", {})[0][0])
        return None

    def server_logins(self, session: Session) -> dict[int, str]:
        return dict(rows_of(session, "SELECT user_id, role FROM known_logins()", {})) if self.knows_users else {}

    def let_in(self, session: Session, user: tuple[int, str], password: str) -> str:
        if self._prefix is None:
            raise Refused("This book has no passwords of its own: the server lets people in.", "password")
        if user[0] not in self.server_logins(session):
            refuse_too_long(self._prefix, user[1])
        raw: Any = session.connection().connection.dbapi_connection
        verifier = raw.pgconn.encrypt_password(password.encode(), user[1].encode(), b"scram-sha-256").decode()
        asked = {"id": user[0], "verifier": verifier}
        return str(rows_of(session, "SELECT signs_in_as FROM let_in(:id, :verifier)", asked)[0][0])

    def _interrupt(self, connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        try:
            raw.cancel_safe(timeout=_CANCEL_SECONDS)
        except psycopg.Error:
            _hang_up(raw)

    def next_keys(self, session: Session, count: int) -> range | list[int]:
        keys = rows_of(session, "SELECT nextval('keys') FROM generate_series(1, :count)", {"count": count})
        return [key for (key,) in keys]

    def shut_out(self, login: str) -> bool:
        shut: set[str] = set()
        if self._prefix is not None:
            for _ in range(2):  # the second time those who came in again before the first one was committed
                with self.writing() as session:
                    shut.update(role for (role,) in rows_of(session, "SELECT shut FROM shut_out(:who)", {"who": login}))
                    session.commit()
        return bool(shut)

    def remove_login(self, session: Session, user: int) -> str | None:
        found = rows_of(session, "SELECT removed FROM remove_login(:user)", {"user": user}) if self.knows_users else ()
        return str(found[0][0]) if found else None

    def remove_rows(self, session: Session, table: str, keys: Sequence[int]) -> bool:
        by_function = self._prefix is not None and table == BY_FUNCTION
        if by_function:
            rows_of(session, "SELECT remove_customers(:keys)", {"keys": list(keys)})
        return by_function

    def note_password(self, session: Session, user: int) -> bool:
        if self._prefix is not None:
            rows_of(session, "SELECT note_password(:user)", {"user": user})
        return self._prefix is not None

    def list_as_of(self, session: Session, day: date) -> bool:
        if self._prefix is not None:
            rows_of(session, "SELECT list_as_of(:day)", {"day": day})
        return self._prefix is not None

    def one_at_a_time(self, session: Session, what: str) -> None:
        if self._prefix is not None and what != BEFORE_TURNS:
            rows_of(session, "SELECT take_turn(:what)", {"what": what})
            return
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"housebook:{what}"))))

    def open_operation(self, session: Session, operation: int | None) -> None:
        if self._prefix is not None:
            return  # the server has begun it, and has sealed it at its end
        value = "" if operation is None else str(operation)
        rows_of(session, "SELECT set_config('housebook.operation', :value, true)", {"value": value})

    def announce(self, session: Session, revision: int) -> None:
        rows_of(session, "SELECT pg_notify(:channel, :revision)", {"channel": _CHANNEL, "revision": str(revision)})

    def keep_copy(self, connection: Connection, ending: str) -> Path | None:
        from app.store.archiving import keep_archive  # archives are no part of the start

        return keep_archive(connection, data_folder() / "backups", ending)

    def watch(self) -> Watch:
        return _Listener(self._url)


def _zone(ahead: timedelta) -> str:
    """A zone that is so far ahead of Greenwich, as POSIX writes it: the server is to have the day it is here."""
    minutes = round(abs(ahead) / timedelta(minutes=1))
    far = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"<here>{'-' if ahead > timedelta() else '+'}{far}"


def _hang_up(raw: psycopg.Connection[Any]) -> None:
    """End a connection under whoever waits for an answer in it: where the server is dead, none will come."""
    with suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(raw.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


class _Listener(Watch):
    """Hears the server's notices; a wait that ends without one is the slow poll behind it."""

    def __init__(self, url: URL) -> None:
        named: dict[str, Any] = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
        try:
            self._raw = psycopg.connect(autocommit=True, **named, **_NOTICES_THE_DEAD)
            self._raw.execute(f"LISTEN {_CHANNEL}")
        except psycopg.OperationalError as fault:
            raise BookUnreachable("The server does not answer.") from fault
        self._closing = False

    def wait(self, seconds: float) -> bool:
        try:
            for _notice in self._raw.notifies(timeout=seconds, stop_after=1):
                return not self._closing
        except psycopg.OperationalError as fault:
            raise BookUnreachable("The server does not answer.") from fault
        return False

    def close(self) -> None:
        self._closing = True
        self._raw.close()
