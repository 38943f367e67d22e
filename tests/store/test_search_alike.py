"""Both engines answer the same questions with the same customers, in the same order."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.book import Book, create_book, open_book
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, customer_ids, first_lines, letters
from app.features.customers.people import find_people
from app.features.sampling import FillWithSample
from app.features.touchpoints import TouchFilter, firm_time_line
from app.store.hot import rows_of
from app.store.seeking import customers_like
from tests.postgres import drop_database, fresh_database

QUESTIONS = 500
SORTED_BY = ("name", "number", "stage", "town", "phone", "email", "tags", "owner", "touch", "kind")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, new_file: Path) -> Iterator[list[Book]]:
    path = tmp_path_factory.mktemp("alike") / "firm.book"
    shutil.copyfile(new_file, path)
    url = fresh_database()
    create_book(url, "Nordlicht Handel", "ann", "Ann Becker").close()
    opened = [open_book(str(path), "ann"), open_book(url, "ann")]
    for book in opened:
        book.do(FillWithSample(300))
        book.do(AddContact(book.do(AddCustomer(name="1000 200 GmbH")).answer, "+49 30 1"))
    yield opened
    for book in opened:
        book.close()
    drop_database(url)


def questions(book: Book) -> list[str]:
    """What people type: beginnings of words, two words in any order, parts of numbers, addresses, nothing at all."""
    chance = random.Random(7)
    lines = book.ask(first_lines, ListFilter(), (("name", False),), 300)
    asked = ["", "zzz no hit", "müller", "mueller", "muller", '"', "%", "12", "田", "@"]
    asked += ["+49 30 1", "+49 3", "30 1", "49301", "1000 200", "1000 2", "200"]
    while len(asked) < QUESTIONS:
        line = chance.choice(lines)
        words = line.name.split()
        digits = "".join(sign for sign in line.phone if sign.isdigit())
        start = chance.randrange(max(len(digits) - 3, 1))
        asked += [
            words[0][: chance.randint(1, 5)],
            f"{words[-1]} {words[0][:3]}",
            digits[start : start + chance.randint(3, 6)] or line.town,
            line.email.partition("@")[2] or line.town,
            f"{words[0]} {line.town[:4]}",
        ]
    return asked[:QUESTIONS]


def test_every_question_has_the_same_answer(books: list[Book]) -> None:
    hits = 0
    for words in questions(books[0]):
        here, there = ([line.name for line in book.ask(find, words)] for book in books)
        assert here == there, words
        people = [[person.name for person in book.ask(find_people, words)] for book in books]
        assert people[0] == people[1], words
        hits += bool(here)
    assert hits > QUESTIONS * 0.8


@pytest.mark.parametrize("column", SORTED_BY)
@pytest.mark.parametrize("down", [False, True])
def test_every_order_is_the_same(books: list[Book], column: str, down: bool) -> None:
    orders = []
    for book in books:
        lines = book.ask(first_lines, ListFilter(), ((column, down),), 300)
        orders.append([line.name for line in lines])
        assert [line.id for line in lines] == list(book.ask(customer_ids, ListFilter(), ((column, down),)))
    assert orders[0] == orders[1]


def test_the_letters_are_the_same(books: list[Book]) -> None:
    file, server = books
    assert file.ask(letters, ListFilter()) == server.ask(letters, ListFilter())


@pytest.mark.parametrize("words", ["", "offer", "price list", "zzz", "a"])
def test_what_was_said_is_found_alike(books: list[Book], words: str) -> None:
    said = [[(entry.at, entry.words) for entry in book.ask(firm_time_line, TouchFilter(words=words))] for book in books]
    assert said[0] == said[1]


def test_a_server_looks_for_short_words_only_in_what_longer_ones_find(books: list[Book]) -> None:
    def asked_of_the_index(session: Session) -> list[str]:
        like = customers_like(session, "s.r.o Marti")
        assert like is not None
        for other_way in ("seqscan", "indexscan", "indexonlyscan"):
            rows_of(session, f"SELECT set_config('enable_{other_way}', 'off', true)", {})
        plan = rows_of(session, f"EXPLAIN SELECT customer_id FROM listing WHERE {like.sql}", like.parameters)
        return [line for (line,) in plan if "Index Cond: (words" in line]

    (line,) = books[1].ask(asked_of_the_index)
    assert "'marti'" in line and "'s'" not in line
