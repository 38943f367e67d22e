"""The recovery key on the command line: its sheet, whether its words are right, and what it is compared with."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app import clock
from app.archive.seal import as_identity
from app.book import Book
from app.disk import refuse_place
from app.errors import HousebookError, Refused
from app.features.recovery import NoteRecoveryKey, recovery_state
from app.keys.recovery import from_words
from app.recovery_key import Sheet, fingerprints, new_sheet, renewal, sheet_of
from ui.commands import Subcommand
from ui.commands.drawing import begin_drawing
from ui.commands.opening import opened
from ui.commands.passwords import RECOVERY, compared, typed_words

_WHAT = (
    "The printed recovery key of an encrypted book, or of the backups of another one. `sheet` makes a new key, after"
    f" asking or with --new; where {RECOVERY} has the words of the one before, it prints those again. `confirm`"
    f" compares the words, which are taken from {RECOVERY} or asked for, with the book. To get in where passwords are"
    " lost: housebook recover."
)
_ACTS = (
    "sheet FILE.pdf: print a key; confirm: type its words; show: what a sheet is compared with; age: the key behind the"
    " words, as the tool age takes it to open backups"
)
_BEFORE = {
    False: "It has a new key: the sheet before opens nothing any more. Destroy it.",
    True: "It has a new key, for the backups from now on. Keep the sheet before as long as the backups that there are.",
}
_NEW = "sheet: make a new key, without asking whether the one before may go"
_ASK = "The sheet that you have will no longer open the book, nor backups that are made from now on. Go on? [y/N] "
_FIRST = (
    "A new sheet means a new key: the sheet that you have will no longer open the book, nor new backups. Say --new, or"
    " run this at a terminal."
    f" To print the same key again, put its words into {RECOVERY}."
)


def _arguments(parser: ArgumentParser) -> None:
    parser.description = _WHAT
    parser.add_argument("act", choices=["sheet", "confirm", "show", "age"], help=_ACTS)
    parser.add_argument("file", nargs="?", metavar="FILE.pdf", help="where the sheet is written to")
    parser.add_argument("--new", action="store_true", help=_NEW)


def _run(args: Namespace) -> dict[str, Any]:
    if args.act == "sheet" and not args.file:
        raise Refused("Say where the sheet is written to: housebook recovery sheet FILE.pdf")
    if args.act == "age":
        return {"age_key": as_identity(from_words(typed_words()))}
    with opened(args) as book:
        return {"sheet": _sheet, "confirm": _confirm, "show": _show}[args.act](book, args)


def _sheet(book: Book, args: Namespace) -> dict[str, Any]:
    path, given = Path(args.file).absolute(), os.environ.get(RECOVERY)
    refuse_place(path, "Nothing was changed")
    if given is not None:
        compared(book.location, given)
    elif not args.new and not _agreed():
        raise Refused("Nothing was changed.")
    sheet = sheet_of(book, given) if given else new_sheet(book)
    _draw(sheet, path)
    try:
        if given is None:
            book.do(renewal(sheet))
    except BaseException:
        if not _in_force(book, sheet):
            path.unlink(missing_ok=True)
        raise
    told = _told(sheet.firm_fingerprint, sheet.key_fingerprint)
    return {"sheet": str(path), "new": given is None, "for_backups": sheet.for_backups, **told}


def _in_force(book: Book, sheet: Sheet) -> bool:
    """Whether its key may open the book already, whatever was heard of it."""
    try:
        return fingerprints(book.location).key == sheet.key_fingerprint
    except HousebookError:
        return True


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise Refused(_FIRST)
    return input(_ASK).strip().lower() in ("y", "yes")


def _draw(sheet: Sheet, path: Path) -> None:
    """Without a screen; before the key is changed, so that it is never changed without a sheet."""
    begin_drawing()
    from ui.parts.recovery_sheet import save_sheet
    from ui.qt import qt_to_log

    with qt_to_log():
        save_sheet(sheet, path)


def _confirm(book: Book, _args: Namespace) -> dict[str, Any]:
    words = typed_words()
    compared(book.location, words)
    book.do(NoteRecoveryKey(found=True))
    return _state(book)


def _show(book: Book, _args: Namespace) -> dict[str, Any]:
    return _state(book)


def _state(book: Book) -> dict[str, Any]:
    prints, state = fingerprints(book.location), book.ask(recovery_state, clock.today())
    return {**_told(prints.firm, prints.key), "made": state.made, "confirmed": state.found}


def _told(firm: str, key: str) -> dict[str, Any]:
    return {"firm_fingerprint": firm, "key_fingerprint": key}


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    if "age_key" in answer:
        yield answer["age_key"]
        return
    if "sheet" in answer:
        yield f"The recovery sheet is at {answer['sheet']}. Print it, lock it away, and delete the file."
        if answer["new"]:
            yield _BEFORE[answer["for_backups"]]
    else:
        found = f"was compared with its sheet on {answer['confirmed']}" if answer["confirmed"] else "was never compared"
        yield f"The recovery key was made on {answer['made']}, and {found}."
    if answer["firm_fingerprint"]:
        yield f"Fingerprint of the firm's key: {answer['firm_fingerprint']}"
    yield f"Fingerprint of the recovery key: {answer['key_fingerprint']}"


SUBCOMMANDS = {"recovery": Subcommand(_arguments, _run, _lines)}
