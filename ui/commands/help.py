"""The manual on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.computer.manual import chapter, chapters
from ui.commands import Subcommand


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("chapter", nargs="?", metavar="CHAPTER", help="which to print; none: list them")


def _help(args: Namespace) -> Any:
    if args.chapter is None:
        return [{"chapter": one.id, "title": one.title} for one in chapters()]
    found = chapter(args.chapter)
    return {"chapter": found.id, "title": found.title, "text": found.text}


def _show(answer: Any) -> Iterator[str]:
    if isinstance(answer, dict):
        yield from _told(answer["text"])
        return
    for one in answer:
        yield f"{one['chapter']:14} {one['title']}"
    yield "housebook help CHAPTER prints one of them."


def _told(text: str) -> Iterator[str]:
    """As it stands, but tables a cell a line: a terminal is too narrow for them."""
    heads: list[str] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            heads = []
            yield line
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not heads:
            heads = cells
        elif set(line) - set("|-"):
            yield cells[0]
            yield from (f"  {head}: {cell}" for head, cell in zip(heads[1:], cells[1:], strict=True))


SUBCOMMANDS = {"help": Subcommand(_arguments, _help, _show)}
