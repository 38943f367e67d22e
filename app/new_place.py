"""Where a book that comes back gets its place: a new file, with its keys beside it, or a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Final

from app.archive.seal import DAMAGED
from app.computer.in_turn import in_turn
from app.computer.places import desk_file
from app.disk import contents
from app.errors import DamagedFile, Refused
from app.keys.keys_file import bytes_of_keys, keys_in_bytes, write_keys
from app.keys.place import is_encrypted, keys_path
from app.keys.slots import with_this_data_key, with_users
from app.store.engine import Store
from app.store.faults import refused_by_folder
from app.store.file import BookFile
from app.store.location import file_path, is_server, server_url
from app.store.postgres import PostgresStore
from app.store.sqlite import SqliteStore, refuse_folder
from app.store.whole_files import left_beside, name_also

_THERE: Final = (
    "There is already a file {name}. It was not touched; choose another name. A book that is there goes back to one of"
    " its own backups in its window, under Backups, The whole book; on the command line with --over."
)
_KEYS_THERE: Final = (
    "There are already keys {name}, and their book is not there. They were not touched: put it back, or choose another"
    " name."
)


def new_place(to: str, key: bytes | None) -> Store:
    """A store in a new file, or in a database that has to be empty. Raises Refused where something is in the way."""
    if is_server(to):
        return PostgresStore(server_url(to))
    path = file_path(to)
    refuse_folder(path)
    with _in_turn():
        _forget_leftover(path)
    for there, words in ((path, _THERE), (keys_path(path), _KEYS_THERE)):
        if there.exists():
            raise Refused(words.format(name=there.name))
    return SqliteStore(BookFile(path, key), new=True)


def kept_keys(location: str) -> bytes | None:
    """What stands beside an encrypted book; nothing of a plain one, or of one on a server."""
    path = None if is_server(location) else file_path(location)
    return None if path is None or not is_encrypted(path) else bytes_of_keys(keys_path(path))


@contextmanager
def keys_beside(
    store: Store, to: str, key: bytes | None, kept: bytes, signing: bytes | None, users: Mapping[int, str] | None = None
) -> Iterator[None]:
    """The keys file of an encrypted book, which is there before the book has its name, or not at all.

    It lets in whom the one that was kept did, or of these the users named alone, by the logins that they have then.
    Until the book has its name the same keys stand beside what is to become it: so whoever comes after a program that
    was killed in between knows whose they are.
    """
    if key is None or not isinstance(store, SqliteStore):
        yield
        return
    slots, path, beside = keys_in_bytes(kept), keys_path(file_path(to)), keys_path(store.path)
    if slots is None or signing is None:
        raise DamagedFile(DAMAGED)
    slots = slots if users is None else with_users(slots, users)
    write_keys(beside, with_this_data_key(slots, key), signing)
    try:
        with _in_turn(), _named_also(beside, path):
            yield
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _named_also(beside: Path, path: Path) -> Iterator[None]:
    """Keys that are there before their book; taken away again, if that does not come."""
    try:
        name_also(beside, path)
    except FileExistsError as fault:
        raise Refused(_KEYS_THERE.format(name=path.name)) from fault
    except OSError as fault:
        raise refused_by_folder(fault) from fault
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _forget_leftover(path: Path) -> None:
    """Take away keys whose book was to come, and was killed before it had its name; nobody else's are touched."""
    keys = keys_path(path)
    if path.exists() or not keys.is_file():
        return
    with suppress(OSError):  # what cannot be read is nobody's to take away
        named = contents(keys)
        if any(contents(beside) == named for beside in left_beside(path, keys.name.removeprefix(path.name))):
            keys.unlink()


def _in_turn() -> AbstractContextManager[None]:
    """Nobody on this computer gives a book its name meanwhile."""
    return in_turn(desk_file().with_name("restoring.lock"))
