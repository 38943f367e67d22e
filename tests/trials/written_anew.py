"""Killed while the book is written anew: for another key, encrypted, or made plain. It opens as before or as after.

Each try is a process of its own that kills itself as it is about to take its n-th step: a write or a sync by the
engine, or a naming or a removal of a file by the program. Another process then opens the book as a person would, looks
it through, and goes on where the first one was killed.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from app.book import create_book
from app.conversion import decrypt, encrypt
from app.errors import HousebookError
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.team import AddUser
from app.keys.keys_file import write_keys
from app.keys.place import keys_path
from app.keys.sealing import new_key
from app.keys.slots import first_slots, halves_of, new_signing_key, with_data_key, with_one_data_key
from app.new_key import change_key
from app.sign_in import check, create, needs_password, sign_in
from app.store.file import BookFile
from app.store.own_keys import OwnKeys
from app.store.rekeying import written_anew
from app.unlocking import open_unlocked, signing_key, unlock
from tests.locked import ANNS, BENS, CUSTOMER
from tests.trials import Outcome
from tests.trials.broken_off import Fate
from tests.trials.disk.watched import WatchedDisk
from tests.trials.stages.children import Stumbled, in_child
from tests.trials.stages.tally import sampled

_BOOK, _WORDS = "firm.book", "last-words"
_NAMINGS = ("os.rename", "os.remove")
_MOST = 60


@dataclass(frozen=True, slots=True)
class Act:
    """One way of writing the book anew; `again`: what is left to do after a start that found it half done."""

    encrypted: bool
    do: Callable[[str], object]
    again: Callable[[str], object]


def _changed(path: str) -> None:
    change_key(path, "ann", ANNS).book.close()


def _encrypted(path: str) -> None:
    encrypt(path, "ann", ANNS).book.close()


def _decrypted(path: str) -> None:
    decrypt(path, "ann", ANNS).close()


def _keys_last(path: str) -> None:
    """As nobody should do it: the book has its key before anybody has one to it."""
    key, signing, keys = new_key(), new_signing_key(), keys_path(Path(path))
    slots = first_slots(key, signing, (1, "ann"), ANNS, new_key())
    with written_anew(BookFile(Path(path)), key, OwnKeys(signing, halves_of(slots))) as put_in_place:
        put_in_place()
        write_keys(keys, slots, signing)


def _one_key_at_once(path: str) -> None:
    """As nobody should do it: only the new key opens the book, which still has the one before."""
    opened = unlock(path, "ann", ANNS)
    if opened is None:
        raise ValueError(path)
    with closing(open_unlocked(opened)) as book:
        signing = book.ask(signing_key) or b""
    key, keys = new_key(), keys_path(opened.path)
    slots = with_one_data_key(with_data_key(opened.slots, key, opened.key))
    with written_anew(BookFile(opened.path, opened.key), key, OwnKeys(signing, halves_of(slots))) as put_in_place:
        write_keys(keys, slots, signing)
        put_in_place()


ACTS = {
    "change of the key": Act(True, _changed, _changed),
    "encryption": Act(False, _encrypted, lambda path: None if needs_password(path) else _encrypted(path)),
    "decryption": Act(True, _decrypted, lambda path: _decrypted(path) if needs_password(path) else None),
}
CONTROLS = {
    "keys last": replace(ACTS["encryption"], do=_keys_last),
    "one key at once": replace(ACTS["change of the key"], do=_one_key_at_once),
}
_ALL = ACTS | CONTROLS


def template(folder: Path, encrypted: bool) -> None:
    """The book as it is before. To be called in a process of its own."""
    folder.mkdir()
    path = str(folder / _BOOK)
    made = create(path, "F", "ann", "Ann", ANNS)[0] if encrypted else create_book(path, "F", "ann", "Ann")
    with closing(made) as book:
        book.do(AddUser("ben", "Ben", "staff", password=BENS if encrypted else None))
        book.do(AddCustomer("company", CUSTOMER))


def lived(folder: Path, name: str, nth: int | None) -> tuple[int, list[int]]:
    """How many steps there were, and which of them named files. To be called in a process of its own, which it may
    end."""
    _alone(folder)
    fate, namings = Fate(nth, folder / _WORDS), list[int]()

    def hear(happening: str, about: Any) -> None:
        fate.hear(happening, about)
        if happening in _NAMINGS:
            namings.append(fate.steps)

    sys.addaudithook(hear)
    with WatchedDisk(fate.answer):
        _ALL[name].do(str(folder / _BOOK))
    return fate.steps, namings


def opened_again(folder: Path, name: str) -> list[str]:
    """What is not as it has to be at the next start. To be called in a process of its own."""
    _alone(folder)
    path, act = str(folder / _BOOK), _ALL[name]
    try:
        flaws = list(_flaws(path, act))
        act.again(path)
        return [*flaws, *(f"after it was done again: {flaw}" for flaw in _flaws(path, act))]
    except HousebookError as error:
        return [f"it was refused: {error.words}"]


def _flaws(path: str, act: Act) -> Iterator[str]:
    encrypted = needs_password(path)
    # Who had no password gets one after the book was encrypted.
    people = [("ann", ANNS), *([("ben", BENS)] if act.encrypted or not encrypted else [])]
    for login, password in people:
        with closing(sign_in(path, login, password if encrypted else None)) as book:
            if [line.name for line in book.ask(find, "talleres", 5)] != [CUSTOMER]:
                yield f"{login} does not find the customer"
    yield from check(path, "ann", ANNS if encrypted else None)


def _alone(folder: Path) -> None:
    logging.disable()
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        os.environ[variable] = str(folder.parent / "home")


def _attempt(room: Path, name: str, nth: int) -> list[str]:
    folder = room / str(nth)
    copytree(room / "before", folder)
    try:
        if in_child(lived, folder, name, nth) is not None or (folder / _WORDS).read_text() != str(nth):
            return ["it was not killed where it was meant to be"]
        return in_child(opened_again, folder, name) or []
    except (Stumbled, OSError) as stumbled:
        return [str(stumbled)]


def _tried(names: Sequence[str], long: bool, until_wrong: bool = False) -> Outcome:
    tried, flaws = Counter[str](), list[str]()
    for name in names:
        with TemporaryDirectory(prefix="housebook-trial-") as made:
            room = Path(made)
            in_child(template, room / "before", _ALL[name].encrypted)
            copytree(room / "before", room / "0")
            steps, namings = in_child(lived, room / "0", name, None) or (0, [])
            for nth in _steps(steps, namings, long):
                tried[name] += 1
                flaws += [f"{name}, step {nth} of {steps}: {flaw}" for flaw in _attempt(room, name, nth)]
                if until_wrong and flaws:
                    break
    stages = ", ".join(f"{name} {count}" for name, count in tried.items())
    line = f"{tried.total()} killed ({stages}): {len(flaws)} wrong{''.join(f'; {flaw}' for flaw in flaws[:3])}"
    return Outcome(line, tried.total() > 0 and not flaws)


def _steps(steps: int, namings: Sequence[int], long: bool) -> Sequence[int]:
    """Before and after the book gets its name; at length: around each naming, and at many steps between."""
    if not long:
        return namings[1:3]
    after = {naming + 1 for naming in namings if naming < steps}
    return sorted({*namings, *after, *sampled(steps, _MOST)})


def trial(*, long: bool) -> Outcome:
    """Killed where files are named; in the long form also at many steps between."""
    return _tried(list(ACTS), long)


def control_keys_last() -> Outcome:
    """A book that has its key before anybody has one to it cannot be opened."""
    return _tried(["keys last"], long=False, until_wrong=True)


def control_one_key_at_once() -> Outcome:
    """Whose key before was forgotten too early does not open the book that still has it."""
    return _tried(["one key at once"], long=False, until_wrong=True)
