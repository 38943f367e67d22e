"""The places that backups are kept in, on the command line: listed, added, taken away; and their plan."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.backup_places import Found, add_place, find_places, place_named, remove_place
from app.rules.pace import size_words
from app.rules.words import counted
from ui.commands import Subcommand, backup_plan
from ui.commands.opening import opened

_NONE = "There is no place of backups yet. Add one on another drive: housebook places add DIR"
_SECOND = "Keep backups in a second place, too, which nothing destroys together with the first: places add DIR"


def _arguments(parser: ArgumentParser) -> None:
    parser.description = (
        "The folders that backups are kept in, each with a small file by which a drive that comes and goes is known"
        " again, wherever it is mounted."
    )
    acts = parser.add_subparsers(dest="act", metavar="add|remove|plan", help="change which there are")
    for name, what in (("add", "keep backups in this folder, too"), ("remove", "keep no more there; those in it stay")):
        act = acts.add_parser(name, help=what, description=what)
        act.add_argument("place", metavar="DIR" if name == "add" else "PLACE", help="a folder, or a place's name")
        if name == "add":
            act.add_argument("--name", default="", help="what it is called; else as its folder")
        _add_shared(act)
    act = acts.add_parser("plan", help=backup_plan.ABOUT, description=backup_plan.ABOUT)
    backup_plan.arguments(act)
    _add_shared(act)


def _add_shared(act: ArgumentParser) -> None:
    for option in ("--book", "--user"):
        act.add_argument(option, default=SUPPRESS, help=SUPPRESS)
    act.add_argument("--json", action="store_true", default=SUPPRESS, help=SUPPRESS)


def _places(args: Namespace) -> list[dict[str, Any]] | dict[str, Any]:
    with opened(args) as book:
        if args.act == "plan":
            return backup_plan.planned(book, args)
        if args.act == "add":
            add_place(book, Path(args.place), args.name)
        elif args.act == "remove":
            remove_place(book, place_named(book, args.place))
        return [_told(one) for one in find_places(book)]


def _told(one: Found) -> dict[str, Any]:
    place = one.place
    return {
        "name": place.name, "folder": str(one.folder or place.folder), "there": one.folder is not None,
        "backups": place.copies, "newest_at": place.newest_at.isoformat() if place.newest_at else None,
        "free": one.free, "behind": place.behind, "refusal": one.refusal,
    }  # fmt: skip


def _show(answer: list[dict[str, Any]] | dict[str, Any]) -> Iterator[str]:
    if isinstance(answer, dict):
        yield from backup_plan.show(answer)
        return
    for one in answer:
        state = f"there, {size_words(one['free'] or 0)} free" if one["there"] else "AWAY"
        lacks = f", {counted(one['behind'], 'backup')} behind" if one["behind"] else ""
        yield f"{one['name']}  {one['folder']}  {state}, {counted(one['backups'], 'backup')}{lacks}"
        if one["refusal"]:
            yield f"  {one['refusal']}"
    if not answer:
        yield _NONE
    elif len(answer) < 2:
        yield _SECOND


SUBCOMMANDS = {"places": Subcommand(_arguments, _places, _show)}
