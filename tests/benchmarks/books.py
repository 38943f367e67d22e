"""The books that are measured: one sample company, plain, encrypted and on a server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.book import Book, open_book

LOGIN = "ann"
KEY = bytes(range(32))


@dataclass(frozen=True, slots=True)
class Books:
    """Where the same sample company stands, three times; no server where none was wanted."""

    folder: Path
    customers: int
    server: str | None

    @property
    def plain(self) -> Path:
        """The file that is not encrypted."""
        return self.folder / f"{self.customers}.book"

    @property
    def encrypted(self) -> Path:
        """The same, encrypted under `KEY`."""
        return self.folder / f"{self.customers}.encrypted.book"

    def open(self, kind: str) -> Book:
        """One of `plain`, `encrypted`, `server`, opened by its owner."""
        if kind == "server":
            return open_book(self.server or "", LOGIN)
        encrypted = kind == "encrypted"
        return open_book(str(self.encrypted if encrypted else self.plain), LOGIN, KEY if encrypted else None)
