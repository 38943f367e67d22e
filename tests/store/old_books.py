"""Books as earlier programs left them, kept in `books/` by the migration they stand at."""

from __future__ import annotations

import lzma
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

BOOKS = Path(__file__).parent / "books"
FIRM, LOGIN = "Nordlicht Handel", "ann"
"""Whose books they are; 46 customers with what belongs to them, an import and an undoing."""

KEY = bytes(range(32))


def old_book(folder: Path, version: str = "0001", key: bytes | None = None) -> Path:
    """A closed book of an earlier program; encrypted if there is a key."""
    folder.mkdir(exist_ok=True)
    plain = folder / "firm.book"
    plain.write_bytes(lzma.decompress((BOOKS / f"{version}.book.xz").read_bytes()))
    if key is None:
        return plain
    plain.rename(original := folder / "plain")
    with closing(dbapi2.connect(str(original), isolation_level=None)) as raw:
        raw.execute(f"ATTACH '{plain}' AS encrypted KEY \"x'{key.hex()}'\"")
        raw.execute("SELECT sqlcipher_export('encrypted')")
    original.unlink()
    return plain


def content(path: Path, key: bytes | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a closed book."""
    with closing(dbapi2.connect(str(path), isolation_level=None)) as raw:
        if key is not None:
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
        names = [name for (name,) in raw.execute(tables)]
        return {name: sorted(raw.execute(f"SELECT * FROM {name}"), key=repr) for name in names}
