"""Backups on the command line: made, listed and proven."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from app import clock
from app.backing_up import Made, Reason, back_up
from app.backup_files import file_named
from app.backup_places import Found, find_places
from app.book import Book
from app.catching_up import BY_HAND, SCHEDULED, at_hand, fill_up, is_gone
from app.errors import HousebookError, Refused
from app.features.backups import Standing, backups, places, standing
from app.keeping import keep, refuse_words
from app.opened_backup import keys_of_words
from app.proving import prove
from app.proving_again import prove_again
from app.rules.words import counted
from app.tending import Tried, drill
from app.ticket import Ticket
from ui.commands import Subcommand, schedule
from ui.commands.backup_words import FILE, KEY_FILE, told_at_once, words_said
from ui.commands.opening import opened
from ui.commands.progress import progress

_CHECK = "one line for what watches over the house: exit code 1 unless a backup of the last two days is proven"
_PROVEN = "It was restored into a scratch book and is the same, row for row."
_NOT_YET = "It is complete, but not yet proven, and counts only then. Prove it with: housebook prove FILE"
_NOT_TRIED = "An old backup was to be tried again, and was not. {why}"
_NO_FOLDER = "After --to there is no folder. Nothing was backed up; without --to it goes into all places of backups."
_NOTHING: dict[str, Any] = {"holds": True, "told": []}
_SECOND = "It stands in one place alone; what destroys that takes it along. Add a second one: housebook places add DIR"


def _backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--to", metavar="DIR", help="into this folder alone; else into all places of backups")
    parser.add_argument("--why", metavar="WORDS", default=BY_HAND, help="what it is made for, as the list tells it")
    schedule.arguments(parser)


def _backup(args: Namespace) -> dict[str, Any]:
    if args.install_schedule:
        return schedule.install(args)
    if args.remove_schedule:
        return schedule.remove(args)
    if args.to == "":
        raise Refused(_NO_FOLDER, "to")
    words: list[str] = []
    tell = refuse_words if args.why == SCHEDULED else told_at_once(words, in_answer=args.json)
    with opened(args) as book:
        with progress(args) as ticket:
            made, stands, told = _made(book, args, tell, ticket)
            tried = _tried(book, args, ticket)
        registered = len(book.ask(places))
    answer = {
        "file": str(made.file), "revision": made.revision, "rows": made.rows, "bytes": made.bytes,
        "seconds": round(made.seconds, 2), "proven": made.proven_at is not None, "places": list(stands),
        "registered": registered, "told": [made.unproven, *told] if made.unproven else list(told),
    }  # fmt: skip
    if tried is not None and tried.told:
        answer["drill"] = {"holds": tried.holds, "told": list(tried.told)}
    return {**answer, "recovery_key": words[0]} if words and args.json else answer


def _made(
    book: Book, args: Namespace, tell: Callable[[str], object], ticket: Ticket
) -> tuple[Made, Sequence[str], Sequence[str]]:
    """In the folder that was named, or in all places; where it stands, and what could not be done."""
    if args.to:
        made = back_up(book, Path(args.to).expanduser(), tell, ticket, reason=Reason(args.why))
        return made, (str(made.file.parent),), ()
    kept = keep(book, tell, ticket, why=args.why)
    told = [*kept.told, *fill_up(book, find_places(book), ticket)]
    return kept.made, kept.places, list(dict.fromkeys(told))


def _tried(book: Book, args: Namespace, ticket: Ticket) -> Tried | None:
    """Where the computer's clock makes the backups no window may ever be open that tries an old one."""
    if args.why != SCHEDULED:
        return None
    try:
        return drill(book, ticket)
    except HousebookError as fault:  # the backup is made, and is told
        return Tried(False, (_NOT_TRIED.format(why=fault.words),))


def _show_backup(answer: dict[str, Any]) -> Iterator[str]:
    if "proven" not in answer:
        yield from schedule.show(answer)
        return
    size = f"{answer['bytes'] / 1e6:,.1f} MB"
    yield f"Backed up {counted(answer['rows'], 'row')} into {answer['file']} ({size}, {answer['seconds']:.1f} s)."
    yield _PROVEN if answer["proven"] else _NOT_YET
    yield from answer["told"]
    if len(answer["places"]) > 1:
        yield f"It stands in {len(answer['places'])} places: {', '.join(answer['places'])}."
    elif answer["registered"] < 2:  # one that is away needs no other beside it
        yield _SECOND
    yield from answer.get("drill", _NOTHING)["told"]


def _counts(answer: dict[str, Any]) -> int:
    """What calls it every night hears of one that does not count yet, and of an old one that holds no longer."""
    return 0 if answer.get("proven", True) and answer.get("drill", _NOTHING)["holds"] else 1


def _backups_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help=_CHECK)


def _backups(args: Namespace) -> list[dict[str, Any]] | dict[str, Any]:
    with opened(args) as book:
        if args.check:
            return _checked(book.ask(standing), find_places(book))
        made, found = book.ask(backups), find_places(book)
    return [
        {
            "file": one.file, "at": one.at.isoformat(), "revision": one.revision,
            "proven_at": one.proven_at.isoformat() if one.proven_at else None, "places": list(one.folders),
            "rows": one.rows, "bytes": one.bytes, "why": one.why, "fault": one.fault,
            "at_hand": at_hand(one, found),
        }
        for one in made
    ]  # fmt: skip


def _checked(found: Standing, places: Sequence[Found]) -> dict[str, Any]:
    """How old the newest proven one is: of that moment is what a restore would bring back; and whether it is there."""
    now = clock.now()
    newest, age = found.newest, found.age(now)
    gone = newest is not None and is_gone(newest, places)
    reached = newest is not None and at_hand(newest, places)
    return {
        "ok": found.fresh(now) and not gone,
        "gone": gone,
        "at_hand": reached,
        "refusals": {one.place.name: one.refusal for one in places if one.refusal},
        "file": newest.file if newest else None,
        "at": newest.at.isoformat() if newest else None,
        "hours": None if age is None else round(age.total_seconds() / 3600, 1),
    }


def _show_backups(answer: list[dict[str, Any]] | dict[str, Any]) -> Iterator[str]:
    if isinstance(answer, dict):
        found = "no backup was proven yet"
        if answer["file"] and answer["hours"] is None:
            found = f"the newest proven backup, {answer['file']}, was made by a clock that was set back since"
        elif answer["file"]:
            found = f"the newest proven backup is {answer['hours']:,.0f} hours old, {answer['file']}"
            found += "" if answer["at_hand"] else ", and stands in no place that can be reached now"
        if answer["gone"]:
            yield f"GONE: the newest proven backup, {answer['file']}, does not stand where it was put"
            return
        refused = "".join(f". {name}: {why}".rstrip(".") for name, why in answer["refusals"].items())
        yield f"{'OK' if answer['ok'] else 'TOO OLD'}: {found}{refused}"
        return
    if not answer:
        yield "No backup was made yet. Make one with: housebook backup"
    for one in answer:
        proven = "proven" if one["proven_at"] else "NOT PROVEN"
        at, where = one["at"][:16].replace("T", " "), ", ".join(one["places"])
        where += "" if one["at_hand"] else " (not at hand)"
        yield f"{at}  no. {one['revision']:>7}  {proven}  {one['file']}  in {where}  {one['why']}".rstrip()
        if one["fault"]:
            yield f"  {one['fault']}"


def _prove_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=FILE)
    parser.add_argument("--recovery-key-file", metavar="F", help=KEY_FILE)


def _prove(args: Namespace) -> dict[str, Any]:
    words = words_said(args)
    if words is not None:
        with progress(args) as ticket:
            proof = prove(Path(args.file).expanduser(), keys_of_words(words), ticket)
    else:
        with opened(args) as book, progress(args) as ticket:
            proof = prove_again(book, file_named(book, args.file, ticket, as_made=False), ticket)
    return {"ok": proof.ok, "rows": proof.rows, "journal_ok": proof.journal_ok}


def _show_proof(answer: dict[str, Any]) -> Iterator[str]:
    if answer["ok"]:
        rows = counted(answer["rows"], "row")
        yield f"The backup is sound: restored, its {rows} are as they were, and the journal holds."
    else:
        yield "The backup can be read, but is NOT what the book was. Take another one."


def _ok(answer: list[dict[str, Any]] | dict[str, Any]) -> int:
    return 0 if isinstance(answer, list) or answer["ok"] else 1


SUBCOMMANDS = {
    "backup": Subcommand(_backup_arguments, _backup, _show_backup, _counts),
    "backups": Subcommand(_backups_arguments, _backups, _show_backups, _ok),
    "prove": Subcommand(_prove_arguments, _prove, _show_proof, _ok),
}
