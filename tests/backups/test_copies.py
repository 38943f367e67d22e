"""A book that was made of another one keeps backups of its own: those of the other one, and their places, stay its."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import clock
from app.as_of import as_of
from app.backup_places import add_place, find_places
from app.book import Book, open_book
from app.features.backups import ChangePlan, Plan, backups, opening_keys
from app.features.customers.commands import AddCustomer
from app.keeping import keep
from app.restoring import restore
from app.rules.retention import Keep
from app.ticket import Ticket
from tests.backups.manners import kept_in, untold


@pytest.mark.parametrize("way", ["restored", "as of a minute"])
def test_a_copy_deletes_no_backup_of_the_book_and_puts_none_beside_them(book: Book, tmp_path: Path, way: str) -> None:
    add_place(book, tmp_path / "kept")
    for name in ("One", "Two", "Three"):
        book.do(AddCustomer(name=name))
        last = keep(book, untold).made.file
    before, to = kept_in(tmp_path / "kept"), str(tmp_path / "look" / "copy.book")
    Path(to).parent.mkdir()
    if way == "restored":
        restore(last, to, book.ask(opening_keys), Ticket())
    else:
        as_of(book, clock.now(), to, Ticket())

    with_copy = open_book(to, "ann")
    try:
        assert (find_places(with_copy), with_copy.ask(backups)) == ([], [])
        with_copy.do(ChangePlan(Plan(None, Keep(daily=1, weekly=0, monthly=0, yearly=0))))
        for name in ("Four", "Five"):
            with_copy.do(AddCustomer(name=name))
            made = keep(with_copy, untold).made.file
    finally:
        with_copy.close()

    assert kept_in(tmp_path / "kept") == before
    assert made.parent == tmp_path / "look" / "copy.book.backups"
