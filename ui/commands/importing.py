"""Bringing in files."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.book import Book
from app.disk import contents
from app.errors import UnreadableFile
from app.features.importing import (
    Aside,
    ImportCards,
    Reading,
    already_there,
    free_name,
    preview,
    read_files,
    set_aside_files,
)
from app.rules.beforehand import IMPORT, LARGE_IMPORT
from app.rules.text import clean
from app.rules.words import counted
from ui.commands import Subcommand
from ui.commands.beforehand import NO_BACKUP, backed_up_before
from ui.commands.opening import opened
from ui.commands.progress import progress


def _arguments(parser: ArgumentParser) -> None:
    parser.description = (
        "Bring in vCards, CSV lists and Excel workbooks. What cannot come in is set aside in a file to be mended, and "
        "the others come in; where all of it was set aside, the exit code is 1."
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in, and change nothing")
    parser.add_argument("--stage", default="Customer", metavar="STAGE", help="the stage of those who come in")
    parser.add_argument("--region", default="", metavar="COUNTRY", help="of telephone numbers without one, such as DE")
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag for all who come in")
    parser.add_argument("--no-backup", action="store_true", help=NO_BACKUP)


def _read(names: Sequence[str]) -> tuple[list[tuple[str, bytes]], list[Aside]]:
    """The files, and those that cannot be opened, which do not stop the others."""
    files, unread = [], []
    for name in names:
        try:
            files.append((name, contents(Path(name))))
        except (OSError, ValueError) as fault:
            reason = getattr(fault, "strerror", None) or "this is no file's name"
            unread.append(Aside(clean(name), 0, f"{clean(name)} cannot be read: {reason}.", ""))
    if not files:
        raise UnreadableFile(f"{unread[0].reason} Nothing was imported.")
    return files, unread


def _import(args: Namespace) -> dict[str, Any]:
    files, unread = _read(args.files)
    reading = read_files(files)
    reading = replace(reading, set_aside=(*unread, *reading.set_aside))
    with opened(args) as book:
        answer = _look(book, reading) if args.dry_run else _bring_in(args, book, reading, files)
    if _is_all_set_aside(answer):
        print(f"Nothing {_verb(answer)}: all that was there was set aside.", file=sys.stderr)
    return answer


def _look(book: Book, reading: Reading) -> dict[str, Any]:
    seen = preview(reading, book.ask(already_there, reading))
    counts = {"files": len(seen.files), "read": seen.read, "added": seen.coming, "already_there": seen.already_there}
    aside = {"set_aside": len(seen.set_aside), "reasons": _told(seen.set_aside), "set_aside_files": []}
    return {**counts, **aside, "operation": None, "dry_run": True}


def _bring_in(args: Namespace, book: Book, reading: Reading, files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    command = ImportCards(reading, stage=args.stage, region=args.region, tags=tuple(args.tag))
    if preview(reading, book.ask(already_there, reading)).coming >= LARGE_IMPORT:
        backed_up_before(book, args, IMPORT)
    with progress(args) as ticket:
        done = book.do(command, ticket)
    came = done.answer
    counts = {"files": came.files, "read": came.read, "added": came.added, "already_there": came.already_there}
    written = _write_set_aside(came.set_aside, files)
    aside = {"set_aside": len(came.set_aside), "reasons": _told(came.set_aside), "set_aside_files": written}
    return {**counts, **aside, "operation": done.operation, "dry_run": False}


def _told(aside: Sequence[Aside]) -> list[dict[str, Any]]:
    return [{"file": one.file, "line": one.line, "reason": one.reason} for one in aside]


def _write_set_aside(aside: Sequence[Aside], files: Sequence[tuple[str, bytes]]) -> list[str]:
    """The cards that did not come in, beside the file they came from or else here; never over another file."""
    written = []
    for name, data in set_aside_files(aside, files):
        wanted = Path(name)
        place = _written(wanted.parent, wanted.name, data) or _written(Path(), wanted.name, data)
        if place is None:
            print(f"{name} could not be written: neither beside its file nor here.", file=sys.stderr)
        else:
            written.append(str(place))
    return written


def _written(folder: Path, name: str, data: bytes) -> Path | None:
    def holds_other(taken: str) -> bool:
        there = folder / taken
        return there.exists() and not (there.is_file() and there.read_bytes() == data)

    try:
        path = folder / free_name(name, holds_other)
        if path.exists():
            return path
        with path.open("xb") as file:
            file.write(data)
    except OSError:
        return None
    return path


def _verb(answer: dict[str, Any]) -> str:
    return "would come in" if answer["dry_run"] else "came in"


def _show(answer: dict[str, Any]) -> Iterator[str]:
    read, files = counted(answer["read"], "card"), counted(answer["files"], "file")
    yield f"{read} read from {files}: {answer['added']:,} {_verb(answer)}."
    if answer["already_there"]:
        yield f"{answer['already_there']:,} were in the book already."
    for one in answer["reasons"]:
        place = f"{one['file']} line {one['line']}: " if one["line"] else ""
        yield f"set aside: {place}{one['reason']}"
    for name in answer["set_aside_files"]:
        yield f"Mend them in {name} and import that file."
    if answer["operation"]:
        yield f"Undo with: housebook undo {answer['operation']}"


def _is_all_set_aside(answer: dict[str, Any]) -> bool:
    return bool(answer["reasons"]) and not answer["added"] and not answer["already_there"]


def _code(answer: dict[str, Any]) -> int:
    """Refused, if something was there but none of it is in the book."""
    return 1 if _is_all_set_aside(answer) else 0


SUBCOMMANDS = {"import": Subcommand(_arguments, _import, _show, _code)}
