"""The look at what killed writers left notices what is lost, and what is not sound."""

from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from app.book import Book
from app.features.customers.commands import AddCustomer
from app.rules.uid import new_uid
from tests.trials.writers.notes import Save
from tests.trials.writers.verdict import faults, lost
from tests.trials.writers.writer import save_once

SAVES = [
    Save(kind, new_uid(), word) for kind, word in (("touch", "abcde"), ("customer", "fghij"), ("taken-back", "klmno"))
]


@pytest.fixture
def written(file_book: Book) -> str:
    customer = file_book.do(AddCustomer(name="Customer")).answer
    for save in SAVES:
        save_once(file_book, customer, save)
    file_book.close()
    return file_book.location


def meddle(location: str, statement: str) -> None:
    with closing(dbapi2.connect(location, isolation_level=None)) as raw:
        raw.execute(statement)


def test_what_was_saved_is_there_and_sound(written: str) -> None:
    assert lost(written, None, SAVES) == [] and faults(written, None) == []


def test_saves_that_are_not_there_are_lost(written: str) -> None:
    others = [Save(save.kind, new_uid(), save.word + "x") for save in SAVES[:2]]
    assert lost(written, None, [*SAVES, *others]) == others


def test_a_save_that_no_search_finds_is_lost(written: str) -> None:
    meddle(written, "DELETE FROM said")
    assert lost(written, None, SAVES) == SAVES[:1]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM said",
        "DELETE FROM search_words WHERE rowid = (SELECT max(rowid) FROM search_words)",
        "DELETE FROM said_data WHERE id > 10",
        "UPDATE search_digits_data SET block = zeroblob(64) WHERE id > 10",
        "UPDATE operations SET summary = 'Nothing' WHERE revision = 3",
        "UPDATE operations SET revision = 99 WHERE revision = 4",
    ],
)
def test_what_is_not_sound_is_noticed(written: str, statement: str) -> None:
    meddle(written, statement)
    assert faults(written, None)
