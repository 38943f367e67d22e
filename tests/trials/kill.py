"""Eight desks write on one local book and are killed at random: whatever a desk was told to be saved is there.

The control is a desk that takes a save for done before it is committed.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.book import create_book
from app.features.customers.commands import AddCustomer
from tests.trials import Outcome
from tests.trials.writers.notes import COMPLAINTS, acknowledged, noted
from tests.trials.writers.verdict import faults, lost

KEY = bytes(range(32))
_ROOT = Path(__file__).parents[2]
_CUSTOMERS = 4


@dataclass(frozen=True, slots=True)
class _Count:
    """What came of some seconds of writing and killing on one book."""

    seconds: float
    killed: int
    fell: int
    acknowledged: int
    lost: int
    complaints: tuple[str, ...]
    faults: tuple[str, ...]

    def line(self, kind: str) -> str:
        """In words."""
        sound = "; ".join(self.faults) or "book, search and journal sound"
        complained = f", {len(self.complaints)} complaints ({self.complaints[0]})" if self.complaints else ""
        fell = f", {self.fell} fell by themselves" if self.fell else ""
        return (
            f"{kind}: 8 writers, {self.seconds:g} s, {self.killed:,} kills, {self.acknowledged:,} acknowledged, "
            f"{self.lost:,} lost, {sound}{complained}{fell}"
        )

    @property
    def ok(self) -> bool:
        """Nothing lost, nothing broken, and something tried."""
        tried = self.killed > 0 and self.acknowledged > 0
        return tried and not (self.lost or self.faults or self.fell or self.complaints)


def trial(*, long: bool) -> Outcome:
    """A plain book, then an encrypted one."""
    seconds = 60 if long else 2.5
    counts = {"plain": _count(seconds, None), "encrypted": _count(seconds, KEY)}
    return Outcome("; ".join(one.line(kind) for kind, one in counts.items()), all(one.ok for one in counts.values()))


def control(key: bytes | None = None) -> Outcome:
    """Desks that acknowledge before they commit."""
    count = _count(1.5, key, hasty=True)
    return Outcome(count.line("acknowledged before the commit"), count.ok)


def _count(seconds: float, key: bytes | None, *, hasty: bool = False) -> _Count:
    with TemporaryDirectory(prefix="housebook-kill-") as folder:
        location = str(Path(folder) / "firm.book")
        killed, fell = _written(location, Path(folder), seconds, key, hasty=hasty)
        saves = acknowledged(Path(folder))
        missing, wrong = lost(location, key, saves), tuple(faults(location, key))
        complaints = tuple(noted(Path(folder), COMPLAINTS))
        return _Count(seconds, killed, fell, len(saves), len(missing), complaints, wrong)


def _written(location: str, folder: Path, seconds: float, key: bytes | None, *, hasty: bool) -> tuple[int, int]:
    """Let the writers write and die; how many were killed, and how many fell by themselves."""
    customers = _founded(location, key)
    options = [*(["--key", key.hex()] if key else []), *(["--hasty"] if hasty else [])]
    command = [sys.executable, "-m", "tests.trials.writers", location, str(folder), *options]
    more = ["--seconds", str(seconds), "--customers", *map(str, customers)]
    run = subprocess.run([*command, *more], cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=True)
    killed, fell = run.stdout.split()
    return int(killed), int(fell)


def _founded(location: str, key: bytes | None) -> list[int]:
    with closing(create_book(location, "Nordlicht Handel", "ann", key=key)) as book:
        return [book.do(AddCustomer(name=f"Customer {number}")).answer for number in range(_CUSTOMERS)]
