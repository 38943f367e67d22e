"""An hour at the window in a program of its own: `python -m tests.benchmarks.hour PLACE KIND ACTS`, one JSON line."""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.book import open_book
from app.computer.resident import give_back, resident_megabytes, share_pools
from tests.benchmarks.books import KEY, LOGIN
from tests.benchmarks.hour.colleague import colleague
from tests.benchmarks.hour.seat import Seat, seated
from tests.benchmarks.hour.use import USE


@dataclass(frozen=True, slots=True)
class Held:
    """What the program holds at a moment: megabytes, widgets, Qt's objects, Python's objects."""

    acts: int
    memory: float
    widgets: int
    objects: int
    python: int


def held(seat: Seat, acts: int) -> Held:
    """Counted when all that is no longer needed is gone."""
    seat.settle()
    gc.collect()
    give_back()  # as the program does every two seconds: what is counted shall not depend on when it did last
    seat.settle()
    objects = len(seat.window.findChildren(QObject)) + len(seat.desk.findChildren(QObject))
    return Held(acts, resident_megabytes() or 0.0, len(QApplication.allWidgets()), objects, len(gc.get_objects()))


def hour(place: str, kind: str, acts: int, seed: int = 1) -> list[Held]:
    """What is held at the beginning, and after each sixth of the acts; each kind of act comes at least once."""
    lot, kinds = Random(seed), [kind for kind, _ in USE]
    weights = [weight for _, weight in USE]
    key = KEY if kind == "encrypted" else None
    with colleague(place, kind) as other, seated(open_book(place, LOGIN, key), other) as seat:
        found = [held(seat, 0)]
        chosen = [*kinds, *lot.choices(kinds, weights, k=acts)][:acts]
        for number, act in enumerate(chosen, 1):
            act(seat, lot)
            if number % max(1, acts // 6) == 0:
                found.append(held(seat, number))
                print(found[-1], file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Print what was held."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    place, kind, acts = sys.argv[1:4]
    share_pools()  # as the program does when it starts
    print(json.dumps([asdict(one) for one in hour(str(Path(place)) if kind != "server" else place, kind, int(acts))]))


if __name__ == "__main__":
    main()
