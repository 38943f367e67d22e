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

    def place(self, kind: str) -> str:
        """Where one of `plain`, `encrypted`, `server` stands."""
        return (self.server or "") if kind == "server" else str(self.encrypted if kind == "encrypted" else self.plain)

    def has(self, kind: str) -> bool:
        """Whether there is one of this kind."""
        return self.server is not None if kind == "server" else Path(self.place(kind)).exists()

    def open(self, kind: str) -> Book:
        """One of `plain`, `encrypted`, `server`, opened by its owner."""
        if kind == "server":
            return open_book(self.server or "", LOGIN)
        encrypted = kind == "encrypted"
        return open_book(str(self.encrypted if encrypted else self.plain), LOGIN, KEY if encrypted else None)
