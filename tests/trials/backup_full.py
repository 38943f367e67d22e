"""A disk is full while a backup is made, restored or takes the book's place: it is said so, and nothing good is lost.

Nothing is left over. Each try is a process of its own, in which the n-th step that needs room on one disk is refused,
by itself or with all that follow: on that of the backups' place, of the scratch folder, of the book, or of the book
that is restored. Steps are the engine's, and what the program itself does with files. Then there is room, and the same
has to succeed.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from app.errors import HousebookError
from tests.store.old_books import content
from tests.trials import Outcome
from tests.trials.backup_killed import ACTS, BACK, BOOK, CONTROLS, KEPT, alone, looked_at, template
from tests.trials.disk.watched import OK, Answer, Step, Verb, WatchedDisk
from tests.trials.full import FullDisk
from tests.trials.stages.children import Stumbled, in_child
from tests.trials.stages.tally import sampled

_FULL = "full", "No space left"
_PLACE, _SCRATCH, _BOOK, _RESTORED = "place", "scratch folder", "book", "restored book"
_MOST = 13
"""So many steps of each disk are tried in each of the two ways."""
_BACK = "going back"
_LONG_PLAN = [
    ("making", _PLACE), ("making", _SCRATCH), ("making", _BOOK), ("restoring", _RESTORED),
    (_BACK, _PLACE), (_BACK, _SCRATCH), (_BACK, _BOOK),
]  # fmt: skip
_SHORT_PLAN = [("making", _PLACE), ("making", _SCRATCH), ("restoring", _RESTORED), (_BACK, _BOOK)]


def _told_too_soon(folder: Path) -> None:
    """As nobody should do it."""
    with suppress(HousebookError):
        ACTS["making"](folder)


_ALL = {**ACTS, **CONTROLS, "told too soon": _told_too_soon}


def lived(folder: Path, name: str, disk: str, nth: int | None, stays: bool) -> tuple[int, list[str]]:
    """How many steps there were, and what was not as it has to be. To be called in a process of its own."""
    alone(folder)
    full = FullDisk(nth, stays=stays)

    def answer(step: Step) -> int:
        return full.answer(step) if _disk_of(folder, step.path) == disk else OK

    before, had = content(folder / BOOK), _results(folder)
    with WatchedDisk(answer), WatchedDisk(answer, b"unix-excl"), _program_watched(answer):
        words = _said(folder, name)
    full.make_room()
    if nth is not None and not full.refused:
        return full.steps, ["the disk was never full"]
    found = list(_flaws(folder, words, had, before if name != _BACK else None))
    return full.steps, found if nth is None else [*found, *looked_at(folder, name if name in ACTS else "making")]


def _disk_of(folder: Path, path: str) -> str:
    """On which disk a file is; the engine's nameless ones are in the scratch folder."""
    if not path or path.startswith(str(folder.parent / "scratch")):
        return _SCRATCH
    first = path.removeprefix(f"{folder}{os.sep}")
    return next(
        (disk for name, disk in ((KEPT, _PLACE), (BOOK, _BOOK), (BACK, _RESTORED)) if first.startswith(name)), ""
    )


def _said(folder: Path, name: str) -> str | None:
    """What the person read, if it was refused."""
    try:
        _ALL[name](folder)
    except HousebookError as error:
        return error.words
    except Exception as error:  # noqa: BLE001 - whatever it is, a person would meet it
        return f"{type(error).__name__}: {error}"
    return None


def _results(folder: Path) -> int:
    return len([*(folder / KEPT).glob("*.hbk"), *folder.glob(BACK)])


def _flaws(folder: Path, words: str | None, had: int, before: Any) -> Iterator[str]:
    """`before`: what the book had; nothing where a backup of today, which it notes, may be made before the fault."""
    made = _results(folder) - had
    if words is None and made != 1:
        yield f"it was done, but {made} were made"
    if words is not None and not (words.endswith(".") and any(one in words for one in _FULL)):
        yield f"it was said: {words}"
    if words is not None and before is not None and content(folder / BOOK) != before:
        yield "the book was not as before"
    left = [*(folder / KEPT).glob("*.part"), *folder.glob(f"{BACK}?*"), *(folder.parent / "scratch").iterdir()]
    yield from (f"{one.name} was left" for one in left)


class _Written(io.FileIO):
    """A file of the program, of which each write is asked for."""

    def __init__(self, path: str, mode: str, ask: Callable[[Step], None]) -> None:
        super().__init__(path, mode)
        self._path, self._ask = path, ask

    def write(self, data: Any, /) -> int:
        self._ask(Step(Verb.WRITE, self._path, self.tell(), bytes(data)))
        return super().write(data)


@contextmanager
def _program_watched(answer: Answer) -> Iterator[None]:
    """What the program itself does with files is answered, too."""
    really, sync = io.open, os.fsync

    def ask(step: Step) -> None:
        if answer(step) != OK:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), step.path)

    def opened(path: Any, mode: str = "r", buffering: int = -1, *rest: Any, **how: Any) -> Any:
        if "b" not in mode or mode[0] == "r" or isinstance(path, int):
            return really(path, mode, buffering, *rest, **how)
        raw = _Written(os.fspath(path), mode, ask)
        return raw if buffering == 0 else io.BufferedWriter(raw)

    def syncing(number: int) -> None:
        ask(Step(Verb.SYNC, str(Path(f"/proc/self/fd/{number}").readlink())))
        sync(number)

    def hear(happening: str, about: tuple[Any, ...]) -> None:
        if happening == "os.link":
            ask(Step(Verb.CREATE, os.fspath(about[1])))
        elif happening == "os.mkdir" or (happening == "open" and _makes(*about)):
            ask(Step(Verb.CREATE, os.fspath(about[0])))

    sys.addaudithook(hear)
    with patch("io.open", opened), patch("os.fsync", syncing):
        yield


def _makes(path: Any, _mode: Any, flags: int) -> bool:
    return bool(flags & os.O_CREAT) and not isinstance(path, int) and not Path(os.fsdecode(path)).exists()


def _many(steps: int) -> Sequence[int]:
    return sampled(steps, _MOST)


def _one(steps: int) -> Sequence[int]:
    return [(steps + 1) // 2]


def _tried(
    plan: Sequence[tuple[str, str]],
    steps_of: Callable[[int], Sequence[int]] = _one,
    ways: Sequence[bool] = (True,),
) -> Outcome:
    tried, flaws = 0, list[str]()
    with TemporaryDirectory(prefix="housebook-trial-") as made:
        room = Path(made)
        in_child(template, room / "before")
        for name, disk in plan:
            steps, wrong = _attempt(room, name, disk, None, False)
            flaws += wrong or ["there was no step that could fail"] * (steps == 0)
            for nth, stays in ((nth, stays) for nth in steps_of(steps) for stays in ways):
                tried += 1
                about = f"{name}, {disk}, step {nth} of {steps}{' and on' if stays else ''}"
                flaws += [f"{about}: {flaw}" for flaw in _attempt(room, name, disk, nth, stays)[1]]
    line = f"{tried} full disks ({', '.join(' at the '.join(one) for one in plan)}): {len(flaws)} wrong"
    return Outcome(line + "".join(f"; {flaw}" for flaw in flaws[:3]), tried > 0 and not flaws)


def _attempt(room: Path, name: str, disk: str, nth: int | None, stays: bool) -> tuple[int, list[str]]:
    folder = room / "tried"
    copytree(room / "before", folder)
    try:
        return in_child(lived, folder, name, disk, nth, stays) or (0, ["ended by itself"])
    except Stumbled as stumbled:
        return 0, [str(stumbled)]
    finally:
        rmtree(folder)
        rmtree(room / "scratch", ignore_errors=True)


def trial(*, long: bool) -> Outcome:
    """A hundred steps on four disks; in the short form one on each of three."""
    return _tried(_LONG_PLAN, _many, (False, True)) if long else _tried(_SHORT_PLAN)


def control_under_its_name() -> Outcome:
    """A backup that has its name before it is whole."""
    return _tried([("under its name", _PLACE)])


def control_told_too_soon() -> Outcome:
    """A backup that is said to be made whatever the disk says."""
    return _tried([("told too soon", _PLACE)])
