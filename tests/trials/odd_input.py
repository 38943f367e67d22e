"""Bad input: odd text in every place of every command, and files that are broken in every way.

`python -m tests.trials odd_input` takes a quarter of an hour: each of our texts in every other place (the next text in
those between), those of the well-known list in each fourth, each 8th and 32nd time on a server too; each as a search
and as the value of every filter of both; files for 60 s, and the monsters. The known list is minimaxir's "Big List of
Naughty Strings"; where its file is missing the long form says so, and has not passed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.book import Book
from app.features.customers.people import find_people
from app.features.importing import Reading, read_files
from app.work import Command
from tests.trials import Outcome
from tests.trials.odd.asked import try_questions, usual_ask
from tests.trials.odd.child import Job
from tests.trials.odd.importing import NamedBytes, Reader
from tests.trials.odd.texts import NAUGHTY, OWN, texts
from tests.trials.odd.typed import Tally, try_texts, usual_door
from tests.trials.odd.watched import Found, watched

LONG = Job(fuzz_seconds=60, hypothesis_seconds=20, monsters=1, every=1, servers=True)
SHORT = Job(fuzz_seconds=1.5, hypothesis_seconds=0.5, monsters=0.002, every=100, servers=True)
OURS, OTHERS = 2, 4  # each so manieth place for our own texts and for those of the well-known list
BESIDE, OTHERS_BESIDE = 8, 32  # and each so manieth time on a server too
AIM = 5_000


def trial(*, long: bool) -> Outcome:
    """Both halves; the long form has to try at least 5,000."""
    if not long:
        return _told(try_texts(OWN[::3], every=100), try_questions(OWN[::13]), watched(SHORT, read_files), 1)
    typed = try_texts(OWN, every=OURS, beside=BESIDE)
    others = [text for text in texts(known=True) if text not in OWN]
    typed.add(try_texts(others, every=OTHERS, beside=OTHERS_BESIDE))
    outcome = _told(typed, try_questions(texts(known=True)), watched(LONG, read_files), AIM)
    known = f"among the texts {len(others)} of the known list" if others else f"WITHOUT the known list, {NAUGHTY.name}"
    return Outcome(f"{outcome.line}; {known}", outcome.ok and bool(others))


def control_raising() -> Outcome:
    """A reader that stumbles over one property."""
    return _files_only(_raising)


def control_hanging() -> Outcome:
    """A reader that does not come to an end with one property."""
    return _files_only(_hanging, limit=0.5)


def control_dropping() -> Outcome:
    """A reader that forgets the good card."""
    return _files_only(_dropping)


def control_forgetting() -> Outcome:
    """A reader to which bad files are as if they were never there."""
    return _files_only(_forgetting)


def control_shortening() -> Outcome:
    """A reader that leaves the last row of each list out."""
    return _files_only(_shortening)


def control_typed_hang() -> Outcome:
    """A door that does not come to an end with one text."""
    return _told(try_texts(["Jörg Müller"], every=30, door=_never, limit=0.3), Tally(), Found(), 1)


def control_unequal() -> Outcome:
    """A door through which a text enters one kind of book otherwise than the other."""
    return _told(try_texts(["Jörg Müller"], every=20, door=_unequal), Tally(), Found(), 1)


def control_unequal_answers() -> Outcome:
    """A door through which a book on a server answers another question."""
    return _told(Tally(), try_questions(["Jörg Müller"], ask=_unequally), Found(), 1)


def control_nothing_found() -> Outcome:
    """A door through which nobody is ever found."""
    return _told(Tally(), try_questions(["Jörg Müller"], ask=_blindly), Found(), 1)


def control_crashing_question() -> Outcome:
    """A door at which a question breaks the program."""
    return _told(Tally(), try_questions(["Jörg Müller"], ask=_stumbling), Found(), 1)


def _told(typed: Tally, asked: Tally, files: Found, aim: int) -> Outcome:
    tried = typed.tried + asked.tried + files.files
    crashes = len(typed.crashes) + len(asked.crashes) + files.kinds["crash"]
    hangs = len(typed.hangs) + len(asked.hangs) + len(files.hangs)
    differs = len(typed.differences) + len(asked.differences) + files.kinds["differs"]
    parts = (
        f"{tried:,} tried ({typed.tried:,} texts in {typed.places} places of commands, {typed.refused:,} refused,",
        f"{typed.compared:,} on a server too; {asked.tried:,} answers to {asked.places} questions on both engines;",
        f"{files.files:,} files in {files.imports:,} imports), {crashes} crashes, {hangs} hangs,",
        f"{files.kinds['lost']} imports lost, {files.kinds['silent']} silent, {differs} differences between engines,",
        f"{len(typed.lost)} texts not kept, {len(typed.unfound) + len(asked.unfound)} not found",
    )
    wrong = [*typed.wrong, *asked.wrong, *files.hangs, *files.wrong]
    return Outcome("\n  ".join([" ".join(parts), *wrong[:20]]), not wrong and tried >= aim)


def _files_only(read: Reader, limit: float = 2.0) -> Outcome:
    job = replace(SHORT, fuzz_seconds=0.7, hypothesis_seconds=0, every=1_000, servers=False)
    return _told(Tally(), Tally(), watched(job, read, limit), 1)


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


def _forgetting(files: Sequence[NamedBytes]) -> Reading:
    return read_files([one for one in files if one[0] == "good.vcf"])


def _shortening(files: Sequence[NamedBytes]) -> Reading:
    reading = read_files(files)
    last = {one.file: one.card.line for one in reading.cards if "BEGIN:" not in one.card.raw}
    return replace(reading, cards=tuple(one for one in reading.cards if last.get(one.file) != one.card.line))


def _never(book: Book, command: Command[Any]) -> Any:
    while "Jörg Müller" in vars(command).values():
        pass
    return usual_door(book, command)


def _unequal(book: Book, command: Command[Any]) -> Any:
    if book.kind == "postgresql":
        changed = {name: "Jorg Muller" for name, value in vars(command).items() if value == "Jörg Müller"}
        command = replace(command, **changed)  # type: ignore[type-var]
    return usual_door(book, command)


def _unequally(book: Book, query: Callable[..., Any], *given: Any) -> Any:
    other = ["Mary" if one == "Jörg Müller" and book.kind == "postgresql" else one for one in given]
    return usual_ask(book, query, *other)


def _blindly(book: Book, query: Callable[..., Any], *given: Any) -> Any:
    answer = usual_ask(book, query, *given)
    return [] if isinstance(answer, list) else answer


def _stumbling(book: Book, query: Callable[..., Any], *given: Any) -> Any:
    if query is find_people:
        raise KeyError("Jörg Müller")
    return usual_ask(book, query, *given)
