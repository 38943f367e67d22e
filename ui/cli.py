"""`housebook ...`: parses, does or asks, prints; without a subcommand it starts the window.

Modules of commands are imported only when they are asked for: `--version` and `--help` load neither Qt nor a database.
"""

from __future__ import annotations

import json
import logging
import sys
from argparse import PARSER, SUPPRESS, Action, ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from app.errors import BookDamaged, BookTooNew, BookUnreachable, HousebookError, NotABook, ServerRefuses
from ui.commands import COMMANDS, Subcommand
from ui.commands.output import written

REFUSED, USAGE, UNREACHABLE = 1, 2, 3
_CODES = "Exit codes: 0 done, 1 refused, 2 not understood, 3 the book is out of reach or damaged."


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line. Answers the exit code: 0 done, 1 refused, 2 usage, 3 book unreachable or damaged."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _carry_out(_parser(words).parse_args(words))
    except HousebookError as error:
        print(error.words, file=sys.stderr)
        damaged = isinstance(error, BookUnreachable | BookDamaged | NotABook | BookTooNew)
        return UNREACHABLE if damaged and not isinstance(error, ServerRefuses) else REFUSED
    except KeyboardInterrupt:
        print("Stopped. What was not finished was not saved.", file=sys.stderr)
        return REFUSED
    except Exception:  # noqa: BLE001 - the last resort: no traceback reaches a person
        return _broken()


def _broken() -> int:
    """A bug: the details go to the log, one calm sentence to the person."""
    from app.computer.log import start_log

    place = start_log()
    logging.getLogger("housebook").exception("on the command line")
    where = f" Details are in {place}" if place else ""
    print(f"Housebook itself made a mistake; this was not saved.{where}", file=sys.stderr)
    return REFUSED


def _carry_out(args: Namespace) -> int:
    if args.command is None:
        from ui.commands.window import open_window

        return open_window(args)
    subcommand = _subcommand(args.command)
    answer = subcommand.run(args)
    lines = (
        [json.dumps(answer, ensure_ascii=False, default=str)] if args.json else (*args.done, *subcommand.show(answer))
    )
    _tell(lines, answer)
    if args.damage is not None:
        print(args.damage, file=sys.stderr)
        return UNREACHABLE
    return subcommand.code(answer)


def _tell(lines: Iterable[str], answer: Any) -> None:
    """Print the answer. Where it cannot be written, the command is done all the same: a script must not repeat it."""
    try:
        with written():
            for line in lines:
                print(line)
    except OSError as fault:
        if not isinstance(fault, BrokenPipeError):
            print(f"Done, but the answer could not be written: {fault.strerror}.", file=sys.stderr)
        if isinstance(answer, dict) and "recovery_key" in answer:
            print(f"The recovery key, which is kept nowhere: {answer['recovery_key']}", file=sys.stderr)


def _subcommand(name: str) -> Subcommand:
    module = import_module(f"ui.commands.{COMMANDS[name][0]}")
    subcommand: Subcommand = module.SUBCOMMANDS[name]
    return subcommand


class _ShowVersion(Action):
    """Looks the release up only when it is asked for."""

    def __call__(self, parser: ArgumentParser, *_parsed: object) -> None:
        from importlib.metadata import version

        print(f"housebook {version('housebook')}")
        parser.exit()


class _Words(ArgumentParser):
    """Takes words before and after options alike."""

    _mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        deeper = any(action.nargs == PARSER for action in self._get_positional_actions())
        if self._mixing or deeper or "--" in (args or ()):
            return super().parse_known_args(args, namespace)
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False


def _parser(words: Sequence[str]) -> ArgumentParser:
    what = "The firm's book of business, in a window or from scripts."
    parser = ArgumentParser(prog="housebook", description=what, epilog=_CODES)
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="say which release this is, and end")
    parser.set_defaults(book=None, user=None, json=False, damage=None, done=())
    shared = _Words(add_help=False)
    shared.add_argument(
        "--book", default=SUPPRESS, metavar="BOOK", help="a file or a postgresql:// address; else HOUSEBOOK_BOOK"
    )
    shared.add_argument(
        "--user",
        default=SUPPRESS,
        metavar="LOGIN",
        help="who opens the book; else HOUSEBOOK_USER, the last one here, or its only user",
    )
    shared.add_argument("--json", action="store_true", default=SUPPRESS, help="one JSON document on standard output")
    for action in shared._actions:
        parser._add_action(action)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Words)
    for name, (_, what) in COMMANDS.items():
        chosen = commands.add_parser(name, help=what, description=what, parents=[shared])
        if name in words:
            _subcommand(name).arguments(chosen)
    return parser


if __name__ == "__main__":
    sys.exit(main())
