"""The keys file of an encrypted book, changed under the book's write lock, and only if that is committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.keys.keys_file import read_keys, write_keys
from app.keys.place import is_encrypted, keys_path
from app.keys.slots import (
    Slots,
    halves_of,
    is_of_firm,
    with_halves,
    with_recovery,
    with_slot,
    with_this_data_key,
    with_users,
)
from app.store.hot import run
from app.store.own_keys import known_halves, note_halves, settle

_SIGNING: Final = "SELECT signing_key FROM book"
_NEW_KEYS: Final = "new keys"
Change = Callable[[Slots, bytes], Slots]


class KeysBeside:
    """Of the book that is to stand at `path`, opened with this data key."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key

    def let_in(self, session: Session, user: tuple[int, str], password: str) -> None:
        """Let a user in by this password; of two desks that do so at once none overwrites the other's."""
        self._rewrite(session, lambda slots, key: with_slot(slots, key, user, password))

    def renew_recovery(self, session: Session, public: bytes) -> None:
        """Let the recovery key with this public half open the book, instead of an earlier one."""
        self._rewrite(session, lambda slots, key: with_recovery(slots, key, public))

    def let_in_only(self, session: Session, users: Mapping[int, str]) -> None:
        """Let nobody in but these users, by id and login."""
        if is_encrypted(self._path):
            self._rewrite(session, lambda slots, _key: with_users(slots, users))

    def settle(self, session: Session) -> None:
        """End a change of the key that was killed: the file may be signed with the one before, and seal both."""
        halves = known_halves(session.connection())
        (signing,) = run(session.connection(), _SIGNING, {}).fetchone()

        def settled(slots: Slots, key: bytes) -> Slots:
            done = is_of_firm(slots, signing)
            return slots if done else with_this_data_key(with_halves(slots, halves), key)

        self._rewrite(session, settled)
        settle(session.connection())

    def write(self, session: Session) -> Callable[[], object] | None:
        """Write what the work changed, right before it is committed. Answers what puts it back, if there was any."""
        if _NEW_KEYS not in session.info:
            return None
        path, (slots, signing) = keys_path(self._path), session.info[_NEW_KEYS]
        before = read_keys(path)
        write_keys(path, slots, signing)
        return partial(write_keys, path, before, signing)

    def _rewrite(self, session: Session, change: Change) -> None:
        """Kept until the work is committed: who opens the book then is another only if it was done."""
        (signing,) = run(session.connection(), _SIGNING, {}).fetchone()
        if signing is None:
            return
        before, _ = session.info.get(_NEW_KEYS) or (read_keys(keys_path(self._path)), signing)
        after = change(before, self._key)
        if after.plain_too:
            # The book is open by its key: it is no plain one any more.
            after = replace(after, plain_too=False, signature=b"")
        if after is not before:
            note_halves(session.connection(), halves_of(before), halves_of(after))
            session.info[_NEW_KEYS] = after, signing
