"""Where a book that comes back gets its place: a new file, with its keys beside it, or a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from app.archive.seal import DAMAGED
from app.errors import Refused, UnreadableFile
from app.keys.keys_file import bytes_of_keys, keys_in_bytes, write_keys
from app.keys.place import is_encrypted, keys_path
from app.keys.slots import with_this_data_key, with_users
from app.store.engine import Store
from app.store.file import BookFile
from app.store.location import file_path, is_server, server_url
from app.store.postgres import PostgresStore
from app.store.sqlite import SqliteStore

_THERE: Final = "There is already a file {name}. It was not touched; choose another name."


def new_place(to: str, key: bytes | None) -> Store:
    """A store in a new file, or in a database that has to be empty. Raises Refused where a file stands in the way."""
    if is_server(to):
        return PostgresStore(server_url(to))
    path = file_path(to)
    for there in (path, keys_path(path)):
        if there.exists():
            raise Refused(_THERE.format(name=there.name))
    return SqliteStore(BookFile(path, key), new=True)


def kept_keys(location: str) -> bytes | None:
    """What stands beside an encrypted book; nothing of a plain one, or of one on a server."""
    path = None if is_server(location) else file_path(location)
    return None if path is None or not is_encrypted(path) else bytes_of_keys(keys_path(path))


@contextmanager
def keys_beside(
    to: str, key: bytes | None, kept: bytes, signing: bytes | None, users: Mapping[int, str] | None = None
) -> Iterator[None]:
    """The keys file of an encrypted book, which is there before the book has its name, or not at all.

    It lets in whom the one that was kept did, or of these the users named alone, by the logins that they have then.
    """
    if key is None:
        yield
        return
    slots, path = keys_in_bytes(kept), keys_path(file_path(to))
    if slots is None or signing is None:
        raise UnreadableFile(DAMAGED)
    slots = slots if users is None else with_users(slots, users)
    write_keys(path, with_this_data_key(slots, key), signing)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise
