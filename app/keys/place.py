"""Where the keys of a book are; asked at each start, so it brings nothing else along."""

from __future__ import annotations

from pathlib import Path


def keys_path(book: Path) -> Path:
    """Where the keys of a book are."""
    return book.with_name(f"{book.name}.keys")


def is_encrypted(book: Path) -> bool:
    """Whether there are keys to it."""
    return keys_path(book).exists()
