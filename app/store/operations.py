"""How an operation is written down by the program itself; on a prepared server the database does it instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Connection

from app.rules.instants import from_number, to_number
from app.store.hot import run

_OPEN = (
    "INSERT INTO operations (id, at, user_id, desk, command, summary, topics, previous_hash, hash)"
    " VALUES (:id, :at, :user_id, :desk, :command, '', '', '', '')"
)
_NUMBER = "UPDATE book SET revision = revision + 1 RETURNING revision, head, rank"
_CLOSE = (
    "UPDATE operations SET revision = :revision, summary = :summary, topics = :topics, undoes = :undoes,"
    " previous_hash = :previous, hash = :hash WHERE id = :id"
)
_STAND = "UPDATE book SET head = :hash, rank = :rank"
_NEWER = "SELECT revision, topics FROM operations WHERE revision > :known"


class Opened(NamedTuple):
    """What is known of an operation at its beginning: its id, and who does what, when and where."""

    id: int
    at: datetime
    user_id: int
    desk: str
    command: str


class Sealing(NamedTuple):
    """What is known of it at its end; `rank` is the newest line's of the list."""

    id: int
    revision: int
    summary: str
    topics: str
    undoes: int | None
    previous: str
    hash: str
    rank: int


class Operations:
    """The journal's operations, as the program writes them."""

    def begin(self, connection: Connection, asked: Opened, new_key: Callable[[], int]) -> Opened:
        """Write the first half, so that the journal's triggers have what to point at; it gets its id."""
        opened = asked._replace(id=new_key())
        run(connection, _OPEN, {**opened._asdict(), "at": to_number(opened.at)})
        return opened

    def number(self, connection: Connection) -> tuple[int, str, int]:
        """The book's next revision, the hash before it, and the rank of its newest line; others wait from now on."""
        return cast(tuple[int, str, int], run(connection, _NUMBER, {}).fetchone())

    def seal(self, connection: Connection, sealing: Sealing) -> None:
        """Write the second half, and where the book stands now."""
        run(connection, _CLOSE, sealing._asdict())
        run(connection, _STAND, {"hash": sealing.hash, "rank": sealing.rank})

    def newer(self, connection: Connection, known: int) -> Sequence[tuple[int, str]]:
        """The revisions after one, with their topics."""
        return cast(Sequence[tuple[int, str]], run(connection, _NEWER, {"known": known}).fetchall())


_BEGIN = "SELECT id, at, user_id FROM begin_operation(:desk, :command)"
_NEXT = "SELECT revision, head, rank FROM number_operation()"
_SEAL = "SELECT hash FROM seal_operation(:summary, :undoes, :rank)"
_LATER = "SELECT revision, topics FROM newer_operations(:known)"


class ServersOperations(Operations):
    """As the server writes them: it says itself who and when it was, and computes the chain."""

    def begin(self, connection: Connection, asked: Opened, new_key: Callable[[], int]) -> Opened:
        key, at, user = run(connection, _BEGIN, {"desk": asked.desk, "command": asked.command}).fetchone()
        return asked._replace(id=key, at=from_number(at), user_id=user)

    def number(self, connection: Connection) -> tuple[int, str, int]:
        return cast(tuple[int, str, int], run(connection, _NEXT, {}).fetchone())

    def seal(self, connection: Connection, sealing: Sealing) -> None:
        told = {"summary": sealing.summary, "undoes": sealing.undoes, "rank": sealing.rank}
        (sealed,) = run(connection, _SEAL, told).fetchone()
        if sealed != sealing.hash:
            raise RuntimeError("The server chains operations in another way than this program.")

    def newer(self, connection: Connection, known: int) -> Sequence[tuple[int, str]]:
        return cast(Sequence[tuple[int, str]], run(connection, _LATER, {"known": known}).fetchall())
