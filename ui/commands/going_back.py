"""The present book going back, on the command line: told what would be lost, asked, and done."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.book import Book
from app.earlier import Earlier
from app.keys.recovery import fingerprint
from app.putting_back import Difference, difference, put_back
from app.rules.words import counted
from ui.commands.backup_words import told_at_once
from ui.commands.progress import progress

_OVER = "let it take the place of the book that stands there; tells first what would be lost"
_YES = "with --over: go back without being asked; today's book is backed up before"
_ADMINISTRATOR = "with --over, of a book that its server guards: its address with an administrator's login"
_MOST_SHOWN = 20


def going_back_arguments(parser: ArgumentParser) -> None:
    """What goes back where it stands, and who helps."""
    parser.add_argument("--over", action="store_true", help=_OVER)
    parser.add_argument("--yes", action="store_true", help=_YES)
    parser.add_argument("--administrator", metavar="URL", help=_ADMINISTRATOR)


def go_back(args: Namespace, book: Book, earlier: Earlier) -> dict[str, Any]:
    """Tell what would be lost; do it if that was said, or whoever sits at the terminal says so now."""
    told = difference(book, earlier)
    if not args.yes and (args.json or not _sure(told)):
        return {"book": book.location, "done": False, **_told(told)}
    words: list[str] = []
    tell = told_at_once(words, in_answer=args.json)
    with progress(args) as ticket:
        done = put_back(book, earlier, tell, ticket, args.administrator)
    answer = {
        "book": book.location, "done": True, "rows": done.rows, "revision": earlier.revision, "firm": earlier.firm,
        "lost": done.lost, "stands_at": done.revision, "safety": str(done.safety),
        "erased": done.erased, "told": list(done.told),
    }  # fmt: skip
    if earlier.signer is not None:
        answer["signed_by"] = fingerprint(earlier.signer)
    return {**answer, "recovery_key": words[0]} if words and args.json else answer


def left_undone(answer: dict[str, Any]) -> int:
    """Whoever calls it from a script without saying so that it may be done shall not take it for done."""
    return 0 if answer.get("done", True) else 1


def _sure(told: Difference) -> bool:
    """What would be lost is shown, and somebody at a terminal asked."""
    print("\n".join(_lines_of(_told(told))))
    if not sys.stdin.isatty():
        return False
    return input("Go back? Today's book is backed up first. [y/N] ").strip().lower() in ("y", "yes")


def _told(told: Difference) -> dict[str, Any]:
    earlier = told.earlier
    return {
        "firm": earlier.firm, "revision": earlier.revision, "at": earlier.at.isoformat(),
        "lost": told.lost, "since": earlier.shared, "parted": told.earlier.parted,
        "operations": [
            {"revision": one.revision, "at": one.at.isoformat(), "who": one.who, "summary": one.summary}
            for one in told.newest
        ],
    }  # fmt: skip


def _lines_of(told: dict[str, Any]) -> Iterator[str]:
    at = told["at"][:16].replace("T", " ")
    yield f"It is the book of {told['firm']} as of no. {told['revision']}, {at} UTC."
    if told["parted"]:
        yield f"It parted from the present book after no. {told['since']}, and has {told['parted']} of its own since."
    if not told["lost"]:
        yield "Nothing that was saved since would be lost."
        return
    yield f"{counted(told['lost'], 'operation')} since would be lost, the newest first:"
    for one in told["operations"][:_MOST_SHOWN]:
        when = one["at"][:16].replace("T", " ")
        yield f"  no. {one['revision']:>7}  {when}  {one['who']}: {one['summary']}"
    if told["lost"] > _MOST_SHOWN:
        yield f"  and {told['lost'] - _MOST_SHOWN:,} more"


def show_gone_back(answer: dict[str, Any]) -> Iterator[str]:
    """What came of it."""
    if not answer["done"]:
        yield "Nothing was changed. To go back: the same with --yes"
        return
    yield f"The book of {answer['firm']} is what it was at no. {answer['revision']}: {answer['book']}."
    lost = counted(answer["lost"], "operation")
    yield f"What was done since ({lost}) is in the backup {answer['safety']}, and in no other."
    if answer["erased"]:
        yield f"{counted(answer['erased'], 'customer')} erased since did not come back."
    yield from answer["told"]
    yield "Users, roles, settings, the ledger and the list of backups are those of today; who has it open goes on."
