"""A book goes from a file to a server and back by backups, and is the same: row for row, its lists, its journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from app.archive.form import Counted
from app.backing_up import back_up
from app.book import Book, create_book, open_book
from app.entrance import check_book
from app.features.backups import opening_keys
from app.features.customers.card import card, photo
from app.features.customers.commands import AddCustomer, SetPhoto
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, customer_ids, first_lines, letters
from app.features.journal.reading import JournalFilter, journal
from app.features.sampling import fill_with_sample
from app.features.touchpoints import LogTouchPoint, TouchFilter, firm_time_line, time_line
from app.features.undo import UndoOperation
from app.opened_backup import checked, keys_of_words
from app.proof import verify
from app.proving import counted
from app.restoring import restore
from app.rules.permissions import for_everybody
from app.store.lines import SHAPES
from app.ticket import Ticket
from tests.postgres import drop_database, fresh_database

ODD = "".join(map(chr, range(1, 0x180))) + ' "quoted"\\ \\N \\. \u2028 \U0001f9ed \u202e'
"""Whatever may be typed; the book itself takes out what is no text."""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@dataclass(frozen=True)
class Trip:
    """The same book in three places; the tables of the two backups between them."""

    places: tuple[str, str, str]
    there: dict[str, Counted]
    back: dict[str, Counted]


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trip]:
    folder, url = tmp_path_factory.mktemp("trip"), fresh_database()
    told: list[str] = []
    first, last = str(folder / "first.book"), str(folder / "last.book")
    with closing(create_book(first, "Nordlicht Handel", "ann")) as book:
        fill_with_sample(book.do, 30)
        odd = book.do(AddCustomer(name='Odd "Signs" & Co', values={"notes": ODD})).answer
        book.do(SetPhoto(odd, PNG))
        book.do(UndoOperation(book.do(LogTouchPoint(odd, "call", "taken back")).operation or 0))
        back_up(book, folder / "before", told.append)
        made = back_up(book, folder / "there", told.append)
        keys = book.ask(opening_keys)
    restore(made.file, url, keys, Ticket())
    with closing(open_book(url, "ann")) as book:
        again = back_up(book, folder / "back", told.append)
    printed = keys_of_words(*told)
    restore(again.file, last, printed, Ticket())
    there, back = (checked(one.file, printed, Ticket()).manifest.tables for one in (made, again))
    yield Trip((first, url, last), there, back)
    drop_database(url)


@pytest.fixture
def books(trip: Trip) -> Iterator[list[Book]]:
    with ExitStack() as stack:
        yield [stack.enter_context(closing(open_book(place, "ann"))) for place in trip.places]


@for_everybody
def digests(session: Session) -> dict[str, Counted]:
    return counted(session.connection(), SHAPES, Ticket())


def test_every_table_is_the_same_row_for_row(trip: Trip) -> None:
    """But for the list of backups, which stays the first book's, and the one operation that says so."""
    differing = {table for table in trip.there if trip.there[table] != trip.back[table]}
    assert differing == {"backups", "book", "changes", "operations"}
    assert (trip.there["backups"].rows, trip.back["backups"].rows) == (1, 0)
    assert trip.back["operations"].rows == trip.there["operations"].rows + 1
    assert trip.there["customers"].rows > 30
    with closing(open_book(trip.places[2], "ann")) as last:
        assert last.ask(digests) == trip.back


def test_lists_cards_pictures_and_time_lines_are_the_same(books: list[Book]) -> None:
    first, *others = books
    ids = first.ask(customer_ids, ListFilter(), (("name", False),))
    pictures = [digest for one in ids if (digest := first.ask(card, one).photo)]
    assert len(pictures) > 1
    for book in others:
        assert book.ask(first_lines, ListFilter(), ()) == first.ask(first_lines, ListFilter(), ())
        assert book.ask(letters, ListFilter()) == first.ask(letters, ListFilter())
        assert book.ask(firm_time_line, TouchFilter()) == first.ask(firm_time_line, TouchFilter())
        for one in ids:
            assert book.ask(card, one) == first.ask(card, one)
            assert book.ask(time_line, one) == first.ask(time_line, one)
        assert [book.ask(photo, one) for one in pictures] == [first.ask(photo, one) for one in pictures]


@pytest.mark.parametrize("words", ["odd", "mue", "49", "price", "signs & co"])
def test_the_same_is_found(books: list[Book], words: str) -> None:
    found = [[line.name for line in book.ask(find, words)] for book in books]
    said = [book.ask(firm_time_line, TouchFilter(words=words)) for book in books]
    assert found[0] == found[1] == found[2]
    assert said[0] == said[1] == said[2]


def test_the_journal_is_the_same_and_holds(books: list[Book]) -> None:
    left, *known = books[2].ask(journal, JournalFilter())
    assert left.summary.startswith("Left the backups")
    for book in books:
        assert [line for line in book.ask(journal, JournalFilter()) if line.revision < left.revision] == known
        assert book.ask(verify).ok


def test_each_is_sound_and_goes_on_with_keys_of_its_own(trip: Trip) -> None:
    for place in trip.places[1:]:
        with closing(open_book(place, "ann")) as book:
            done = book.do(AddCustomer(name="Quarkwerk Zyx"))
            assert [line.name for line in book.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]
            book.do(UndoOperation(done.operation or 0))
            assert book.ask(verify).ok
        assert check_book(place) == []
