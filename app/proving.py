"""A backup proves itself: it is restored into a scratch book, and that book must be the same, row for row.

Lists and search, which are drawn of these rows alone, are left out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.archive.form import Counted, Shape
from app.archive.writing import Tally
from app.features.backups import OpeningKeys
from app.keys.sealing import new_key
from app.opened_backup import Checked, checked, load, refuse_strange
from app.proof import verify
from app.rules.pace import COMPARING, JOURNAL
from app.scratch import scratch_folder
from app.store.dumping import lines_of
from app.store.file import BookFile
from app.store.schema import bring_up
from app.store.sqlite import SqliteStore
from app.ticket import Ticket

_NO_SCRATCH: Final = "The backup was not proven: there is no room for a scratch book. {why}."


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of restoring a backup: whether each table is as it was made, and whether the journal holds."""

    same: bool
    journal_ok: bool
    rows: int
    backup: Checked

    @property
    def ok(self) -> bool:
        """Whether the backup counts."""
        return self.same and self.journal_ok


def prove(path: Path, keys: OpeningKeys, ticket: Ticket | None = None) -> Proof:
    """Check a backup and restore it into a scratch book, of which nothing is left. Raises as `checked`."""
    ticket = ticket or Ticket()
    found = checked(path, keys, ticket)
    with _scratch(ticket) as session:
        load(session, path, found, keys, ticket, scratch=True)
        same = counted(session.connection(), found.header.tables, ticket, found.manifest.rows) == found.manifest.tables
        bring_up(session.connection())
        refuse_strange(session, found)
        ticket.report(JOURNAL, 0)
        journal = verify(session)
    holds = journal.ok and journal.operations == found.header.revision
    return Proof(same, holds, found.manifest.rows, found)


def counted(connection: Connection, shapes: Mapping[str, Shape], ticket: Ticket, total: int = 0) -> dict[str, Counted]:
    """Rows, bytes and digest of each table of a book, as a backup has them."""
    found: dict[str, Counted] = {}
    rows = 0
    for table, shape in shapes.items():
        tally = Tally()
        for lines in lines_of(connection, table, shape):
            ticket.report(COMPARING, rows, total)
            tally.take(lines)
            rows += lines.count(b"\n")
        found[table] = tally.counted()
    return found


@contextmanager
def _scratch(ticket: Ticket) -> Iterator[Session]:
    """An empty book under a key that nobody has; it is never finished."""
    with scratch_folder(_NO_SCRATCH) as folder:
        store = SqliteStore(BookFile(Path(folder) / "scratch.book", new_key()), new=True)
        try:
            with store.writing(ticket) as session:
                yield session
        finally:
            store.discard()
