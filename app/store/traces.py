"""A new book's file without what was deleted in it: neither free room nor what the search gathered of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from app.store.file import UNFINISHED, BookFile, connect
from app.store.search import SEARCHED
from app.store.whole_files import remove, unfinished


def write_without_traces(file: BookFile, final: Path) -> None:
    """Write a file that nobody has open anew, under the same name and key; `final` is the one that it will get."""
    whole = unfinished(final)
    try:
        with closing(connect(file, "rw", UNFINISHED)) as raw:
            for table in SEARCHED:
                raw.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
            raw.execute("VACUUM INTO ?", (str(whole),))
        whole.replace(file.path)
    except BaseException:
        remove(whole)
        raise
