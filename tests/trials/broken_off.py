"""Killed on the way: whatever the engine or the program was about to do, the next start works or says what to do.

Each try is a process of its own that kills itself at its n-th step: a write, a sync, a cut or a deletion by the
engine, or a naming or a removal of a file by the program. Another process then starts as a person would.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

from sqlcipher3 import dbapi2

from app.errors import HousebookError
from app.store import schema
from tests.store.newer import NEWEST
from tests.store.old_books import content
from tests.trials import Outcome
from tests.trials.disk.watched import OK, Step, WatchedDisk
from tests.trials.stages.children import in_child
from tests.trials.stages.doing import ALL, ENCRYPTED, NEVER, PLAIN, SHARED, STAGES, Stage, Way, surroundings
from tests.trials.stages.seeing import Content, flaws, operations, seen
from tests.trials.stages.tally import Tally

_NAMINGS = ("os.rename", "os.remove")
_MOST = {
    "import": 60, "large import": 20, "undo": 60, "migration": 150, "first start": 150, "sample company": 40
}  # fmt: skip
"""So many steps of a plain book's stages are tried, of a save each; of other books' stages a few."""

_FEW = 10
_LONG_PLAN = [
    (name, way, _MOST.get(name) if way == PLAIN else _FEW)
    for way in (PLAIN, ENCRYPTED, SHARED)
    for name in STAGES
    if (name, way) != NEVER
]
_SHORT_PLAN = [
    ("migration", PLAIN, 4), ("migration", ENCRYPTED, 2), ("first start", PLAIN, 3), ("sample company", PLAIN, 2),
    ("import", PLAIN, 2), ("undo", SHARED, 2),
]  # fmt: skip


class Fate:
    """Counts the steps, and kills this process when the n-th is about to be done."""

    def __init__(self, nth: int | None, last_words: Path) -> None:
        self.steps = 0
        self._nth, self._last_words = nth, last_words

    def answer(self, _step: Step) -> int:
        """For the watched disk."""
        self.count()
        return OK

    def hear(self, happening: str, _about: Any) -> None:
        """For the interpreter's audit."""
        if happening in _NAMINGS:
            self.count()

    def count(self) -> None:
        """One step more."""
        self.steps += 1
        if self.steps == self._nth:
            self._last_words.write_text(str(self.steps))
            os.kill(os.getpid(), signal.SIGKILL)


def lived(folder: Path, name: str, way: Way, nth: int | None) -> int:
    """How many steps there were. To be called in a process of its own, which it may end."""
    stage = ALL[name]
    with surroundings(folder, way, stage.step):
        path = stage.begin(folder, way)
        fate = Fate(nth, _last_words(folder))
        sys.addaudithook(fate.hear)
        with WatchedDisk(fate.answer):
            book = stage.enter(path, way)
            stage.do(book)
            book.close()
        return fate.steps


def started_again(folder: Path, name: str, way: Way) -> list[str]:
    """What is not as it has to be when the program is started anew. To be called in a process of its own."""
    stage = ALL[name]
    with surroundings(folder, way, stage.step):
        path = stage.place(folder)
        before = _before(stage, folder, way)
        return [*_found(stage, path, way, before), *_gone_on(stage, path, way, before)]


def _found(stage: Stage, path: Path, way: Way, before: Content) -> Iterator[str]:
    """What the killed one left: all or nothing, and no copy that is none."""
    now = seen(path, way)
    if now != before and not _is_done(stage, before, now):
        yield "half of it was done"
    for copy in path.parent.glob("*.before-*"):
        if not _is_copy(copy, way, before):
            yield f"{copy.name} is no copy of the book"


def _before(stage: Stage, folder: Path, way: Way) -> Content:
    if stage.prepare is None:
        return None
    return seen(stage.begin(folder.with_name(f"before-{folder.name}"), way), way)


def _is_done(stage: Stage, before: Content, now: Content) -> bool:
    if now is None:
        return False
    stands_at = NEWEST if stage.step else schema.HEAD
    return now["alembic_version"] == [(stands_at,)] and operations(now) - operations(before) == stage.operations


def _is_copy(copy: Path, way: Way, before: Content) -> bool:
    try:
        return content(copy, way.key) == before
    except dbapi2.DatabaseError:
        return False


def _gone_on(stage: Stage, path: Path, way: Way, before: Content) -> Iterator[str]:
    try:
        book = stage.enter(path, way)
        if operations(seen(path, way)) == operations(before):
            stage.do(book)
        book.close()
    except HousebookError as error:
        yield f"the next start was refused: {error.words}"
    yield from flaws(path, way, stage, before)
    copies = list(path.parent.glob("*.before-*"))
    if stage.step and not any(_is_copy(copy, way, before) for copy in copies):
        yield "there is no copy from before the migration"


def _last_words(folder: Path) -> Path:
    """What the one who lives in this folder writes down when it kills itself, and nobody else."""
    return folder.with_name(f"last-words-{folder.name}")


def attempt(
    folder: Path, name: str, way: Way, nth: int | None, live: Callable[[Path, str, Way, int | None], int] = lived
) -> tuple[int, list[str]]:
    """One life that ends at its n-th step, and the next one."""
    steps = in_child(live, folder, name, way, nth)
    if nth is None:
        return steps or 0, []
    if steps is not None and 0 < steps < nth:
        # The engine does not always take as many steps: then the last of those that this life took is meant.
        rmtree(folder, ignore_errors=True)
        return attempt(folder, name, way, steps, live)
    words = _last_words(folder)
    if steps is not None or not words.exists() or words.read_text() != str(nth):
        return 0, ["it was not killed where it was meant to be"]
    return 0, in_child(started_again, folder, name, way) or []


def trial(*, long: bool) -> Outcome:
    """Every step of a save, many of all other stages, in all ways that a book is kept; in the short form some."""
    tally = Tally()
    for name, way, most in _LONG_PLAN if long else _SHORT_PLAN:
        tally.try_each(attempt, name, way, most)
    return tally.outcome("killed")


def control_in_halves() -> Outcome:
    """A migration by two transactions leaves a book that is neither the old nor the new one."""
    return _control("migrated in halves")


def control_copied_in_place() -> Outcome:
    """A copy that bears its name from the beginning passes for a whole one when half of it is there."""
    return _control("copied in place")


def control_killed_elsewhere() -> Outcome:
    """Who is killed before it came to its step tells nothing of that step."""
    return _control("save", _killed_at_once, most=2)


def control_ended_otherwise() -> Outcome:
    """Who ends by itself was not killed."""
    return _control("save", _ended, most=2)


def _killed_at_once(folder: Path, name: str, way: Way, nth: int | None) -> int:
    if nth is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return lived(folder, name, way, nth)


def _ended(folder: Path, name: str, way: Way, nth: int | None) -> int:
    if nth is not None:
        os._exit(3)
    return lived(folder, name, way, nth)


def _control(name: str, live: Callable[[Path, str, Way, int | None], int] = lived, most: int = 5) -> Outcome:
    tally = Tally()
    tally.try_each(partial(attempt, live=live), name, PLAIN, most)
    return tally.outcome("killed")
