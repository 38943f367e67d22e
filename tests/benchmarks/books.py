"""The books that are measured: one sample company, plain, encrypted and on a server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.book import Book, open_book

LOGIN = "ann"
KEY = bytes(range(32))
FILES = ("plain", "encrypted")
KINDS = (*FILES, "server")


@dataclass(frozen=True, slots=True)
class Books:
    """Where the same sample company stands, in as many of the three kinds as are wanted."""

    folder: Path
    customers: int
    kinds: tuple[str, ...]
    server: str = ""
    """The address of the book there."""

    @property
    def plain(self) -> Path:
        """The file that is not encrypted."""
        return self.folder / f"{self.customers}.book"

    @property
    def encrypted(self) -> Path:
        """The same, encrypted under `KEY`."""
        return self.folder / f"{self.customers}.encrypted.book"

    @property
    def files(self) -> tuple[str, ...]:
        """The kinds among those wanted that are files."""
        return tuple(kind for kind in self.kinds if kind in FILES)

    def place(self, kind: str) -> str:
        """Where one of `KINDS` stands."""
        return self.server if kind == "server" else str(self.encrypted if kind == "encrypted" else self.plain)

    def open(self, kind: str) -> Book:
        """One of `KINDS`, opened by its owner."""
        return open_book(self.place(kind), LOGIN, KEY if kind == "encrypted" else None)
