"""What databases complain of, turned into the sentences of `app.errors`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from app.errors import BookDamaged, BookUnreachable, HousebookError, NotABook, Refused, Stopped

_NO_TEXT = "Not done: what was typed holds signs that are no text (NUL or halves of characters). Type it anew."

_SIGNS: tuple[tuple[str, type[HousebookError], str], ...] = (
    ("nul (0x00)", Refused, _NO_TEXT),
    ("interrupted", Stopped, "Stopped. The book is as it was before."),
    ("canceling statement due to user request", Stopped, "Stopped. The book is as it was before."),
    ("file is not a database", NotABook, "This file is not a book that Housebook can read. Nothing in it was changed."),
    ("file is encrypted", NotABook, "This file is not a book that Housebook can read. Nothing in it was changed."),
    ("malformed", BookDamaged, "The book is damaged. Do not work on in it: restore the last backup."),
    ("fts5: corruption", BookDamaged, "The book is damaged. Do not work on in it: restore the last backup."),
    ("database or disk is full", BookUnreachable, "Not saved: the disk is full. The book is as it was before."),
    ("no space left", BookUnreachable, "Not saved: the disk is full. The book is as it was before."),
    ("readonly database", BookUnreachable, "Not saved: the book can be read here, but not written."),
    ("database is locked", BookUnreachable, "Not saved: somebody else is writing for a long time. Try again."),
    ("unable to open database", BookUnreachable, "The book's file cannot be opened. Is its folder there?"),
    ("disk i/o error", BookUnreachable, "The disk or the folder of the book does not answer."),
    ("password authentication failed", BookUnreachable, "The server did not accept this name and password."),
    ("does not exist", BookUnreachable, "The server has no such database or role."),
    ("connection", BookUnreachable, "The server does not answer. Nothing was lost; try again."),
    ("resolve host", BookUnreachable, "There is no such server, or the network is down."),
    ("deadlock detected", BookUnreachable, "Not saved: two people wrote at the same moment. Try again."),
)  # fmt: skip


def translated(fault: DBAPIError) -> HousebookError | None:
    """The known failure behind a database's complaint; nothing if it is a mistake of the program."""
    if isinstance(fault, IntegrityError):
        return Refused("Not saved: somebody else has just added the same, or removed what this belongs to.")
    known = _known(fault.orig)
    if known is None and (fault.connection_invalidated or fault.statement is None):
        return BookUnreachable("The server does not answer. Nothing was lost; try again.")
    return known


def told(fault: BaseException) -> HousebookError:
    """The failure behind a complaint that was raised before any book was open."""
    return _known(fault) or BookUnreachable("The book's file cannot be read.")


def _known(complaint: BaseException | None) -> HousebookError | None:
    said = str(complaint).casefold()
    return next((kind(words) for sign, kind, words in _SIGNS if sign in said), None)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Raise known failures of the database as sentences; let others through as the bugs they are."""
    try:
        yield
    except DBAPIError as fault:
        known = translated(fault)
        if known is None:
            raise
        raise known from fault
    except UnicodeEncodeError as fault:
        raise Refused(_NO_TEXT) from fault
