"""What the list asks the database: nothing that gets slower further down."""

from __future__ import annotations

import pytest

from app.book import Book
from app.features.customers.commands import AddCustomer, RetireCustomers
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, count_customers, customer_ids, first_lines, letters, lines_of
from app.features.customers.reaches import AddressInput
from app.features.touchpoints import time_line
from tests.statements import noted

COLUMNS = ("name", "number", "stage", "town", "phone", "email", "tags", "owner", "touch", "kind")


@pytest.fixture
def customers(book: Book) -> list[int]:
    return [book.do(AddCustomer(name=name)).answer for name in ("Ärmel AG", "Bär & Söhne", "7 Zwerge", "Öl", "Ζευς")]


def test_no_page_is_found_by_counting_lines(book: Book, customers: list[int]) -> None:
    with noted() as seen:
        for column in COLUMNS:
            for down in (False, True):
                assert len(book.ask(first_lines, ListFilter(), ((column, down),), 200)) == len(customers)
        ids = book.ask(customer_ids, ListFilter(), ())
        book.ask(lines_of, ids[2:4])
        book.ask(letters, ListFilter())
        book.ask(time_line, customers[0])
    assert len(seen) > len(COLUMNS)
    assert [statement for statement, _ in seen if "OFFSET" in statement.upper()] == []


def test_the_letters_of_all_are_those_of_a_list_that_happens_to_hold_all(book: Book, customers: list[int]) -> None:
    everybody = book.ask(letters, ListFilter())
    assert everybody == book.ask(letters, ListFilter(without=("email",)))
    assert everybody == [("#", 1), ("A", 1), ("B", 1), ("O", 1), ("#", 1)]
    assert sum(count for _, count in everybody) == book.ask(count_customers, ListFilter()) == len(customers)


def test_a_narrow_list_of_many_towns_takes_few_statements(book: Book) -> None:
    for number in range(60):
        book.do(AddCustomer(name=f"Bau {number}", addresses=[AddressInput(town=f"Town {number:03}")]))
    book.do(AddCustomer(name="Bau Homeless"))
    for down in (False, True):
        with noted() as seen:
            found = book.ask(first_lines, ListFilter(words="Bau"), (("town", down),), 200)
        assert [line.town for line in found] == [*sorted((line.town for line in found[:-1]), reverse=down), ""]
        assert [line.id for line in found] == list(book.ask(customer_ids, ListFilter(words="Bau"), (("town", down),)))
        assert len(seen) < 100


def test_many_retired_do_not_make_typing_take_many_statements(book: Book) -> None:
    first = book.do(AddCustomer(name="Bau First")).answer
    book.do(RetireCustomers([book.do(AddCustomer(name=f"Bau {number}")).answer for number in range(90)]))
    with noted() as seen:
        assert [line.id for line in book.ask(find, "bau", 3)] == [first]
    assert len(seen) < 20
