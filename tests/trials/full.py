"""The disk is full at every stage: whatever step of the engine it refuses, the book is as before, and it is said so.

Each try is a process of its own, in which the n-th step that needs room is refused: by itself, or with all that
follow until there is room again. Then the same is done once more, and has to succeed, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from app.book import Book
from app.errors import HousebookError
from app.features.customers.finding import find
from tests.trials import Outcome
from tests.trials.disk.watched import FULL, OK, OPEN_FAILED, SHARED_MEMORY_FAILED, SYNC_FAILED, Step, Verb, WatchedDisk
from tests.trials.stages.children import in_child
from tests.trials.stages.doing import ALL, ENCRYPTED, NEVER, PLAIN, SHARED, STAGES, Stage, Way, surroundings
from tests.trials.stages.seeing import Content, flaws, seen
from tests.trials.stages.tally import Tally

_REFUSALS = {
    Verb.WRITE: FULL, Verb.SYNC: SYNC_FAILED, Verb.CREATE: OPEN_FAILED, Verb.SHARE: SHARED_MEMORY_FAILED
}  # fmt: skip
_FULL_WORDS, _NEVER_FULL = "disk is full", "the disk was never full"
_ONCE, _STAYS = False, True
_MOST = {
    "import": 40, "large import": 15, "undo": 40, "migration": 60, "first start": 60, "sample company": 30
}  # fmt: skip
"""So many steps of a plain book's stages are tried, of a save each; of other books' stages a few."""

_FEW = 8
_LONG_PLAN = [
    (name, way, _MOST.get(name) if way == PLAIN else _FEW, (_ONCE, _STAYS))
    for way in (PLAIN, ENCRYPTED, SHARED)
    for name in STAGES
    if (name, way) != NEVER
]
_SHORT_PLAN = [
    ("save", PLAIN, 4, (_ONCE, _STAYS)), ("import", ENCRYPTED, 3, (_STAYS,)), ("undo", SHARED, 3, (_ONCE,)),
    ("migration", PLAIN, 4, (_STAYS,)), ("first start", PLAIN, 3, (_ONCE,)),
]  # fmt: skip


class FullDisk:
    """Refuses the n-th step that needs room; if it `stays` full, then also all later ones that need more."""

    def __init__(self, nth: int | None, *, stays: bool) -> None:
        self.steps = self.refused = 0
        self._nth, self._stays, self._free = nth, stays, False
        self._looked_at = False

    def answer(self, step: Step) -> int:
        """For the watched disk."""
        if self._free or self._looked_at or step.verb not in _REFUSALS:
            return OK
        self.steps += 1
        full = self.steps == self._nth or (self._is_full() and self._stays and _grows(step))
        self.refused += full
        return _REFUSALS[step.verb] if full else OK

    def make_room(self) -> None:
        """From now on nothing is refused."""
        self._free = True

    @contextmanager
    def looked_at(self) -> Iterator[None]:
        """Within it the trial looks at what there is, which is no part of the stage."""
        self._looked_at = True
        yield
        self._looked_at = False

    def _is_full(self) -> bool:
        return self._nth is not None and self.steps > self._nth


def _grows(step: Step) -> bool:
    if step.verb is Verb.WRITE:
        return step.at + len(step.data) > Path(step.path).stat().st_size
    return step.verb in (Verb.CREATE, Verb.SHARE) and not Path(step.path).exists()


def tried(folder: Path, name: str, way: Way, nth: int | None, *, stays: bool) -> tuple[int, list[str]]:
    """How many steps there were, and what was not as it has to be. To be called in a process of its own."""
    stage = ALL[name]
    with surroundings(folder, way, stage.step):
        path = stage.begin(folder, way)
        disk = FullDisk(nth, stays=stays)
        with WatchedDisk(disk.answer), WatchedDisk(disk.answer, b"unix-excl"):
            found = list(_done_twice(stage, path, way, disk))
        if nth is not None and not disk.refused:
            found.append(_NEVER_FULL)
        return disk.steps, found


def _done_twice(stage: Stage, path: Path, way: Way, disk: FullDisk) -> Iterator[str]:
    with disk.looked_at():
        before = seen(path, way)
    book, words = _attempt(stage, path, way, None)
    if words is not None:
        with disk.looked_at():
            yield from _said_and_kept(words, before, seen(path, way))
        yield from _still_read(book)
        disk.make_room()
        book, words = _attempt(stage, path, way, book)
        if words is not None:
            yield f"when there was room again: {words}"
    if book is not None:
        book.close()
    disk.make_room()
    yield from flaws(path, way, stage, before)


def _attempt(stage: Stage, path: Path, way: Way, book: Book | None) -> tuple[Book | None, str | None]:
    """The book, if it was come by, and what the person read if it was refused."""
    try:
        book = book or stage.enter(path, way)
        stage.do(book)
    except HousebookError as error:
        return book, error.words
    return book, None


def _said_and_kept(words: str, before: Content, now: Content) -> Iterator[str]:
    if _FULL_WORDS not in words:
        yield f"it was said: {words}"
    if now != before and before is not None:  # a new book that was made and then not opened is looked at in the end
        yield "the book was not as before"


def _still_read(book: Book | None) -> Iterator[str]:
    try:
        if book is not None and not book.ask(find, "a", 3):
            yield "nothing was found on the full disk"
    except HousebookError as error:
        yield f"not read on the full disk: {error.words}"


def attempt(stays: bool, folder: Path, name: str, way: Way, nth: int | None) -> tuple[int, list[str]]:
    """One try, in a process of its own; if there are fewer steps than when they were counted, then at the last one."""
    steps, found = in_child(tried, folder, name, way, nth, stays=stays) or (0, ["ended by itself"])
    if nth is not None and found == [_NEVER_FULL] and 0 < steps < nth:
        return attempt(stays, folder.with_name(f"{folder.name}-again"), name, way, steps)
    return steps, found


def trial(*, long: bool) -> Outcome:
    """Every step of a save, many of all other stages, in all ways that a book is kept; in the short form some."""
    tally = Tally()
    for name, way, most, kinds in _LONG_PLAN if long else _SHORT_PLAN:
        for stays in kinds:
            tally.try_each(partial(attempt, stays), name, way, most)
    return tally.outcome("full disks")


def control_in_halves() -> Outcome:
    """What is saved by two transactions is not as before when the second one fails."""
    return _control("saved in halves")


def control_told_too_soon() -> Outcome:
    """Who says that it is saved, whatever the disk says, is caught."""
    return _control("told too soon")


def control_raw() -> Outcome:
    """What no sentence tells is caught."""
    return _control("raw complaint")


def _control(name: str) -> Outcome:
    tally = Tally()
    tally.try_each(partial(attempt, False), name, PLAIN, 6)
    return tally.outcome("full disks")
