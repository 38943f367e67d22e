"""The backup before something large, on the command line; one that cannot be made is told with the way past it."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Final

from app.beforehand import back_up_before
from app.book import Book
from app.errors import HousebookError, Refused, Stopped
from app.ticket import Report, Ticket
from ui.commands.progress import progress

NO_BACKUP: Final = "make no backup before"
_FIRST: Final = "A backup is made first."
_NOT_MADE: Final = (
    "Nothing was changed: the backup before could not be made. {why} Without one it is done by: --no-backup"
)


def backed_up_before(book: Book, args: Namespace, why: str) -> None:
    """Make one, if one is wanted; says so where nobody reads its answer. Raises Refused where it cannot be made."""
    if args.no_backup:
        return
    with progress(args) as ticket:
        try:
            told = back_up_before(book, why, Ticket(_announced(ticket.report)))
        except Stopped:
            raise
        except HousebookError as fault:
            raise Refused(_NOT_MADE.format(why=fault.words)) from fault
    if told:
        print(told, file=sys.stderr)


def _announced(report: Report) -> Report:
    """The same, with a line before the first word of it."""
    said = False

    def tell(what: str, done: int, total: int) -> None:
        nonlocal said
        if not said:
            said = True
            print(_FIRST, file=sys.stderr, flush=True)
        report(what, done, total)

    return tell
