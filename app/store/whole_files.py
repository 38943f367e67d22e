"""Files that are whole or absent: written under a name that nobody opens, then given theirs, which outlasts a crash."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from glob import escape
from pathlib import Path
from secrets import token_hex

from app import clock
from app.disk import contents, replace_file, sync_folder

_UNFINISHED = "unfinished"
_SURELY_LEFT_SECONDS = 3600


def unfinished(path: Path) -> Path:
    """A name to write a file under that will stand at `path`; what crashes left there long ago goes."""
    sweep_beside(path, _SURELY_LEFT_SECONDS)
    return path.with_name(f"{path.name}.{_UNFINISHED}-{token_hex(4)}")


def sweep_beside(path: Path, seconds: float = 0) -> None:
    """Remove what was begun for `path` and never finished."""
    sweep(path.parent, f"{escape(path.name)}.{_UNFINISHED}-*", seconds)


def sweep(folder: Path, named: str, seconds: float) -> None:
    """Remove files and folders of such names that were not written to for so long."""
    for left in folder.glob(named):
        with suppress(OSError):  # somebody else may have removed it, or have it open
            if clock.milliseconds() / 1000 - left.stat().st_mtime < seconds:
                continue
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


def remove(path: Path) -> None:
    """Remove a database and all that stands beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def put_in_place(half: Path, path: Path) -> None:
    """Give a file that is closed and whole its name, where none may stand yet."""
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError:  # no second names here: then a look before the renaming has to do
        _rename(half, path)
    else:
        half.unlink(missing_ok=True)
    sync_folder(path.parent)


def drop_second_name(path: Path) -> None:
    """Take away the other name of a file whose program was killed while it gave it this one."""
    with suppress(OSError):  # somebody else may do so, too
        if path.stat().st_nlink > 1:
            for half in path.parent.glob(f"{escape(path.name)}.{_UNFINISHED}-*"):
                if half.samefile(path):
                    half.unlink()


def name_also(half: Path, path: Path) -> None:
    """Give a small file another name besides its own, where none may stand yet."""
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError:  # no second names here
        if path.exists():
            raise FileExistsError(path) from None
        replace_file(path, contents(half), private=False)
    sync_folder(path.parent)


def left_beside(path: Path, ending: str) -> Iterator[Path]:
    """What was written, with this ending, beside what was begun for `path` and did not get its name."""
    for beside in path.parent.glob(f"{escape(path.name)}.{_UNFINISHED}-*{ending}"):
        half = beside.with_name(beside.name.removesuffix(ending))
        with suppress(OSError):
            if half.stat().st_nlink == 1:
                yield beside


def _rename(half: Path, path: Path) -> None:
    if path.exists():
        raise FileExistsError(path)
    half.rename(path)


def kept_copy(path: Path, ending: str, copy: Callable[[Path], None], is_copy: Callable[[Path], bool]) -> Path:
    """The file beside `path` that is a whole copy of it as it stands; made now, unless an earlier try made it."""
    sweep_beside(path)
    there = sorted(path.parent.glob(f"{escape(path.name)}.{ending}-*"))
    if kept := next((one for one in there if is_copy(one)), None):
        return kept
    stamp = clock.now().strftime("%Y%m%d-%H%M%S-%f")
    half, whole = unfinished(path), path.with_name(f"{path.name}.{ending}-{stamp}")
    try:
        copy(half)
        put_in_place(half, whole)
    except BaseException:
        remove(half)
        raise
    return whole
