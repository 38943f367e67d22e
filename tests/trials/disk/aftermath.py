"""The power is back: the program opens the files that the cut left, which is compared with what was told."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from random import Random

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.book import open_book
from app.entrance import check_book
from app.errors import HousebookError
from app.proof import verify
from tests.store.old_books import content
from tests.trials.disk.day import BOOK, LOGIN, Manner, Recording, kept, state
from tests.trials.disk.remains import Cut, Files, Remains
from tests.trials.disk.watched import OK, Step, WatchedDisk, names_watched

LOST = "lost"


class Aftermath:
    """A folder in which books are opened as power cuts left them."""

    def __init__(self, folder: Path, recording: Recording, manner: Manner) -> None:
        self._folder, self._recording = folder, recording
        self._manner = replace(manner, pragma="")

    def cut_again(self, files: Files, luck: Random) -> Files:
        """The power fails once more while the program mends what the first cut left."""
        self._lay_out(files)
        steps: list[Step] = []

        def note(step: Step) -> int:
            steps.append(step)
            return OK

        with kept(self._manner), WatchedDisk(note), names_watched(note), suppress(HousebookError):
            open_book(self._location, LOGIN, self._manner.key).close()
        remains = Remains({str(self._folder / path): data for path, data in files.items()})
        for step in steps[: luck.randint(0, len(steps))]:
            remains.take(step)
        return remains.after(luck.choice(list(Cut)), luck)

    def fault(self, files: Files, told: int, *, whole: bool) -> str:
        """What is wrong with the book in these files; nothing, or `LOST` if only a save is lost that was reported."""
        self._lay_out(files)
        try:
            with kept(self._manner):
                return self._opened(told, whole=whole)
        except (HousebookError, SQLAlchemyError) as fault:
            return f"{type(fault).__name__}: {fault}" if told else ""

    @property
    def _location(self) -> str:
        return str(self._folder / BOOK)

    def _lay_out(self, files: Files) -> None:
        for old in self._folder.iterdir():
            old.unlink()
        for name, data in files.items():
            (self._folder / name).write_bytes(data)

    def _opened(self, told: int, *, whole: bool) -> str:
        with closing(open_book(self._location, LOGIN, self._manner.key)) as book:
            revision, digest = book.ask(state)
            faults = book.ask(_faults)
        if self._recording.states.get(revision) != digest:
            return f"revision {revision} is not what it was"
        faults += check_book(self._location, self._manner.key) if whole else []
        faults += [] if self._has_copy() else ["there is no whole copy from before the book was brought up"]
        return faults[0] if faults else LOST if revision < told else ""

    def _has_copy(self) -> bool:
        """Whether an old book is kept as it was, now that it is a new one."""
        if not self._manner.old:
            return True
        copies = self._folder.glob(f"{BOOK}.before-*")
        return any(content(copy, self._manner.key) == self._old for copy in copies)

    @cached_property
    def _old(self) -> dict[str, list[tuple[object, ...]]]:
        (whole,) = self._recording.before.values()
        (alone := self._folder.with_name(f"{self._folder.name}-old")).write_bytes(whole)
        try:
            return content(alone, self._manner.key)
        finally:
            alone.unlink()


def _faults(session: Session) -> list[str]:
    """What SQLite finds wrong with the file, and the journal's proof with the journal."""
    found = session.connection().exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [*(line for line in found if line != "ok"), *([] if verify(session).ok else ["the journal does not verify"])]
