"""What a power cut may leave of files, going by the steps that were taken before it.

Certain is what was synced: the bytes of a file up to its last sync, the names of a folder up to the folder's last sync.
Of what came after, anything may be there: nothing, all, some writes without earlier ones, a write of which a few
sectors reached the disk, zeros where a file had grown already but its bytes were not written.
Names come and go in the order in which they did, as in a file system with a journal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.trials.disk.watched import Step, Verb

_SECTOR = 512


class Cut(StrEnum):
    """What became of all that was not synced."""

    NOTHING = "nothing"
    ALL = "all"
    SOME = "some"
    TORN = "torn"
    ZEROS = "zeros"


@dataclass(slots=True)
class _Content:
    """The bytes of one file: what is certain, and what is not yet."""

    certain: bytearray = field(default_factory=bytearray)
    open: list[Step] = field(default_factory=list)

    def sync(self) -> None:
        for step in self.open:
            _apply(self.certain, step)
        self.open.clear()

    def left(self, chosen: list[Step]) -> bytes:
        image = bytearray(self.certain)
        for step in chosen:
            _apply(image, step)
        return bytes(image)


Files = dict[str, bytes]
Names = dict[str, _Content]


class Remains:
    """The files of a folder, step by step."""

    def __init__(self, files: Files) -> None:
        self._certain: Names = {path: _Content(bytearray(data)) for path, data in files.items()}
        self._names: Names = dict(self._certain)
        self._open: list[dict[str, _Content | None]] = []

    def take(self, step: Step) -> None:
        """Do what the engine did."""
        if step.verb is Verb.CREATE:
            self._name({step.path: _Content()})
        elif step.verb is Verb.DELETE:
            self._name({step.path: None})
        elif step.verb is Verb.RENAME:
            self._name({step.to: self._names[step.path], step.path: None})
        elif step.verb is Verb.SYNC and step.path in self._names:  # files that are no part of a book are synced, too
            self._names[step.path].sync()
        elif step.verb is Verb.SYNC_FOLDER:
            self._certain = dict(self._names)
            self._open.clear()
        elif step.path and step.verb in (Verb.WRITE, Verb.TRUNCATE):
            self._names[step.path].open.append(step)

    def _name(self, changes: dict[str, _Content | None]) -> None:
        self._open.append(changes)
        _rename(self._names, changes)

    def after(self, cut: Cut, luck: Random) -> Files:
        """The files that are there when the power is back, by their names."""
        names = dict(self._certain)
        for changes in self._open[: _LASTING[cut](len(self._open), luck)]:
            _rename(names, changes)
        return {Path(path).name: content.left(_CHOICES[cut](content.open, luck)) for path, content in names.items()}


def _rename(names: Names, changes: dict[str, _Content | None]) -> None:
    for path, content in changes.items():
        if content is None:
            names.pop(path, None)
        else:
            names[path] = content


def _apply(image: bytearray, step: Step) -> None:
    """Carry out one write or truncation; a gap before a write is zeros."""
    end = step.at + len(step.data)
    if len(image) < end:
        image.extend(bytes(end - len(image)))
    if step.verb is Verb.TRUNCATE:
        del image[step.at :]
        return
    image[step.at : end] = step.data


def _some(steps: list[Step], luck: Random) -> list[Step]:
    share = luck.choice((0.1, 0.5, 0.9))
    return [step for step in steps if luck.random() < share]


def _torn(steps: list[Step], luck: Random) -> list[Step]:
    """All up to one, and of that one a few sectors."""
    if not steps:
        return []
    last = luck.randrange(len(steps))
    return [*steps[:last], *_some(_sectors(steps[last]), luck)]


def _zeros(steps: list[Step], luck: Random) -> list[Step]:
    """Some did not come to the disk, but made their file as long as they would have."""
    kept = set(map(id, _some(steps, luck)))
    return [step if id(step) in kept else replace(step, at=step.at + len(step.data), data=b"") for step in steps]


def _sectors(step: Step) -> list[Step]:
    """A write, cut where the disk's sectors begin."""
    if step.verb is not Verb.WRITE:
        return [step]
    first = -step.at % _SECTOR
    bounds = [0, *range(first or _SECTOR, len(step.data), _SECTOR), len(step.data)]
    return [Step(Verb.WRITE, step.path, step.at + start, step.data[start:end]) for start, end in pairwise(bounds)]


_CHOICES: dict[Cut, Callable[[list[Step], Random], list[Step]]] = {
    Cut.NOTHING: lambda _steps, _luck: [],
    Cut.ALL: lambda steps, _luck: steps,
    Cut.SOME: _some,
    Cut.TORN: _torn,
    Cut.ZEROS: _zeros,
}
_LASTING: dict[Cut, Callable[[int, Random], int]] = {
    Cut.NOTHING: lambda _count, _luck: 0,
    Cut.ALL: lambda count, _luck: count,
    Cut.SOME: lambda count, luck: luck.randint(0, count),
    Cut.TORN: lambda count, luck: luck.randint(0, count),
    Cut.ZEROS: lambda count, luck: luck.randint(0, count),
}
"""How many of the names that came and went lately are so on the disk."""
