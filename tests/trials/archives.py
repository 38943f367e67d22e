"""Backups that were damaged in every way: none becomes a book, each is refused with a sentence, and nothing is written.

The control is a way of damaging that leaves the file as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from app.backing_up import back_up
from app.book import create_book
from app.errors import HousebookError
from app.features.backups import OpeningKeys, opening_keys
from app.features.sampling import fill_with_sample
from app.restoring import restore
from app.ticket import Ticket
from tests.trials import Outcome

Damage = Callable[[bytes, Random], bytes]
_SEED, _LONG, _SHORT = 5, 2_000, 60


def _flipped(data: bytes, chance: Random) -> bytes:
    spot = chance.randrange(len(data))
    return data[:spot] + bytes([data[spot] ^ 1 << chance.randrange(8)]) + data[spot + 1 :]


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _zeroed(data: bytes, chance: Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + bytes(end - start) + data[end:]


def _doubled(data: bytes, chance: Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:]


def _swapped(data: bytes, chance: Random) -> bytes:
    start, end = _span(data, chance)
    middle = (start + end) // 2
    return data[:start] + data[middle:end] + data[start:middle] + data[end:]


def _joined(data: bytes, chance: Random) -> bytes:
    return data + data[chance.randrange(len(data)) :]


def _strange(data: bytes, chance: Random) -> bytes:
    return chance.randbytes(chance.randrange(len(data)))


DAMAGES: tuple[Damage, ...] = (_flipped, _cut, _zeroed, _doubled, _swapped, _joined, _strange)


def _span(data: bytes, chance: Random) -> tuple[int, int]:
    """The beginning and the end of a part; often one of the pieces of 64 KB that are sealed each for itself."""
    start = chance.choice((chance.randrange(len(data)), chance.randrange(len(data)) >> 16 << 16))
    return start, min(len(data), start + chance.choice((16, 512, 65_536, 65_552)))


def trial(*, long: bool) -> Outcome:
    """Each way of damaging in turn."""
    return _tried(DAMAGES, _LONG if long else _SHORT)


def control() -> Outcome:
    """A way that leaves each file as it is."""
    return _tried((lambda data, _: data,), 3)


def _tried(damages: tuple[Damage, ...], number: int) -> Outcome:
    chance, found = Random(_SEED), Counter[str]()
    with TemporaryDirectory(prefix="housebook-archives-") as folder:
        data, keys = _backup(Path(folder))
        for one in range(number):
            damaged = damages[one % len(damages)](data, chance)
            if damaged != data or len(damages) == 1:
                found[_came_of(damaged, keys, Path(folder))] += 1
    line = (
        f"{found.total():,} damaged archives: {found['accepted']:,} accepted, {found['left']:,} left something behind"
    )
    line += f", {found['stumbled']:,} without a sentence"
    return Outcome(line, found.total() > 0 and found["refused"] == found.total())


def _backup(folder: Path) -> tuple[bytes, OpeningKeys]:
    with closing(create_book(str(folder / "firm.book"), "Nordlicht Handel", "ann")) as book:
        fill_with_sample(book.do, 40)
        return back_up(book, folder / "kept", lambda _words: None).file.read_bytes(), book.ask(opening_keys)


def _came_of(damaged: bytes, keys: OpeningKeys, folder: Path) -> str:
    """What came of restoring it."""
    file, there = folder / "damaged.hbk", folder / "there"
    there.mkdir(exist_ok=True)
    file.write_bytes(damaged)
    try:
        restore(file, str(there / "back.book"), keys, Ticket())
    except HousebookError as fault:
        told = fault.words.endswith(".")
    except Exception:  # noqa: BLE001 - whatever it is, a person would meet it
        told = False
    else:
        for one in there.iterdir():
            one.unlink()
        return "accepted"
    if any(there.iterdir()):
        return "left"
    return "refused" if told else "stumbled"
