"""Power cuts at any moment of a day at a book: what a person was told to be saved is there, and the book is sound.

Every write and sync of the real engine is recorded; then the files are made as a power cut may leave them, opened by
the real program, and compared with what the book held at that moment. The controls take from the engine its syncs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.trials import Outcome
from tests.trials.disk.aftermath import LOST, Aftermath
from tests.trials.disk.day import Manner, Recording, Told, recorded
from tests.trials.disk.remains import Cut, Files, Remains

KEY = bytes(range(32))
MANNERS = (
    Manner("plain"),
    Manner("encrypted", key=KEY),
    Manner("on a share", share=True),
    Manner("short of memory", pragma="cache_size = 10"),
)
_AGAIN = 0.25
"""How often the power fails again while the program opens what the first cut left."""
_WHOLE = 20
"""Of so many books one is looked through by the program's own check, which takes its time."""


@dataclass(frozen=True, slots=True)
class _Count:
    """What came of the cuts through one recorded day."""

    manner: str
    saves: int
    steps: int
    cuts: int
    corrupt: tuple[str, ...]
    lost: int

    @property
    def line(self) -> str:
        """In words."""
        first = f" ({self.corrupt[0]})" if self.corrupt else ""
        return (
            f"{self.manner}: {self.cuts:,} cuts in {self.steps:,} steps of {self.saves} saves, "
            f"{len(self.corrupt)} corrupt{first}, {self.lost} with acknowledged saves lost"
        )

    @property
    def ok(self) -> bool:
        """Nothing lost, nothing broken, and something tried."""
        return self.cuts > 0 and self.saves > 0 and not (self.corrupt or self.lost)


def trial(*, long: bool) -> Outcome:
    """A thousand cuts in each manner of keeping a book; in the short form a few."""
    counts = [_count(manner, *((160, 1000) if long else (9, 16))) for manner in MANNERS]
    return Outcome("; ".join(one.line for one in counts), all(one.ok for one in counts))


def control() -> Outcome:
    """An engine that never syncs."""
    return _spoilt("synchronous = OFF")


def second_control() -> Outcome:
    """An engine that syncs before it tidies up, but not at every save."""
    return _spoilt("synchronous = NORMAL")


def _spoilt(pragma: str) -> Outcome:
    count = _count(Manner(pragma, pragma=pragma), 9, 12)
    return Outcome(count.line, count.ok)


def _count(manner: Manner, saves: int, cuts: int) -> _Count:
    with TemporaryDirectory(prefix="housebook-power-") as day, TemporaryDirectory(prefix="housebook-power-") as after:
        recording = recorded(Path(day), manner, saves)
        aftermath = Aftermath(Path(after), recording, manner)
        faults = list(_faults(recording, aftermath, cuts))
    told = sum(isinstance(one, Told) for one in recording.happened)
    corrupt = tuple(fault for fault in faults if fault not in ("", LOST))
    return _Count(manner.name, told, len(recording.happened) - told, len(faults), corrupt, faults.count(LOST))


def _faults(recording: Recording, aftermath: Aftermath, cuts: int) -> Iterator[str]:
    luck = Random(1)
    for number, (files, told) in enumerate(_cuts(recording, cuts, luck)):
        left = aftermath.cut_again(files, luck) if luck.random() < _AGAIN else files
        yield aftermath.fault(left, told, whole=number % _WHOLE == 0)


def _cuts(recording: Recording, cuts: int, luck: Random) -> Iterator[tuple[Files, int]]:
    """The files that some cuts leave, each with the revision that was told last; half of them just after it was."""
    happened = recording.happened
    just_told = [at for at, one in enumerate(happened, 1) if isinstance(one, Told)]
    moments = [luck.choice(just_told) if number % 2 else luck.randint(0, len(happened)) for number in range(cuts)]
    remains, told, at = Remains({}), 0, 0
    for moment in sorted(moments):
        for one in happened[at:moment]:
            if isinstance(one, Told):
                told = one.revision
            else:
                remains.take(one)
        at = moment
        yield remains.after(luck.choice(list(Cut)), luck), told
