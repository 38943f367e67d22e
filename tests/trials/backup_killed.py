"""Killed while a backup is made, restored, or takes the book's place: both stay good, and no half one has a name.

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
from app.backup_places import add_place
from app.book import Book, create_book, open_book
from app.earlier import of_backup
from app.entrance import check_book
from app.errors import HousebookError
from app.features.backups import opening_keys, places
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.journal.reading import JournalFilter, journal
from app.keys.place import keys_path
from app.opened_backup import checked
from app.proof import verify
from app.putting_back import put_back
from app.restoring import restore
from app.sign_in import create, sign_in
from app.ticket import Ticket
from tests.locked import CUSTOMER
from tests.trials import Outcome
from tests.trials.broken_off import Fate
from tests.trials.disk.watched import WatchedDisk
from tests.trials.stages.children import Stumbled, in_child
from tests.trials.stages.tally import sampled

BOOK, BACK, KEPT, _WORDS = "firm.book", "back.book", "kept", "last-words"
SEALED, SEALED_BACK, SEALED_KEPT, _PASSWORD = "sealed.book", "back-sealed.book", "sealed", "sun boat grey kettle"
_NAMINGS, _REMOVAL = ("os.link", "os.rename"), "os.remove"
_MOST, _MUCH = 100, 50


def template(folder: Path) -> None:
    """A book with a backup. To be called in a process of its own."""
    alone(folder)
    folder.mkdir()
    with closing(create_book(str(folder / BOOK), "F", "ann")) as book:
        book.do(AddCustomer("company", CUSTOMER))
        back_up(book, folder / KEPT, lambda _words: None)
        book.do(AddCustomer("company", "Later"))
    made, _ = create(str(folder / SEALED), "F", "ann", "Ann", _PASSWORD)
    with closing(made) as book:
        book.do(AddCustomer("company", CUSTOMER))
        back_up(book, folder / SEALED_KEPT, lambda _words: None)
        book.do(AddCustomer("company", "Later"))


def _make(folder: Path) -> None:
    with closing(open_book(str(folder / BOOK), "ann")) as book:
        back_up(book, folder / KEPT, lambda _words: None)


def _opened(path: Path) -> Book:
    return sign_in(str(path), "ann", _PASSWORD if path.name in (SEALED, SEALED_BACK) else None)


def _first(folder: Path) -> Path:
    return min(folder.glob("*.hbk"))


def _restore(folder: Path) -> None:
    with closing(_opened(folder / BOOK)) as book:
        keys = book.ask(opening_keys)
    restore(_first(folder / KEPT), str(folder / BACK), keys, Ticket())


def _restore_sealed(folder: Path) -> None:
    with closing(_opened(folder / SEALED)) as book:
        keys = book.ask(opening_keys)
    restore(_first(folder / SEALED_KEPT), str(folder / SEALED_BACK), keys, Ticket())


def _go_back(folder: Path, name: str = BOOK, kept: str = KEPT) -> None:
    with closing(_opened(folder / name)) as book:
        go_back(book, _first(folder / kept))


def go_back(book: Book, backup: Path) -> None:
    """Let a backup take the book's place; today's is kept beside it, wherever the two were copied to."""
    if not book.ask(places):
        add_place(book, backup.parent)
    earlier = of_backup(book, backup, book.ask(opening_keys), Ticket())
    put_back(book, earlier, lambda _words: None, Ticket())


def _go_back_sealed(folder: Path) -> None:
    _go_back(folder, SEALED, SEALED_KEPT)


def _under_its_name(folder: Path) -> None:
    """As nobody should do it."""
    whole = min((folder / KEPT).glob("*.hbk")).read_bytes()
    with (folder / KEPT / "F-straight.hbk").open("wb", buffering=0) as file:
        file.write(whole[: len(whole) // 2])
        (folder / "between").touch()
        (folder / "between").rename(folder / "after")
        file.write(whole[len(whole) // 2 :])


ACTS: dict[str, Callable[[Path], None]] = {
    "making": _make, "restoring": _restore, "restoring sealed": _restore_sealed,
    "going back": _go_back, "going back sealed": _go_back_sealed,
}  # fmt: skip
_SHORT = ["making", "restoring sealed", "going back sealed"]
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
        for one in (folder / BACK, folder / SEALED_BACK):
            if one.exists():
                one.unlink()
                keys_path(one).unlink(missing_ok=True)
        _ALL[name](folder)
        return [*flaws, *(f"done once more: {flaw}" for flaw in _flaws(folder))]
    except HousebookError as error:
        return [f"it was refused: {error.words}"]


def _flaws(folder: Path) -> Iterator[str]:
    for name, back, kept in ((BOOK, BACK, KEPT), (SEALED, SEALED_BACK, SEALED_KEPT)):
        for path in [folder / name, *([folder / back] if (folder / back).exists() else [])]:
            with closing(_opened(path)) as book:
                keys = book.ask(opening_keys)
                yield from _flaws_of(book, path.name)
        backups = sorted((folder / kept).glob("*.hbk"))
        for one in backups:
            checked(one, keys, Ticket())
        if not backups:
            yield "the backup before is gone"
    yield from check_book(str(folder / BOOK))


def _flaws_of(book: Book, name: str) -> Iterator[str]:
    """A book is the one or the other, whole, and its journal holds."""
    if [line.name for line in book.ask(find, "talleres", 5)] != [CUSTOMER]:
        yield f"{name} does not find the customer"
    if not book.ask(verify).ok:
        yield f"the journal of {name} does not hold"
    later = len(book.ask(find, "later", 5))
    went_back = any(one.summary.startswith("Went back") for one in book.ask(journal, JournalFilter()))
    if name in (BOOK, SEALED) and later == went_back:
        yield f"{name} is neither the one nor the other"


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


def _few(steps: int, namings: Sequence[int]) -> Sequence[int]:
    """As a file is about to get its name; where much is written after that, in the middle of it."""
    last = namings[-1]
    return [last, (last + steps) // 2] if steps - last > _MUCH else [last]


def trial(*, long: bool) -> Outcome:
    """Killed where files are named; in the long form at a hundred steps more of each act."""
    return _tried(list(ACTS), _many) if long else _tried(_SHORT, _few)


def control() -> Outcome:
    """A backup that has its name before it is whole."""
    return _tried(list(CONTROLS), _few)
