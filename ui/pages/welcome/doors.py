"""What the welcome page asks of the program; each answers later, `otherwise` with what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.computer.desk_file import KnownBook
from app.errors import HousebookError

Otherwise = Callable[[HousebookError], object]


class Doors(Protocol):
    """The ways into a book."""

    def books(self) -> Sequence[KnownBook]:
        """The books last open here."""

    def suggested_file(self, firm: str) -> str:
        """Where a new book of this firm may be put."""

    def look(self, location: str, then: Callable[[list[tuple[str, str]]], object], otherwise: Otherwise) -> None:
        """Login and name of those who may open the book."""

    def enter(self, location: str, login: str, otherwise: Otherwise) -> None:
        """Open the book; when that is done, this page is gone."""

    def create(self, location: str, firm: str, login: str, name: str, otherwise: Otherwise) -> None:
        """Make a new book and open it."""

    def sample(self, progress: Callable[[str, int, int], None], otherwise: Otherwise) -> None:
        """Make the sample company if it is not there yet, and open it."""

    def forget(self, location: str) -> None:
        """Take a book off the list."""
