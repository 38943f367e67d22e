"""What the next backup of a book is sealed and signed with, read from its tables, whichever program left them so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from app.keys.sealing import public_half
from app.keys.slots import firm_of
from app.store.hot import run

_KEYS: Final = "SELECT private, firm, signing, recovery FROM backup_keys ORDER BY id DESC"
_SIGNING: Final = "SELECT signing_key FROM book"
_RECOVERY: Final = "SELECT public FROM key_halves WHERE user_id = 0"
"""That of the recovery key of an encrypted book, which is no user's."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """By which public halves a backup is sealed, and the private half of the key that signs it.

    `began` is the row of keys whose recovery key counts with the note of this backup.
    """

    publics: tuple[bytes, bytes]
    signing: bytes = field(repr=False)
    began: int | None = None


def sealing_of(connection: Connection) -> Sealing | None:
    """Nothing before the first backup, since the firm has another key, or where nobody may have the words of the
    recovery key."""
    own, own_recovery = own_keys(connection)
    told = (row for row in run(connection, _KEYS, {}) if own_recovery is not None or row[3])
    private, firm, kept, recovery = next(told, ("", "", "", ""))
    signing = own or bytes.fromhex(kept)
    if not private or not signing or firm_of(signing).hex() != firm or not (own_recovery or recovery):
        return None
    return Sealing((public_half(bytes.fromhex(private)), own_recovery or bytes.fromhex(recovery)), signing)


def own_keys(connection: Connection) -> tuple[bytes | None, bytes | None]:
    """The book's own signing key, and the public half of its recovery key."""
    (signing,) = run(connection, _SIGNING, {}).fetchone()
    recovery = run(connection, _RECOVERY, {}).fetchone()
    return signing, recovery and recovery[0]
