"""What this desk remembers between two days: its window, its last books, its columns, its settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from app.computer.safe_file import read_json, write_json

_MOST_BOOKS = 8
_BOOKS = "books"


@dataclass(frozen=True, slots=True)
class KnownBook:
    """A book that was open at this desk: where it is, whose it is, and as whom it was opened last."""

    location: str
    firm: str
    login: str


def place_of(location: str) -> str:
    """A location as it may be written down: a whole path, or a server's address without its password."""
    if "://" not in location:
        return str(Path(location).expanduser().absolute())
    try:
        parts = urlsplit(location)
    except ValueError:
        return location
    user = parts.username
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}@{host}" if user else host))


class DeskFile:
    """Values under dotted names, JSON in one file; kept in memory until `write`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        found = read_json(path)
        self._values: dict[str, Any] = found if isinstance(found, dict) else {}
        self._written = dict(self._values)

    def beside(self, name: str) -> Path:
        """Where a file of this name lies beside this one."""
        return self._path.with_name(name)

    def recall(self, name: str, default: Any = None) -> Any:
        """What was kept under this name."""
        return self._values.get(name, default)

    def keep(self, name: str, value: Any) -> None:
        """Remember a value (None forgets it); `write` brings it to the disk."""
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value

    def write(self) -> None:
        """Bring what is new to the disk."""
        if self._values != self._written:
            write_json(self._path, self._values)
            self._written = dict(self._values)

    def books(self) -> list[KnownBook]:
        """The books last open here, the newest first; what cannot be read of the list is left out."""
        rows = self.recall(_BOOKS)
        return [book for row in rows if (book := _book(row))] if isinstance(rows, list) else []

    def remember_book(self, book: KnownBook) -> None:
        """Put this book first."""
        others = [known for known in self.books() if known.location != book.location]
        self.keep(_BOOKS, [asdict(known) for known in [book, *others][:_MOST_BOOKS]])

    def last_login(self, location: str) -> str | None:
        """As whom the book was opened here last."""
        place = place_of(location)
        return next((book.login for book in self.books() if book.location == place), None)

    def forget_book(self, location: str) -> None:
        """Take a book off the list; the book itself stays as it is."""
        self.keep(_BOOKS, [asdict(known) for known in self.books() if known.location != location])


def _book(row: Any) -> KnownBook | None:
    match row:
        case {"location": str(location), "firm": str(firm), "login": str(login)}:
            return KnownBook(location, firm, login)
    return None
