"""What databases complain of, turned into the sentences of `app.errors`; by their codes, not by their words.

A complaint that is not listed here is a mistake of the program and goes through as such.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.errors import BookDamaged, BookUnreachable, HousebookError, NotABook, Refused, ServerRefuses, Stopped

Sentence = tuple[type[HousebookError], str]


def damaged(what: str) -> str:
    """The sentences for a damaged book: what is wrong, what the program does about it, and what to do.

    The log beside a damaged file is never brought into it; it would be brought into a backup put in its place.
    """
    return (
        f"The book is damaged: {what}. Nothing is written into it any more. Restore the last backup; where the book is"
        " a file, first move away what stands beside it (-wal, -shm)."
    )


_NO_TEXT = "Not done: what was typed holds signs that are no text (NUL or halves of characters). Type it anew."
_SILENT = (BookUnreachable, "The server does not answer. Nothing was lost; try again.")
_STOPPED = (Stopped, "Stopped. The book is as it was before.")
IF_ONE = "If it should be a book, restore the last backup."
_NO_BOOK = (NotABook, f"This file is not a book, or its beginning is damaged. Nothing in it was changed. {IF_ONE}")
_WRONG_KEY = (
    NotABook,
    "This is not a book, or its key is another one, or its beginning is damaged. Nothing was changed."
    " Try the right key; else restore the last backup.",
)
_DAMAGED = (BookDamaged, damaged("a part of it cannot be read"))
_FULL = (BookUnreachable, "Not saved: the disk is full. The book is as it was before.")
_READ_ONLY = (BookUnreachable, "Not saved: the book can be read here, but not written.")
_BUSY = (BookUnreachable, "Not saved: somebody else is writing for a long time. Try again.")
_CLOSED = (
    BookUnreachable,
    "The book cannot be opened: its folder is missing, nothing may be written there, or the disk is full.",
)
_DEAF = (BookUnreachable, "Nothing was changed: the book's disk or folder does not answer, or the disk is full.")
_LATE = (Refused, "Not saved: somebody else has just added the same, or removed what this belongs to.")
WRONG_PASSWORD = "The server did not accept this name and password."
_WRONG_NAME = (ServerRefuses, WRONG_PASSWORD)
_NO_SUCH = (BookUnreachable, "The server has no such database or role.")
_OWNS_ELSEWHERE = (
    "Not removed: this login owns something in another database of the server. Whoever administers the server can drop"
    " it; it stays locked."
)
_TWO_AT_ONCE = (BookUnreachable, "Not saved: two people wrote at the same moment. Try again.")

_SQLITE: Mapping[int, Sentence] = {
    5: _BUSY,  # SQLITE_BUSY
    6: _BUSY,  # SQLITE_LOCKED
    8: _READ_ONLY,  # SQLITE_READONLY
    9: _STOPPED,  # SQLITE_INTERRUPT
    10: _DEAF,  # SQLITE_IOERR
    11: _DAMAGED,  # SQLITE_CORRUPT
    13: _FULL,  # SQLITE_FULL
    14: _CLOSED,  # SQLITE_CANTOPEN
    15: _DEAF,  # SQLITE_PROTOCOL
    26: _DAMAGED,  # SQLITE_NOTADB: what was open as a book is none any more
}
_NOT_A_DATABASE = 26
_NOT_UTF8 = "Could not decode to UTF-8"
_SQLITE_CONSTRAINT = 19
_LATE_WORDS = ("UNIQUE constraint failed", "FOREIGN KEY constraint failed")
"""SQLite gives all constraints one code here; the others (NOT NULL, CHECK) only a mistake of ours can break."""

_POSTGRES: Mapping[str, Sentence] = {
    "08": _SILENT,  # connection exceptions
    "22021": (Refused, _NO_TEXT),  # character not in repertoire
    "23503": _LATE,  # foreign key violation
    "23505": _LATE,  # unique violation
    "25006": _READ_ONLY,  # read-only transaction
    "28": _WRONG_NAME,  # invalid authorization
    "2BP01": (Refused, _OWNS_ELSEWHERE),  # dependent objects still exist: of ours only a login can have some
    "3D000": _NO_SUCH,  # no such database
    "40001": _TWO_AT_ONCE,  # serialization failure
    "40P01": _TWO_AT_ONCE,  # deadlock
    "42501": (ServerRefuses, "Not done: the server does not give this role the right to it."),
    "53100": _FULL,  # disk full
    "53300": (BookUnreachable, "The server has too many desks at once. Try again later."),
    "55P03": _BUSY,  # lock not available
    "57014": _STOPPED,  # query cancelled
    "57P": _SILENT,  # shut down, crashed, starting up
    "58030": _DEAF,  # I/O error
    "XX001": _DAMAGED,  # data corrupted
    "XX002": _DAMAGED,  # index corrupted
}
_AT_THE_DOOR: Mapping[str, Sentence] = {
    "password": _WRONG_NAME,
    "authentication failed": _WRONG_NAME,
    "not permitted to log in": _WRONG_NAME,
    "does not exist": _NO_SUCH,
    "resolve host": (BookUnreachable, "There is no such server, or the network is down."),
    "too many": _POSTGRES["53300"],
}
"""What failed before there was a connection comes without a code."""


def translated(fault: DBAPIError) -> HousebookError | None:
    """The known failure behind a database's complaint; nothing if it is a mistake of the program."""
    known = _known(fault.orig)
    if known is None and fault.connection_invalidated:
        return _error(_SILENT)
    return known


def told(fault: BaseException, *, encrypted: bool = False) -> HousebookError:
    """The failure behind a complaint that was raised before any book was open."""
    if getattr(fault, "sqlite_errorcode", 0) & 0xFF == _NOT_A_DATABASE:
        return _error(_WRONG_KEY if encrypted else _NO_BOOK)
    return _known(fault) or BookUnreachable("The book's file cannot be read.")


def refused_by_folder(fault: OSError) -> HousebookError:
    """The failure behind what the system says to the making or naming of a file."""
    return _error(_FULL if fault.errno in (errno.ENOSPC, errno.EDQUOT) else _CLOSED)


def _known(complaint: BaseException | None) -> HousebookError | None:
    sentence = _of_postgres(complaint) if isinstance(complaint, psycopg.Error) else _of_sqlite(complaint)
    return _error(sentence) if sentence else None


def _error(sentence: Sentence) -> HousebookError:
    kind, words = sentence
    return kind(words)


def _of_sqlite(complaint: BaseException | None) -> Sentence | None:
    code = getattr(complaint, "sqlite_errorcode", 0) & 0xFF
    if code == _SQLITE_CONSTRAINT and str(complaint).startswith(_LATE_WORDS):
        return _LATE
    if str(complaint).startswith(_NOT_UTF8):
        return _DAMAGED
    return _SQLITE.get(code)


def _of_postgres(complaint: psycopg.Error) -> Sentence | None:
    code = complaint.sqlstate
    if code is not None:
        return next((sentence for start, sentence in _POSTGRES.items() if code.startswith(start)), None)
    if isinstance(complaint, psycopg.DataError) and "NUL" in str(complaint):
        return Refused, _NO_TEXT
    if isinstance(complaint, psycopg.OperationalError):
        said = str(complaint)
        return next((sentence for words, sentence in _AT_THE_DOOR.items() if words in said), _SILENT)
    return None


def plainly(fault: Exception) -> HousebookError | None:
    """What a failure of the database is in a sentence; nothing if it is a mistake of the program."""
    if isinstance(fault, DBAPIError):
        return translated(fault)
    if isinstance(fault, psycopg.Error | dbapi2.Error):
        return _known(fault)
    return Refused(_NO_TEXT) if isinstance(fault, UnicodeEncodeError) else None
