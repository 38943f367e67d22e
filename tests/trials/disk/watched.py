"""A disk between the engine and the real one: is told every step that changes a file before it is done, may refuse it.

    with WatchedDisk(lambda step: FULL if step.verb is Verb.WRITE and tired() else OK):
        book = open_book(...)

How: SQLite reaches files through a table of functions, its VFS, and through another table for each open file. Copies
of both, in which a few entries are ours and call the originals, stand in their place. The sqlcipher3 extension exports
SQLite's own functions for that. What no table has, the opening of a folder that is about to be synced, is one of the
system calls that the unix VFS lets us replace.

It holds for all connections of this process that are opened within, and they must be closed within. The answer to a
step is a result code of SQLite: OK lets it happen; any other is what the engine gets instead. Only on POSIX.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from stat import S_ISDIR
from types import TracebackType
from typing import Any, ClassVar
from unittest.mock import patch

import sqlcipher3

OK, FULL = 0, 13
READ_FAILED, WRITE_FAILED, SYNC_FAILED, SHARED_MEMORY_FAILED, OPEN_FAILED = 266, 778, 1034, 4874, 14
"""Result codes of SQLite, the extended ones of SQLITE_IOERR among them."""

_CREATE = 0x4


class Verb(StrEnum):
    """What the engine is about to do with a file."""

    CREATE = "create"
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    DELETE = "delete"
    SYNC_FOLDER = "sync folder"
    RENAME = "rename"
    """The program does, not the engine: `names_watched` sees it."""
    SHARE = "share"
    """Map, and make longer if need be, the file of memory that is shared with other desks (-shm)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the engine is about to do. `at`: where it writes, or how long a file shall be."""

    verb: Verb
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


Answer = Callable[[Step], int]


class _File(ctypes.Structure):
    """sqlite3_file: an open file."""


_WRITE = CFUNCTYPE(c_int, POINTER(_File), c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, POINTER(_File), c_int64)
_SYNC = CFUNCTYPE(c_int, POINTER(_File), c_int)
_SHARE = CFUNCTYPE(c_int, POINTER(_File), c_int, c_int, c_int, c_void_p)
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_SET_CALL = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)
_GET_CALL = CFUNCTYPE(c_void_p, c_void_p, c_char_p)
_OPEN_FOLDER = CFUNCTYPE(c_int, c_char_p, c_void_p)


class _Methods(ctypes.Structure):
    """sqlite3_io_methods: what can be done with an open file; what we leave alone is a bare address."""

    _fields_: ClassVar = [
        ("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", _WRITE), ("truncate", _TRUNCATE),
        ("sync", _SYNC), ("size", c_void_p), ("lock", c_void_p), ("unlock", c_void_p), ("reserved", c_void_p),
        ("control", c_void_p), ("sector", c_void_p), ("traits", c_void_p), ("share", _SHARE), ("share_lock", c_void_p),
        ("barrier", c_void_p), ("unshare", c_void_p), ("fetch", c_void_p), ("unfetch", c_void_p),
    ]  # fmt: skip


_File._fields_ = [("methods", POINTER(_Methods))]


class _Vfs(ctypes.Structure):
    """sqlite3_vfs: how files are opened and removed on this system."""

    _fields_: ClassVar = [
        ("version", c_int), ("file_size", c_int), ("longest_path", c_int), ("next", c_void_p), ("name", c_char_p),
        ("own", c_void_p), ("open", _OPEN), ("delete", _DELETE), ("access", c_void_p), ("full_path", c_void_p),
        ("library", c_void_p), ("library_error", c_void_p), ("library_symbol", c_void_p), ("library_close", c_void_p),
        ("random", c_void_p), ("sleep", c_void_p), ("time", c_void_p), ("last_error", c_void_p), ("time64", c_void_p),
        ("set_call", _SET_CALL), ("get_call", _GET_CALL), ("next_call", c_void_p),
    ]  # fmt: skip


def _copy(of: Any) -> Any:
    return type(of).from_buffer_copy(of)


def _path(name: int | None) -> str:
    """The engine's file name; it has parameters behind its end, so that only the pointer itself may be handed on."""
    return os.fsdecode(ctypes.string_at(name)) if name else ""


class WatchedDisk:
    """The default disk of all SQLite connections that are opened while it is entered."""

    _kept: ClassVar[list[WatchedDisk]] = []
    """Tables that the engine was given must outlive every connection."""

    def __init__(self, answer: Answer, vfs: bytes | None = None) -> None:
        """Watches the default VFS; or only the one of this name, for those who ask for it."""
        self._answer = answer
        self._library = _library()
        self._real = self._library.sqlite3_vfs_find(vfs)
        self._vfs, self._default = _copy(self._real.contents), vfs is None
        self._vfs.name, self._vfs.next = vfs or b"watched-%d" % len(self._kept), None
        self._vfs.open, self._vfs.delete = _OPEN(self._open), _DELETE(self._delete)
        self._folder = _OPEN_FOLDER(self._open_folder)
        self._paths: dict[int, str] = {}
        self._originals: dict[int, _Methods] = {}
        self._tables: dict[int, _Methods] = {}
        self._kept.append(self)

    def __enter__(self) -> None:
        real = self._real.contents
        if self._default:
            self._real_folder = real.get_call(self._real, b"openDirectory")
            real.set_call(self._real, b"openDirectory", ctypes.cast(self._folder, c_void_p))
        self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), int(self._default))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._vfs))
        if self._default:
            self._library.sqlite3_vfs_register(self._real, 1)
            self._real.contents.set_call(self._real, b"openDirectory", self._real_folder)

    def _open(self, _vfs: Any, name: int | None, file: Any, flags: int, out: Any) -> int:
        path = _path(name)
        if flags & _CREATE and path and not Path(path).exists():
            refused = self._answer(Step(Verb.CREATE, path))
            if refused:
                return refused
        code = int(self._real.contents.open(self._real, name, file, flags, out))
        if code == OK:
            self._take(file.contents, path)
        return code

    def _take(self, file: Any, path: str) -> None:
        """Give an open file our table in place of its own."""
        where, own = ctypes.addressof(file), file.methods
        address = ctypes.addressof(own.contents)
        if address not in self._tables:
            self._tables[address] = self._table(own.contents)
        self._paths[where], self._originals[where] = path, own.contents
        file.methods = ctypes.pointer(self._tables[address])

    def _table(self, own: _Methods) -> _Methods:
        table: _Methods = _copy(own)
        table.write, table.truncate = _WRITE(self._write), _TRUNCATE(self._truncate)
        table.sync, table.share = _SYNC(self._sync), _SHARE(self._share)
        return table

    def _asked(self, file: Any, verb: Verb, at: int = 0, data: bytes = b"") -> tuple[int, Any]:
        """The answer to a step, and the file's own functions."""
        where = ctypes.addressof(file.contents)
        return self._answer(Step(verb, self._paths[where], at, data)), self._originals[where]

    def _write(self, file: Any, data: int, length: int, at: int) -> int:
        refused, own = self._asked(file, Verb.WRITE, at, ctypes.string_at(data, length))
        return refused or int(own.write(file, data, length, at))

    def _truncate(self, file: Any, size: int) -> int:
        refused, own = self._asked(file, Verb.TRUNCATE, size)
        return refused or int(own.truncate(file, size))

    def _sync(self, file: Any, flags: int) -> int:
        refused, own = self._asked(file, Verb.SYNC)
        return refused or int(own.sync(file, flags))

    def _share(self, file: Any, number: int, size: int, extend: int, out: Any) -> int:
        refused, own = self._asked(file, Verb.SHARE, (number + 1) * size) if extend else (OK, self._own(file))
        return refused or int(own.share(file, number, size, extend, out))

    def _own(self, file: Any) -> Any:
        return self._originals[ctypes.addressof(file.contents)]

    def _delete(self, _vfs: Any, name: bytes, sync_folder: int) -> int:
        refused = self._answer(Step(Verb.DELETE, os.fsdecode(name)))
        return refused or int(self._real.contents.delete(self._real, name, sync_folder))

    def _open_folder(self, path: bytes, out: Any) -> int:
        """Told with the path of the file whose entry shall last; a refusal makes the engine go on without."""
        refused = self._answer(Step(Verb.SYNC_FOLDER, os.fsdecode(path)))
        return refused or int(_OPEN_FOLDER(self._real_folder)(path, out))


def _library() -> Any:
    """SQLite's own functions, as the extension that the program uses exports them."""
    library = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
    library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    library.sqlite3_vfs_find.argtypes = [c_char_p]
    library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
    library.sqlite3_vfs_unregister.argtypes = [c_void_p]
    return library


@contextmanager
def names_watched(answer: Answer) -> Iterator[None]:
    """Tell too what the program itself does: it gives files names, and syncs them and folders. Refusals are ignored."""
    rename, link, sync = os.rename, os.link, os.fsync

    def renaming(old: str | Path, new: str | Path) -> None:
        answer(Step(Verb.RENAME, str(old), to=str(new)))
        rename(old, new)

    def linking(old: str | Path, new: str | Path) -> None:
        link(old, new)
        answer(Step(Verb.RENAME, str(old), to=str(new)))

    def syncing(number: int) -> None:
        folder = S_ISDIR(os.fstat(number).st_mode)
        answer(
            Step(Verb.SYNC_FOLDER, "") if folder else Step(Verb.SYNC, str(Path(f"/proc/self/fd/{number}").readlink()))
        )
        sync(number)

    with patch("os.rename", renaming), patch("os.link", linking), patch("os.fsync", syncing):
        yield
