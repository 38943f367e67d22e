"""Beside a book in a file: by what those are known who were erased, so that an older copy does not bring them back."""

from __future__ import annotations

from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from app.disk import replace_file


def erased_path(book: Path) -> Path:
    """Where it stands."""
    return book.with_name(f"{book.name}.erased")


def read_erased(book: Path) -> frozenset[str]:
    """The digests that are kept beside a book; none where there is no such file, or it cannot be read."""
    with suppress(OSError, UnicodeDecodeError):
        lines = erased_path(book).read_text("ascii").split()
        return frozenset(line for line in lines if len(line) == 64)
    return frozenset()


def keep_erased(book: Path, digests: Set[str]) -> None:
    """Keep these too; a folder that is closed to us keeps nothing."""
    kept = read_erased(book)
    if not digests <= kept:
        with suppress(OSError):
            replace_file(erased_path(book), "\n".join(sorted(kept | digests)).encode(), private=False)
