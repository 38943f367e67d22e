"""What a check found wrong with a book's file, noted in a small file beside it: every program minds it from then on.

The note knows the file that it is about by what changes when that is replaced, restored or written to. Only the outcome
of a look through the whole file replaces it or takes it away.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from app.disk import replace_file
from app.store.faults import damaged

Stamp = list[int]

_UNREADABLE = damaged("its file is not whole")
_NOT_KEPT = "this could not be noted beside the book: other programs may still write into it"
_NOT_ENDED = "nothing wrong was found now, but the note of it beside the book cannot be removed: remove it yourself"
_ANOTHER_FILE = "meanwhile another file was put in its place, of which this says nothing: check that one too"
_TOUCHED = "nothing wrong was found now, but meanwhile somebody wrote into the file or noted something: check it again"


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong, and which file it was."""

    words: str
    file: Stamp


@dataclass(frozen=True, slots=True)
class Seen:
    """The file that is about to be looked at, if there is one, and the note that stands beside it then."""

    stamp: Stamp | None = None
    note: Note | None = None

    @property
    def in_doubt(self) -> bool:
        """Whether the note is about another file than this one, or this one was touched since."""
        return self.note is not None and self.note.file != self.stamp


def seen(path: Path) -> Seen:
    """What stands there now; to be taken before a look, and handed to its outcome."""
    return Seen(_stamp(path), noted(path))


def noted(path: Path) -> Note | None:
    """What is noted beside a book. A note of which nothing can be read is one all the same."""
    try:
        said = json.loads(_place(path).read_bytes())
        return Note(str(said["words"]), list(said["file"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        return Note(_UNREADABLE, [])


def note_outcome(path: Path, damage: str | None, before: Seen) -> str | None:
    """Let all programs know what a look found, or that there is nothing. Why they will not know, if so."""
    return _note_damage(path, damage, before) if damage else _end_note(path, before)


def _note_damage(path: Path, damage: str, before: Seen) -> str | None:
    """What another program noted since stays. Who writes on may have touched the file, and it is still the same."""
    if before.stamp is None or not _is_same_file(_stamp(path), before.stamp):
        return _ANOTHER_FILE
    if noted(path) not in (None, before.note):
        return None
    try:
        text = json.dumps(asdict(Note(damage, before.stamp)), ensure_ascii=False)
        replace_file(_place(path), text.encode(), private=False)
    except OSError:
        return _NOT_KEPT
    return None


def _end_note(path: Path, before: Seen) -> str | None:
    """Only if all stands as before: while there is a note no program of ours writes."""
    if before.note is None:
        return None
    if seen(path) != before:
        return _TOUCHED if noted(path) else None
    try:
        _place(path).unlink(missing_ok=True)
    except OSError:
        return _NOT_ENDED
    return None


def _place(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def _stamp(path: Path) -> Stamp | None:
    try:
        now = path.stat()
    except OSError:
        return None
    return [now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns]


def _is_same_file(now: Stamp | None, before: Stamp) -> bool:
    return now is not None and now[0] == before[0]
