"""Books that something hit: one page of one table is not what it was."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

PAGE = 4096


def spoil(path: Path, table: str) -> None:
    """Turn over the first byte of the first page of a table in a closed plain book."""
    with closing(dbapi2.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as raw:
        (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    whole = bytearray(path.read_bytes())
    whole[(root - 1) * PAGE] ^= 0xFF
    path.write_bytes(whole)
