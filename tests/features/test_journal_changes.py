"""What an operation did, row by row: each with the values it left, in few statements however many rows there are."""

from __future__ import annotations

import pytest

from app.book import Book
from app.features.customers.commands import BringBackCustomers, EditCustomer, RetireCustomers
from app.features.customers.lists import ListFilter, customer_ids
from app.features.importing import ImportCards, read_files
from app.features.journal.reading import JournalFilter, changes_of, journal
from app.features.lists import AddTag
from tests.statements import noted

CARDS = "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:Firm {n}\nORG:Firm {n}\nEND:VCARD\n" for n in range(200))


@pytest.fixture
def firms(book: Book) -> list[int]:
    book.do(ImportCards(read_files([("firms.vcf", CARDS.encode())])))
    return list(book.ask(customer_ids, ListFilter(), ()))


def statements(book: Book, operation: int) -> int:
    with noted() as asked:
        assert len(book.ask(changes_of, operation)) == 200
    return len(asked)


def test_two_hundred_rows_take_few_statements(book: Book, firms: list[int]) -> None:
    retired = book.do(RetireCustomers(firms)).operation
    book.do(BringBackCustomers(firms))
    assert retired is not None
    assert statements(book, retired) < 60


def test_each_change_has_the_values_that_it_left(book: Book, firms: list[int]) -> None:
    one, other = firms[:2]
    operations = [book.do(EditCustomer(one, {"notes": pair})).operation for pair in (("", "a"), ("a", "b"), ("b", ""))]
    book.do(EditCustomer(other, {"notes": ("", "not mine")}))
    told = [book.ask(changes_of, operation)[0].sentence for operation in operations if operation is not None]
    assert [sentence.partition(": ")[2] for sentence in told] == ["notes: – → a", "notes: a → b", "notes: b → –"]


@pytest.mark.parametrize("words", ["Ärzte", "ärzte", "ÄRZTE", "süd ärz", "SÜD", "ΩΜΈΓΑ", "100%", "tag"])
def test_an_operation_is_found_by_words_in_large_and_small_letters_of_any_alphabet(book: Book, words: str) -> None:
    book.do(AddTag("Ärzte Süd ωμέγα 100%"))
    book.do(AddTag("Arzte Sud"))
    (first, *others) = book.ask(journal, JournalFilter(words=words))[::-1]
    assert "Ärzte Süd ωμέγα 100%" in first.summary
    assert bool(others) == (words == "tag")
