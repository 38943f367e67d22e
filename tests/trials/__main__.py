"""Runs trials by name: `python -m tests.trials [NAME ...] [--short]`. Exit code 1 if one of them failed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from tests.trials import Outcome

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem[:2] not in ("__", "te"))


def carry_out(name: str, *, long: bool) -> Outcome:
    """The outcome of one trial, in its long form or the short one that the ordinary tests run."""
    outcome: Outcome = import_module(f"tests.trials.{name}").trial(long=long)
    return outcome


def main() -> int:
    """Carry out the trials that were named, or all; a line for each."""
    parser = ArgumentParser(prog="python -m tests.trials", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--short", action="store_true", help="in the form that the ordinary tests run")
    args = parser.parse_args()
    if unknown := set(args.names) - set(NAMES):
        parser.error(f"no such trial: {', '.join(sorted(unknown))}")
    failed = 0
    for name in args.names or NAMES:
        outcome = carry_out(name, long=not args.short)
        failed += not outcome.ok
        print(f"{name}: {'ok' if outcome.ok else 'FAILED'}: {outcome.line}", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
