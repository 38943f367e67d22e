"""What is shown of a book while it is being opened: only what this user may see, and never a word of complaint."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.book import Book, create_book
from app.features.customers.commands import AddCustomer
from app.features.customers.lists import ListFilter, first_lines
from app.glimpse import glimpse
from tests.books import FIRM, OWNER

KEY = bytes(range(32))
LOADED = "import sys, ui.pages.customers.first_sight, ui.window, ui.main; print('sqlalchemy' in sys.modules)"


def _fill(book: Book) -> None:
    for name in ("Zander & Co", "Åse Ahl", "Müller Bau"):
        book.do(AddCustomer("company", name))


def test_the_first_customers_stand_as_the_list_has_them(file_book: Book) -> None:
    _fill(file_book)
    seen = glimpse(file_book.location, OWNER)
    assert seen is not None
    assert (seen.firm, seen.user, str(seen.role)) == (FIRM, "Ann Becker", "owner")
    for line, first in zip(file_book.ask(first_lines, ListFilter(), (("name", False),)), seen.lines, strict=True):
        assert [getattr(line, name) for name in first._fields] == list(first)


def test_an_encrypted_book_needs_its_key(tmp_path: Path) -> None:
    place = tmp_path / "firm.book"
    book = create_book(str(place), FIRM, OWNER, key=KEY)
    _fill(book)
    book.close()
    assert glimpse(str(place), OWNER) is None
    assert glimpse(str(place), OWNER, bytes(32)) is None
    seen = glimpse(str(place), OWNER, KEY)
    assert seen is not None
    assert len(seen.lines) == 3


def test_what_is_not_plain_is_left_to_the_opening(file_book: Book, tmp_path: Path) -> None:
    assert glimpse(file_book.location, OWNER) is None  # nobody there yet: the page says what belongs here
    _fill(file_book)
    assert glimpse(file_book.location, "nobody") is None
    assert glimpse(str(tmp_path / "none.book"), OWNER) is None
    assert glimpse("postgresql://nowhere/book", OWNER) is None
    torn = tmp_path / "torn.book"
    torn.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 20)
    assert glimpse(str(torn), OWNER) is None
    assert not (tmp_path / "none.book").exists()


def test_the_first_sight_loads_no_database_library() -> None:
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
