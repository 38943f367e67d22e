"""Starts the writers, kills them at random with kill -9, starts them again: `python -m tests.trials.writers ...`.

A process of its own, from which writers that have warmed up on another book are forked within milliseconds.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from app.book import create_book
from app.features.customers.commands import AddCustomer
from app.rules.uid import new_uid
from tests.trials.writers.notes import Save, count_acknowledged
from tests.trials.writers.writer import KINDS, Place, save_once, write

_LIFE_SECONDS = 0.02, 0.3
_PATIENCE_SECONDS = 2.0
_MOST_SAVES = 32
"""Nobody is killed before up to so many saves were done, so that a busy machine does not spend the time on starting."""

_ALL_AT_ONCE = 0.1
"""How often all are killed at once: then nobody is left who knows what the log's index said."""


class Writers:
    """Processes that write, by their numbers."""

    def __init__(self, place: Place, count: int, luck: Random) -> None:
        self._place, self._luck = place, luck
        self._processes = {number: self._started(number) for number in range(count)}
        self.killed = self.fell = 0

    def _started(self, number: int) -> int:
        seed = self._luck.random()
        process = os.fork()
        if process:
            return process
        try:
            write(self._place, number, Random(seed))
        finally:
            traceback.print_exc()
            os._exit(1)

    def kill(self, some: list[int]) -> None:
        """End these as a failing machine would."""
        for number in some:
            os.kill(self._processes[number], signal.SIGKILL)
        for number in some:
            _, status = os.waitpid(self._processes[number], 0)
            was_killed = os.waitstatus_to_exitcode(status) == -signal.SIGKILL
            self.killed += was_killed
            self.fell += not was_killed

    def kill_some(self) -> None:
        """Kill one or all, and start them again."""
        everybody = list(self._processes)
        some = everybody if self._luck.random() < _ALL_AT_ONCE else [self._luck.choice(everybody)]
        self.kill(some)
        self._processes |= {number: self._started(number) for number in some}

    def kill_all(self) -> None:
        """Kill all for good."""
        self.kill(list(self._processes))


def _warm_up(place: Place) -> None:
    """Do once what writers do, with nothing left open that a fork would share."""
    with TemporaryDirectory(prefix="housebook-warm-") as folder:
        location = str(Path(folder) / "warm.book")
        with closing(create_book(location, "Nordlicht Handel", "ann", key=place.key)) as book:
            customer = book.do(AddCustomer(name="Customer")).answer
            for kind in KINDS:
                save_once(book, customer, Save(kind, new_uid(), "warm"))


def _live(folder: Path, luck: Random) -> None:
    """Give the writers a while, and a longer one until some saves are done."""
    wanted, end = count_acknowledged(folder) + luck.randint(1, _MOST_SAVES), time.monotonic() + _PATIENCE_SECONDS
    time.sleep(luck.uniform(*_LIFE_SECONDS))
    while count_acknowledged(folder) < wanted and time.monotonic() < end:
        time.sleep(_LIFE_SECONDS[0])


def _read() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.trials.writers", description=__doc__)
    parser.add_argument("book")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--customers", type=int, nargs="+", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--key", type=bytes.fromhex)
    parser.add_argument("--hasty", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Let them write and die for so long; print how many were killed, how many fell by themselves."""
    args, luck = _read(), Random(1)
    place = Place(args.book, args.folder, args.key, args.customers, args.hasty)
    _warm_up(place)
    writers, end = Writers(place, args.writers, luck), time.monotonic() + args.seconds
    try:
        while time.monotonic() < end:
            _live(args.folder, luck)
            writers.kill_some()
    finally:
        writers.kill_all()
    print(writers.killed, writers.fell)


if __name__ == "__main__":
    main()
