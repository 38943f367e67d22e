"""What a check found wrong with a book's file, noted in a small file beside it: every program minds it from then on.

The note knows the file that it is about by what changes when that is replaced, restored or written to.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from app.store.faults import damaged
from app.store.whole_files import unfinished

_UNREADABLE = damaged("its file is not whole")


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong, and which file it was."""

    words: str
    file: list[int]

    def is_about(self, path: Path) -> bool:
        """Whether nobody has touched the file since."""
        return self.file == _file(path)


def noted(path: Path) -> Note | None:
    """What is noted beside a book. A note of which nothing can be read is one all the same."""
    try:
        said = json.loads(_place(path).read_bytes())
        return Note(str(said["words"]), list(said["file"]))
    except OSError:
        return None
    except (ValueError, TypeError, KeyError):
        return Note(_UNREADABLE, [])


def note(path: Path, words: str) -> bool:
    """Note it, whole or not at all. Whether that could be written."""
    place = _place(path)
    try:
        half = unfinished(place)
        with half.open("w", encoding="utf-8") as file:
            json.dump(asdict(Note(words, _file(path))), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        half.replace(place)
    except OSError:
        return False
    return True


def forget(path: Path) -> None:
    """There is nothing wrong any more, or it was another file."""
    with suppress(OSError):
        _place(path).unlink(missing_ok=True)


def _place(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def _file(path: Path) -> list[int]:
    seen = path.stat()
    return [seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns]
