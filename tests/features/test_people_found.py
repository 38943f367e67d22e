"""The short ways by which a name is settled while typing come to the same as taking it apart."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.book import Book
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.finding import find
from app.features.customers.people import _fitting, _level, _needle, find_people
from app.rules.folding import index_words, query_terms
from app.rules.names import sort_key

NAMES = st.text("abeoumälörüÄßœæøåqi -'’.&田中タ1éД", min_size=1, max_size=14)


@given(NAMES, st.integers(0, 14), st.integers(0, 14))
@example("a'e", 1, 3)
@example("Aün Müller", 4, 7)
@example("Jean-Luc O'Brien", 0, 8)
def test_a_part_of_a_name_fits_as_the_index_has_it(name: str, start: int, end: int) -> None:
    wanted = [term.variants for term in query_terms(name[start:end])]
    stored, key = index_words(name), sort_key(name, "company")
    fits = all(any(word.startswith(variants) for word in stored) for variants in wanted)
    assert _fitting(wanted)(name, key) == fits
    if fits:
        assert _needle(wanted) in _level(key).replace(" ", "") or _needle(wanted) in _level(key.replace(" ", ""))


@given(NAMES, NAMES)
def test_another_name_fits_only_if_the_index_has_it_too(name: str, typed: str) -> None:
    wanted = [term.variants for term in query_terms(typed)]
    stored = index_words(name)
    fits = all(any(word.startswith(variants) for word in stored) for variants in wanted)
    assert _fitting(wanted)(name, sort_key(name, "company")) == fits


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("Ann Mary Lee", "mary"), ("Ann Mary Lee", "lee mary"), ("Dr. Ann Smith", "dr"), ("<img src=x>", "img src")),
        *(("+49 30 1", typed) for typed in ("+49 30 1", "+49 3", "30 1", "49301", "49")),
        *(("1000 200", "1000 2"), ("1000 200", "1000200"), ("Ann 12/34 56", "ann 34 56"), ("１２ ３４", "12 34")),
    ],
)
def test_a_person_is_found_by_what_no_list_is_sorted_by(book: Book, name: str, typed: str) -> None:
    firm = book.do(AddCustomer(name="Firm")).answer
    book.do(AddContact(firm, name))
    assert [one.name for one in book.ask(find_people, typed)] == [name]
    assert book.ask(find_people, "nobody") == []


@pytest.mark.parametrize("typed", ["1000 200", "1000 2", "1000200 gm", "200"])
def test_a_customer_is_found_by_numbers_in_the_name(book: Book, typed: str) -> None:
    book.do(AddCustomer(name="1000 200 GmbH"))
    book.do(AddCustomer(name="1000 300 GmbH"))
    assert [one.name for one in book.ask(find, typed)] == ["1000 200 GmbH"]
