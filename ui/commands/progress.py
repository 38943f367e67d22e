"""How far long work is, in one line on the terminal that is written over; none for scripts."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from app.rules.pace import Pace, how_far, time_left
from app.ticket import Ticket

_PAUSE: Final = 0.1
_WIPED: Final = "\r\x1b[K"


@contextmanager
def progress(args: Namespace) -> Iterator[Ticket]:
    """A ticket for long work; its line is gone at the end."""
    if args.json or not sys.stderr.isatty():
        yield Ticket()
        return
    line = _Line()
    try:
        yield Ticket(line.report)
    finally:
        line.end()


class _Line:
    """The line that stands there now."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._last = 0.0

    def report(self, what: str, done: int, total: int) -> None:
        """Say how far it is, a few times a second."""
        now, seconds = monotonic(), self._pace.seconds(what)
        if now - self._last >= _PAUSE or done == total:
            self._last = now
            left = time_left(seconds, done, total)
            told = how_far(what, done, total, seconds)
            print(f"{_WIPED}{told}{f', {left}' if left else ''}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave nothing."""
        if self._last:
            print(_WIPED, end="", file=sys.stderr, flush=True)
