"""Wrong passwords at this computer, until the next sign-in here brings them into the book.

Kept by day and login, without what was typed. Who can write on this computer can take them away.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from app import clock
from app.computer.places import failures_file
from app.computer.safe_file import read_json, write_json

LOG = logging.getLogger(__name__)
_MOST: Final = 200
"""So many days and logins of a book are kept apart; who tries on is counted with those."""


class Failure(NamedTuple):
    """So many wrong passwords for a login on a day; `login`: "" where it is nobody's in the book."""

    on: date
    login: str
    times: int


def note_failure(book: str, login: str) -> None:
    """A password was wrong."""
    kept = _kept()
    counts = kept.setdefault(book, {})
    key = f"{clock.today().isoformat()} {login}"
    if key in counts or len(counts) < _MOST:
        counts[key] = counts.get(key, 0) + 1
        _write(kept)


def noted_failures(book: str) -> list[Failure]:
    """All since they were brought into the book last, the oldest first."""
    return sorted(found for key, times in _kept().get(book, {}).items() if (found := _failure(key, times)))


def forget_failures(book: str, brought: Sequence[Failure]) -> None:
    """These stand in the book; what came meanwhile stays."""
    kept = _kept()
    counts = kept.get(book, {})
    for one in brought:
        key = f"{one.on.isoformat()} {one.login}"
        left = counts.pop(key, 0) - one.times
        if left > 0:
            counts[key] = left
    _write({name: some for name, some in kept.items() if some})


def _failure(key: str, times: int) -> Failure | None:
    day, _, login = key.partition(" ")
    try:
        return Failure(date.fromisoformat(day), login, times)
    except ValueError:
        return None


def _kept() -> dict[str, dict[str, int]]:
    """What of the file is as it was written."""
    found = read_json(failures_file())
    books = found.items() if isinstance(found, dict) else ()
    return {
        book: {key: times for key, times in counts.items() if type(times) is int and times > 0}
        for book, counts in books
        if isinstance(counts, dict)
    }


def _write(kept: dict[str, dict[str, int]]) -> None:
    try:
        write_json(failures_file(), kept)
    except OSError:
        LOG.warning("A wrong password could not be noted", exc_info=True)
