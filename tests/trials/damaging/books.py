"""A closed book with all that a file can hold, plain or encrypted, and the places in it that are worth a hit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sqlcipher3 import dbapi2

from app.book import create_book
from app.features.sampling import fill_with_sample

KEY = bytes(range(32))
PAGE = 4096
LOGIN = "ann"
_CUSTOMERS = 60
_HEADER = (0, 16, 18, 19, 20, 24, 28, 32, 36, 40, 44, 52, 56, 60, 68, 92)


@dataclass(frozen=True, slots=True)
class Hit:
    """One damage: a bit that is turned over, or (without one) the file cut off at the offset."""

    offset: int
    bit: int | None = None

    @property
    def page(self) -> int:
        """The page that is hit, from 1."""
        return self.offset // PAGE + 1

    def on(self, whole: bytes) -> bytes:
        """The file as it is after it."""
        if self.bit is None:
            return whole[: self.offset]
        return whole[: self.offset] + bytes([whole[self.offset] ^ 1 << self.bit]) + whole[self.offset + 1 :]


def make(path: Path, key: bytes | None = None) -> bytes:
    """All bytes of a new closed book with customers, a journal and pages that are free."""
    book = create_book(str(path), "Nordlicht Handel", LOGIN, key=key)
    fill_with_sample(book.do, _CUSTOMERS)
    book.close()
    with closing(_opened(path, key)) as raw:
        raw.execute("CREATE TABLE left_over AS SELECT * FROM changes LIMIT 300")
        raw.execute("DROP TABLE left_over")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def _opened(path: Path, key: bytes | None) -> Any:
    raw = dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return raw


def roots(path: Path, key: bytes | None = None) -> list[int]:
    """The first page of each table and index, those of the search among them."""
    with closing(_opened(path, key)) as raw:
        return [page for (page,) in raw.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0 ORDER BY 1")]


def first_free(whole: bytes) -> int:
    """The page that lists the free pages of a plain file."""
    return int.from_bytes(whole[32:36])


def hits(whole: bytes, pages: list[int], number: int, luck: Random) -> Iterator[Hit]:
    """So many hits: half of them at places chosen for what stands there, a tenth of them cuts, the others anywhere."""
    last = len(whole) // PAGE
    cuts = [0, 1, 511, 512, PAGE - 1, PAGE, PAGE + 1, len(whole) // 2, len(whole) - PAGE, len(whole) - 1]
    chosen = [*_HEADER, *(100 + n for n in range(12)), *((last - 1) * PAGE + n for n in range(8))]
    chosen += [(page - 1) * PAGE + place for page in pages for place in (0, 1, 3, 5, 7, 8, 9)]
    for n in range(number):
        if n % 10 == 0:
            yield Hit(cuts[n // 10] if n // 10 < len(cuts) else luck.randrange(len(whole)))
        else:
            place = luck.choice(chosen) if n % 2 else luck.randrange(len(whole))
            yield Hit(place, luck.randrange(8))
