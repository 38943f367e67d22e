"""A book copied to a server answers as the file does, is sound, and goes on from there; rows measure it alone."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from app.book import Book, create_book, open_book
from app.entrance import check_book
from app.features.customers.card import card, photo
from app.features.customers.commands import AddCustomer
from app.features.customers.lists import ListFilter, customer_ids, first_lines, letters
from app.features.journal.reading import JournalFilter, changes_of, journal
from app.features.sampling import fill_with_sample
from app.features.touchpoints import LogTouchPoint, TouchFilter, firm_time_line, time_line
from app.features.undo import UndoOperation
from app.proof import verify
from app.unlocking import signing_key
from tests.benchmarks.__main__ import measured
from tests.benchmarks.books import LOGIN, Books
from tests.benchmarks.copying import copy_book
from tests.benchmarks.words import typed
from tests.postgres import drop_database, fresh_database
from ui.pages.customers.search import customers_found, people_found

CUSTOMERS = 40
ODD = 'a "quoted", word\n\\.\n\\N\t""\n'
EVERYBODY, BY_NAME = ListFilter(), (("name", False),)
DEFINED = (
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL"
    " SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace"
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    folder, url = tmp_path_factory.mktemp("copied"), fresh_database()
    books = Books(folder, CUSTOMERS, ("server",), url)
    with closing(create_book(str(books.plain), "Nordlicht Handel", LOGIN)) as book:
        fill_with_sample(book.do, CUSTOMERS)
        book.do(AddCustomer(name='Odd "Signs" & Co', values={"notes": ODD}))
    create_book(url, "Another firm", LOGIN).close()
    before = defined(url)
    copy_book(books.plain, url)
    assert defined(url) == before, "as the program makes them"
    yield books
    drop_database(url)


def defined(url: str) -> list[str]:
    with psycopg.connect(url) as raw:
        return sorted(line for (line,) in raw.execute(DEFINED.encode()))


@pytest.fixture
def both(copied: Books) -> Iterator[tuple[Book, Book]]:
    with closing(copied.open("plain")) as here, closing(copied.open("server")) as there:
        yield here, there


def test_lists_cards_and_time_lines_are_the_same(both: tuple[Book, Book]) -> None:
    here, there = both
    ids = list(here.ask(customer_ids, EVERYBODY, BY_NAME))
    assert list(there.ask(customer_ids, EVERYBODY, BY_NAME)) == ids
    for asked in ((first_lines, EVERYBODY, BY_NAME), (letters, EVERYBODY), (firm_time_line, TouchFilter())):
        assert there.ask(*asked) == here.ask(*asked) != []
    for customer in ids:
        assert there.ask(card, customer) == here.ask(card, customer)
        assert there.ask(time_line, customer) == here.ask(time_line, customer)


def test_pictures_are_the_same(both: tuple[Book, Book]) -> None:
    here, there = both
    digests = [
        one.photo for customer in here.ask(customer_ids, EVERYBODY, ()) if (one := here.ask(card, customer)).photo
    ]
    assert digests
    for digest in digests:
        assert there.ask(photo, digest) == here.ask(photo, digest) is not None


def test_nothing_stays_nothing(both: tuple[Book, Book]) -> None:
    here, there = both
    assert there.ask(signing_key) is here.ask(signing_key) is None


def test_the_same_is_found_by_what_people_type(both: tuple[Book, Book]) -> None:
    here, there = both
    for words in [words for some in typed(here, each=4).values() for words in some]:
        assert there.ask(customers_found, words) == here.ask(customers_found, words), words
        assert there.ask(people_found, words) == here.ask(people_found, words), words
    said = TouchFilter(words="price")
    assert there.ask(firm_time_line, said) == here.ask(firm_time_line, said) != []


def test_the_journal_is_the_same_and_holds(both: tuple[Book, Book]) -> None:
    here, there = both
    lines = here.ask(journal, JournalFilter())
    assert there.ask(journal, JournalFilter()) == lines
    for line in lines:
        assert there.ask(changes_of, line.id) == here.ask(changes_of, line.id)
    assert there.ask(verify).ok


def test_it_is_sound_and_takes_a_save_and_its_undo(copied: Books) -> None:
    with closing(open_book(copied.server, LOGIN)) as book:
        customer = book.ask(customer_ids, EVERYBODY, BY_NAME)[0]
        before = book.ask(time_line, customer), book.revision()
        done = book.do(LogTouchPoint(customer, "call", "Asked for zebra stripes"))
        assert [one.customer_id for one in book.ask(firm_time_line, TouchFilter(words="zebra"))] == [customer]
        book.do(UndoOperation(done.operation or 0))
        assert (book.ask(time_line, customer), book.revision() - 2) == before
    assert check_book(copied.server) == []


@pytest.mark.parametrize("row", ["whole_list", "importing"])
def test_a_row_of_the_server_alone_comes_to_figures(copied: Books, row: str) -> None:
    figures = list(measured(copied, row))
    assert figures
    assert all(", server" in figure.what and any(map(str.isdigit, figure.measured)) for figure in figures)
