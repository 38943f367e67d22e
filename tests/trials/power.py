"""Power cuts at any moment of a day at a book: what a person was told to be saved is there, and the book is sound.

Every write and sync of the real engine is recorded; then the files are made as a power cut may leave them, opened by
the real program, and compared with what the book held at that moment. The controls take from the engine its syncs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from app.store.sqlite import SqliteStore
from tests.trials import Outcome
from tests.trials.disk.aftermath import LOST, Aftermath
from tests.trials.disk.day import Manner, Recording, Told, recorded
from tests.trials.disk.remains import Cut, Files, Remains
from tests.trials.disk.watched import Step

KEY = bytes(range(32))
MANNERS = (
    Manner("plain"),
    Manner("encrypted", key=KEY),
    Manner("on a share", share=True),
    Manner("short of memory", pragma="cache_size = 10"),
    Manner("brought up", old=True),
)
_SAVES = 9
_LONG, _SHORT, _CONTROL = 1000, 8, 12
"""Cuts in each manner. In the long form of a plain book: at every step."""
_ENDS = 50
"""So many steps at either end of a day are cut at each."""
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
    moments: int
    corrupt: tuple[str, ...]
    lost: int

    @property
    def line(self) -> str:
        """In words."""
        first = f" ({self.corrupt[0]})" if self.corrupt else ""
        return (
            f"{self.manner}: {self.cuts:,} cuts at {self.moments:,} of {self.steps + 1:,} moments, {self.saves} saves, "
            f"{len(self.corrupt)} corrupt{first}, {self.lost} with acknowledged saves lost"
        )

    @property
    def ok(self) -> bool:
        """Nothing lost, nothing broken, and something tried."""
        return self.cuts > 0 and self.saves > 0 and not (self.corrupt or self.lost)


def trial(*, long: bool) -> Outcome:
    """At every step of a day with a plain book, at a thousand of the other days; in the short form a few."""
    counts = [_count(manner, every(manner) if long else _some(_SHORT)) for manner in MANNERS]
    return Outcome("; ".join(one.line for one in counts), all(one.ok for one in counts))


def control(key: bytes | None = None) -> Outcome:
    """An engine that never syncs."""
    return _spoilt("synchronous = OFF", key)


def second_control() -> Outcome:
    """An engine that syncs before it tidies up, but not at every save."""
    return _spoilt("synchronous = NORMAL")


def third_control() -> Outcome:
    """A program that brings an old book up and keeps no copy of it."""
    with patch.object(SqliteStore, "keep_copy", lambda _store, _connection, _ending: None):
        count = _count(Manner("no copy", old=True), _some(_CONTROL))
    return Outcome(count.line, count.ok)


def fourth_control() -> Outcome:
    """A program that gives a new book on a share its name before that is on the disk."""
    with patch("app.store.file_copy.sync_file", lambda _path: None):
        count = _count(replace(MANNERS[2], name="named too soon"), _when_it_was_made)
    return Outcome(count.line, count.ok)


def _spoilt(pragma: str, key: bytes | None = None) -> Outcome:
    count = _count(Manner(pragma, key, pragma=pragma), _some(_CONTROL))
    return Outcome(count.line, count.ok)


Moments = Callable[[list[Step | Told]], list[int]]
"""After how many of the things that happened the power shall fail, one after the other."""


def every(manner: Manner) -> Moments:
    """At every step, or at so many that are spread evenly, at all near the beginning and the end among them."""

    def spread(happened: list[Step | Told]) -> list[int]:
        last = len(happened)
        if manner == MANNERS[0] or last < _LONG:
            return list(range(last + 1))
        ends = {*range(_ENDS), *range(last - _ENDS + 1, last + 1)}
        between = _LONG - len(ends)
        return sorted(ends | {_ENDS + number * (last - 2 * _ENDS) // between for number in range(between)})

    return spread


def _some(cuts: int) -> Moments:
    """By luck; half of them just after somebody was told that their work is saved."""

    def chosen(happened: list[Step | Told]) -> list[int]:
        luck = Random(1)
        just_told = [at for at, one in enumerate(happened, 1) if isinstance(one, Told)]
        return sorted(
            luck.choice(just_told) if number % 2 else luck.randint(0, len(happened)) for number in range(cuts)
        )

    return chosen


def _when_it_was_made(happened: list[Step | Told]) -> list[int]:
    """Some times just after somebody was told that there is a book."""
    return [1 + next(at for at, one in enumerate(happened) if isinstance(one, Told))] * _CONTROL


def _count(manner: Manner, moments: Moments) -> _Count:
    with (
        TemporaryDirectory(prefix="housebook-power-") as day,
        TemporaryDirectory(prefix="housebook-power-") as after,
        _in_silence(),
    ):
        recording = recorded(Path(day), manner, _SAVES)
        aftermath = Aftermath(Path(after), recording, manner)
        chosen = moments(recording.happened)
        faults = list(_faults(recording, aftermath, chosen))
    told = sum(isinstance(one, Told) for one in recording.happened)
    corrupt = tuple(fault for fault in faults if fault not in ("", LOST))
    lost = faults.count(LOST)
    return _Count(manner.name, told, len(recording.happened), len(faults), len(set(chosen)), corrupt, lost)


@contextmanager
def _in_silence() -> Iterator[None]:
    """Without a line in the log for each old book that is brought up."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _faults(recording: Recording, aftermath: Aftermath, moments: list[int]) -> Iterator[str]:
    luck = Random(1)
    for number, (files, told) in enumerate(_cuts(recording, moments, luck)):
        left = aftermath.cut_again(files, luck) if luck.random() < _AGAIN else files
        yield aftermath.fault(left, told, whole=number % _WHOLE == 0)


def _cuts(recording: Recording, moments: list[int], luck: Random) -> Iterator[tuple[Files, int]]:
    """The files that the cuts leave, each with the revision that was told last."""
    remains, told, at = Remains(recording.before), 0, 0
    for moment in moments:
        for one in recording.happened[at:moment]:
            if isinstance(one, Told):
                told = one.revision
            else:
                remains.take(one)
        at = moment
        yield remains.after(luck.choice(list(Cut)), luck), told
