"""Bad input: odd text in every place of every command, and files that are broken in every way.

`python -m tests.trials odd_input` takes some minutes: every text in every place, files for 60 s, and the monsters.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.book import Book
from app.features.importing import Reading, read_files
from app.work import Command
from tests.trials import Outcome
from tests.trials.odd.child import Job
from tests.trials.odd.importing import NamedBytes, Reader
from tests.trials.odd.texts import texts
from tests.trials.odd.typed import Tally, try_texts, usual_door
from tests.trials.odd.watched import Found, watched

LONG = Job(fuzz_seconds=60, hypothesis_seconds=20, monsters=1, servers=True)
SHORT = Job(fuzz_seconds=2.5, hypothesis_seconds=1, monsters=0, servers=True)
AIM = 5_000


def trial(*, long: bool) -> Outcome:
    """Both halves; the long form has to try at least 5,000."""
    typed = try_texts(texts(known=True), every=8) if long else try_texts(texts(known=False)[::2], every=100)
    return _told(typed, watched(LONG if long else SHORT, read_files), AIM if long else 1)


def control_raising() -> Outcome:
    """A reader that stumbles over one property."""
    return _files_only(_raising)


def control_hanging() -> Outcome:
    """A reader that does not come to an end with one property."""
    return _files_only(_hanging, limit=0.5)


def control_dropping() -> Outcome:
    """A reader that forgets the good card."""
    return _files_only(_dropping)


def control_unequal() -> Outcome:
    """A door through which a text enters one kind of book otherwise than the other."""
    return _told(try_texts(["Jörg Müller"], every=30, door=_unequal), Found(), 1)


def _told(typed: Tally, files: Found, aim: int) -> Outcome:
    tried = typed.tried + files.files
    crashes, differs = len(typed.crashes) + files.kinds["crash"], len(typed.differences) + files.kinds["differs"]
    parts = (
        f"{tried:,} tried ({typed.tried:,} texts in commands, {typed.refused:,} of them refused;",
        f"{files.files:,} files in {files.imports:,} imports), {crashes} crashes, {len(files.hangs)} hangs,",
        f"{files.kinds['lost']} imports lost, {files.kinds['silent']} silent, {differs} differences between engines,",
        f"{len(typed.lost)} texts not kept, {len(typed.unfound)} names not found",
    )
    wrong = [*typed.wrong, *files.hangs, *files.wrong]
    return Outcome("\n  ".join([" ".join(parts), *wrong[:20]]), not wrong and tried >= aim)


def _files_only(read: Reader, limit: float = 2.0) -> Outcome:
    job = replace(SHORT, fuzz_seconds=1, hypothesis_seconds=0, servers=False)
    return _told(Tally(), watched(job, read, limit), 1)


def _raising(files: Sequence[NamedBytes]) -> Reading:
    if any(b"X-SKYPE" in data for _, data in files):
        raise KeyError("X-SKYPE")
    return read_files(files)


def _hanging(files: Sequence[NamedBytes]) -> Reading:
    end = time.monotonic() + 60
    while any(b"X-SKYPE" in data for _, data in files) and time.monotonic() < end:
        pass
    return read_files(files)


def _dropping(files: Sequence[NamedBytes]) -> Reading:
    return read_files([one for one in files if one[0] != "good.vcf"])


def _unequal(book: Book, command: Command[Any]) -> Any:
    if book.kind == "postgresql":
        changed = {name: "Jorg Muller" for name, value in vars(command).items() if value == "Jörg Müller"}
        command = replace(command, **changed)  # type: ignore[type-var]
    return usual_door(book, command)
