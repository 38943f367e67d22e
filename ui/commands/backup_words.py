"""The words of the recovery key around backups: told once when they are made, and said to open one."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from app.backup_files import file_named
from app.errors import Refused
from app.features.backups import OpeningKeys, opening_keys
from app.opened_backup import keys_of_words
from ui.commands.opening import named_book, opened
from ui.commands.output import written
from ui.commands.passwords import RECOVERY, typed_words, words_in
from ui.commands.progress import progress

FILE = "a backup: its path, or its name as `backups` lists it, where the book is named"
KEY_FILE = (
    "a file with the words of the recovery key, if no book's own keys shall open it; where no book is named they are"
    f" taken from {RECOVERY} otherwise"
)
OWN_BACKUPS = (
    "It has no places of backups yet; the backups made before stay where they are. Back it up at once, into places of"
    " its own: housebook places add DIR, or its old ones, once the book before is gone."
)
_NOT_SHOWN = "The recovery key of the backups could not be shown, so none was made, nor a backup."


def told_at_once(words: list[str], *, in_answer: bool) -> Callable[[str], None]:
    """Tells the words of a new key before the book has it: the program may be ended while it makes the backup. Where
    the answer is for another program they are gathered for it, too, and do not stand in its stream."""

    def tell(new: str) -> None:
        words.append(new)
        lines = "\n".join(_lines_of_words(new))
        try:
            if in_answer:
                print(lines, file=sys.stderr, flush=True)
            else:
                with written():
                    print(lines)
        except OSError as fault:
            raise Refused(_NOT_SHOWN) from fault

    return tell


def _lines_of_words(words: str) -> Iterator[str]:
    yield "The recovery key of the backups, which is shown this once and kept nowhere. Write it down, lock it away:"
    yield f"  {words}"
    yield "With it and a backup alone the book can be restored on another computer. It takes the place of one that was"
    yield "shown before and of which no backup came."


def words_said(args: Namespace) -> str | None:
    """The words of the recovery key, where they shall open it and no book's own keys."""
    if args.recovery_key_file is not None:
        return words_in(args.recovery_key_file)
    return None if named_book(args) else typed_words()


def opening_said(args: Namespace) -> tuple[Path, OpeningKeys]:
    """The backup that is named, and what opens it: the words of the recovery key, or the keys of the book named."""
    words = words_said(args)
    if words is not None:
        return Path(args.file).expanduser(), keys_of_words(words)
    with opened(args) as book, progress(args) as ticket:
        return file_named(book, args.file, ticket), book.ask(opening_keys)
