"""A backup becomes a book again: checked whole first, then put into a new file or an empty database.

Nothing of it is written before its signature and every digest are known to hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.archive.form import Header
from app.carrying_out import carry_out
from app.erasing_again import erase_again, stand_in
from app.errors import UnreadableFile
from app.features.backups import CountRecoveryKey, OpeningKeys, key_to_count
from app.keys.sealing import new_key
from app.models import BookState
from app.new_place import keys_beside, new_place
from app.opened_backup import Checked, checked, load, refuse_strange
from app.own_backups import leave_backups
from app.proof import verify
from app.store.engine import Store
from app.store.erased import read_erased
from app.store.loading import draw_all
from app.store.location import file_path, is_server
from app.store.schema import bring_up, refuse_taken
from app.ticket import Ticket

_BROKEN: Final = (
    "The backup is as it was made, but its journal does not hold from operation no. {at} on. Nothing was restored."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A book that was restored: where, and of when; `signer` is the public half of the key that signed the backup.

    `erased` is how many customers were left out, as they were erased since.
    """

    location: str
    header: Header
    rows: int
    signer: bytes
    encrypted: bool
    erased: int


def restore(path: Path, to: str, keys: OpeningKeys, ticket: Ticket) -> Restored:
    """Make a book of a backup, in a new file or an empty database. Raises as `checked`, and Refused for the place.

    A file is encrypted, if its book was: with a data key of its own, sealed for everybody who could open that. Nobody
    is in it, from when it has its name, who was erased since: as the keys tell, or a signed list beside the place.
    """
    found = checked(path, keys, ticket)
    key = new_key() if found.header.encrypted and not is_server(to) else None
    store = new_place(to, key)
    try:
        with store.writing(ticket) as session:
            kept = fill(session, store, path, found, keys, ticket)
            signing = session.execute(select(BookState.signing_key)).scalar_one()
            gone = keys.erased | _erased_beside(to, signing)
            begin_anew(session, store, keys, ticket)
            erased = erase_again(session, store, None, gone, ticket)
            session.commit()
        with keys_beside(store, to, key, kept, signing):
            store.finish()
    except BaseException:
        store.discard()
        raise
    return Restored(to, found.header, found.manifest.rows, found.signer, key is not None, erased)


def fill(session: Session, store: Store, path: Path, found: Checked, keys: OpeningKeys, ticket: Ticket) -> bytes:
    """Put a checked backup into an empty place, as a book that this program works with. Answers its keys file."""
    refuse_taken(session, store)
    kept = load(session, path, found, keys, ticket)
    bring_up(session.connection())
    draw_all(session.connection(), found.header.last_key, clock.today(), ticket)
    refuse_strange(session, found)
    _refuse_broken(session)
    store.mark(session)
    return kept


def begin_anew(session: Session, store: Store, keys: OpeningKeys, ticket: Ticket) -> None:
    """Within the work that fills a book: its backups are its own from now on, and open by the words that are known."""
    public = key_to_count(session, keys)
    leave_backups(session, store, ticket)
    if public:
        carry_out(session, store, stand_in(session), CountRecoveryKey(public), ticket)


def _refuse_broken(session: Session) -> None:
    journal = verify(session)
    if not journal.ok:
        raise UnreadableFile(_BROKEN.format(at=journal.broken_at))


def _erased_beside(to: str, signing: bytes | None) -> frozenset[str]:
    """What is kept of who was erased from a book that stood there, if the firm's key vouches for it. A list that
    anybody may have written is heeded when somebody opens the book who may erase."""
    return frozenset() if is_server(to) or signing is None else read_erased(file_path(to), signing)
