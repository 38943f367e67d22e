"""Memory for the pages of a book in a file: little for each connection, more while many rows are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.book import Book
from app.errors import Refused
from app.models import Tag
from app.rules.permissions import Permission
from app.work import Command, Work

SMALL, LARGE = -4096, -65536


def room(session: Session) -> int:
    """Kilobytes, as SQLite tells them."""
    return int(session.execute(text("PRAGMA cache_size")).scalar_one())


@dataclass(frozen=True)
class AddMany(Command[int]):
    """Many tags at once; answers how much room there was for it."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    number: int
    stumble: bool = False

    def carry_out(self, work: Work) -> int:
        rows: list[dict[str, Any]] = [{"name": f"tag {self.number} {place}"} for place in range(self.number)]
        work.add_many(Tag, rows)
        if self.stumble:
            raise Refused("Not that many.")
        work.say(f"Added {self.number} tags")
        return room(work.session)


def test_there_is_more_room_while_many_rows_are_written(file_book: Book) -> None:
    assert file_book.ask(room) == SMALL
    assert file_book.do(AddMany(3)).answer == SMALL
    assert file_book.do(AddMany(300)).answer == LARGE
    assert file_book.ask(room) == SMALL


def test_the_room_is_given_back_after_a_refusal_too(file_book: Book) -> None:
    with pytest.raises(Refused):
        file_book.do(AddMany(300, stumble=True))
    assert file_book.ask(room) == SMALL
