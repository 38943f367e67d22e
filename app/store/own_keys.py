"""What an encrypted book holds of its keys: what its keys file is signed with, and whose slots there are its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from app.store.hot import run

TABLES: Final = ("former_keys", "key_halves")
_HALVES = "SELECT user_id, public FROM key_halves"
_FORGET = "DELETE FROM key_halves WHERE user_id = :user"
_NOTE = (
    "INSERT INTO key_halves (user_id, public) VALUES (:user, :public)"
    " ON CONFLICT (user_id) DO UPDATE SET public = excluded.public"
)
_SETTLE = "UPDATE former_keys SET taken = 0 WHERE taken"

_TAKE_OVER: Final = (
    "UPDATE anew.former_keys SET taken = 0",
    "INSERT INTO anew.former_keys (id, signing, taken)"
    " SELECT (SELECT count(*) + 1 FROM anew.former_keys), signing_key, 1 FROM anew.book WHERE signing_key IS NOT NULL",
)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """What a book that is written anew gets: the key that its keys file is signed with from then on, and the public
    halves in that."""

    signing: bytes = field(repr=False)
    halves: Mapping[int, bytes]


def put_into_anew(raw: Any, own: OwnKeys | None) -> None:
    """Into the database `anew`; without any it is a plain one, which keeps what it signed with for another time."""
    raw.execute("DELETE FROM anew.key_halves")
    if own is None:
        return
    for statement in _TAKE_OVER:
        raw.execute(statement)
    raw.execute("UPDATE anew.book SET signing_key = ?", (own.signing,))
    raw.executemany("INSERT INTO anew.key_halves (user_id, public) VALUES (?, ?)", list(own.halves.items()))


def known_halves(connection: Connection) -> dict[int, bytes]:
    """The public halves that the program itself wrote into the keys file."""
    return {user: bytes(public) for user, public in run(connection, _HALVES, {}).fetchall()}


def note_halves(connection: Connection, before: Mapping[int, bytes], after: Mapping[int, bytes]) -> None:
    """Those that the program is about to write; what it found there and leaves there stays as it was known."""
    for user in before.keys() - after.keys():
        run(connection, _FORGET, {"user": user})
    for user, public in after.items():
        if before.get(user) != public:
            run(connection, _NOTE, {"user": user, "public": public})


def settle(connection: Connection) -> None:
    """No keys file that is signed with an earlier key is taken any more."""
    run(connection, _SETTLE, {})
