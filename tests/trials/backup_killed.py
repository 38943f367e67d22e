"""Killed while a backup is made, or restored: the book and the backup before stay good, and no half one has a name.

Each try is a process of its own that kills itself as it is about to take its n-th step: a write by the engine, or a
naming or a removal of a file by the program. Another process then looks what is there, and does it once more. The
control writes a backup under its name from the start.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from app.backing_up import back_up
from app.book import check_book, create_book, open_book
from app.errors import HousebookError
from app.features.backups import opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.opened_backup import checked
from app.restoring import restore
from app.ticket import Ticket
from tests.locked import CUSTOMER
from tests.trials import Outcome
from tests.trials.broken_off import Fate
from tests.trials.disk.watched import WatchedDisk
from tests.trials.stages.children import Stumbled, in_child
from tests.trials.stages.tally import sampled

BOOK, BACK, KEPT, _WORDS = "firm.book", "back.book", "kept", "last-words"
_NAMINGS, _REMOVAL = ("os.link", "os.rename"), "os.remove"
_MOST = 100


def template(folder: Path) -> None:
    """A book with a backup. To be called in a process of its own."""
    alone(folder)
    folder.mkdir()
    with closing(create_book(str(folder / BOOK), "F", "ann")) as book:
        book.do(AddCustomer("company", CUSTOMER))
        back_up(book, folder / KEPT, lambda _words: None)
        book.do(AddCustomer("company", "Later"))


def _make(folder: Path) -> None:
    with closing(open_book(str(folder / BOOK), "ann")) as book:
        back_up(book, folder / KEPT, lambda _words: None)


def _restore(folder: Path) -> None:
    first = min((folder / KEPT).glob("*.hbk"))
    with closing(open_book(str(folder / BOOK), "ann")) as book:
        keys = book.ask(opening_keys)
    restore(first, str(folder / BACK), keys, Ticket())


def _under_its_name(folder: Path) -> None:
    """As nobody should do it."""
    whole = min((folder / KEPT).glob("*.hbk")).read_bytes()
    with (folder / KEPT / "F-straight.hbk").open("wb", buffering=0) as file:
        file.write(whole[: len(whole) // 2])
        (folder / "between").touch()
        (folder / "between").rename(folder / "after")
        file.write(whole[len(whole) // 2 :])


ACTS: dict[str, Callable[[Path], None]] = {"making": _make, "restoring": _restore}
CONTROLS: dict[str, Callable[[Path], None]] = {"under its name": _under_its_name}
_ALL = ACTS | CONTROLS


def lived(folder: Path, name: str, nth: int | None) -> tuple[int, list[int]]:
    """How many steps there were, and which of them named files. To be called in a process of its own, which it may
    end."""
    alone(folder)
    fate, namings = Fate(nth, folder / _WORDS), list[int]()

    def hear(happening: str, about: Any) -> None:
        if happening in (*_NAMINGS, _REMOVAL):
            fate.hear(_REMOVAL, about)
        if happening in _NAMINGS:
            namings.append(fate.steps)

    sys.addaudithook(hear)
    with WatchedDisk(fate.answer):
        _ALL[name](folder)
    return fate.steps, namings


def looked_at(folder: Path, name: str) -> list[str]:
    """What is not as it has to be afterwards. To be called in a process of its own."""
    alone(folder)
    try:
        flaws = list(_flaws(folder))
        (folder / BACK).unlink(missing_ok=True)
        _ALL[name](folder)
        return [*flaws, *(f"done once more: {flaw}" for flaw in _flaws(folder))]
    except HousebookError as error:
        return [f"it was refused: {error.words}"]


def _flaws(folder: Path) -> Iterator[str]:
    books = [folder / BOOK, *([folder / BACK] if (folder / BACK).exists() else [])]
    for path in books:
        yield from check_book(str(path))
        with closing(open_book(str(path), "ann")) as book:
            if [line.name for line in book.ask(find, "talleres", 5)] != [CUSTOMER]:
                yield f"{path.name} does not find the customer"
            keys = book.ask(opening_keys)
    backups = sorted((folder / KEPT).glob("*.hbk"))
    for one in backups:
        checked(one, keys, Ticket())
    if not backups:
        yield "the backup before is gone"


def alone(folder: Path) -> None:
    logging.disable()
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        os.environ[variable] = str(folder.parent / "home")
    scratch = folder.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    tempfile.tempdir = str(scratch)


def _attempt(room: Path, name: str, nth: int) -> list[str]:
    folder = room / f"{name} {nth}"
    copytree(room / "before", folder)
    try:
        if in_child(lived, folder, name, nth) is not None or (folder / _WORDS).read_text() != str(nth):
            return ["it was not killed where it was meant to be"]
        return in_child(looked_at, folder, name) or []
    except (Stumbled, OSError) as stumbled:
        return [str(stumbled)]


def _tried(names: Sequence[str], steps_of: Callable[[int, Sequence[int]], Sequence[int]]) -> Outcome:
    tried, flaws = 0, list[str]()
    with TemporaryDirectory(prefix="housebook-trial-") as made:
        room = Path(made)
        in_child(template, room / "before")
        for name in names:
            copytree(room / "before", room / name)
            steps, namings = in_child(lived, room / name, name, None) or (0, [])
            for nth in steps_of(steps, namings):
                tried += 1
                flaws += [f"{name}, step {nth} of {steps}: {flaw}" for flaw in _attempt(room, name, nth)]
    line = f"{tried} killed ({', '.join(names)}): {len(flaws)} wrong{''.join(f'; {flaw}' for flaw in flaws[:3])}"
    return Outcome(line, tried > 0 and not flaws)


def _many(steps: int, namings: Sequence[int]) -> Sequence[int]:
    return sorted({*namings, *sampled(steps, _MOST)})


def _few(_steps: int, namings: Sequence[int]) -> Sequence[int]:
    """As a file is about to get its name."""
    return namings[-1:]


def trial(*, long: bool) -> Outcome:
    """Killed where files are named; in the long form at a hundred steps more of each."""
    return _tried(list(ACTS), _many if long else _few)


def control() -> Outcome:
    """A backup that has its name before it is whole."""
    return _tried(list(CONTROLS), _few)
