"""A book that was meddled with is found out, on either engine."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.book import Book
from app.entrance import check_book
from app.features.sampling import FillWithSample
from app.store.checking import lost_rows, out_of_step

MEDDLINGS = {
    "DELETE FROM listing WHERE customer_id = (SELECT min(customer_id) FROM listing)": [
        "1 customer without a line in the list",
        "1 entry of the search without a line in the list",
    ],
    "UPDATE listing SET customer_id = -1 WHERE customer_id = (SELECT min(customer_id) FROM listing)": [
        "1 line of the list without a customer",
        "1 customer without a line in the list",
    ],
    "UPDATE listing SET rank = -1 WHERE customer_id = (SELECT min(customer_id) FROM listing)": [
        "1 line of the list not found by any search",
        "1 entry of the search without a line in the list",
    ],
    "DELETE FROM said WHERE {said} = (SELECT min(id) FROM touch_points WHERE withdrawn_at IS NULL)": [
        "1 touch point not found by any search",
    ],
    "UPDATE changes SET operation_id = -5 WHERE id = (SELECT min(id) FROM changes)": [
        "1 row of the table changes belongs to no row of operations",
    ],
}


def meddle(session: Session, kind: str, statement: str) -> None:
    """As a foreign tool would, that minds no foreign keys."""
    if kind == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(statement.format(said="rowid" if kind == "sqlite" else "id")))
    session.commit()


@pytest.fixture
def place_of(book: Book, place: str) -> str:
    book.do(FillWithSample(20))
    return place


def test_a_whole_book_has_no_problems(place_of: str) -> None:
    assert check_book(place_of) == []


@pytest.mark.parametrize("statement", MEDDLINGS)
def test_what_is_out_of_step_is_told(book: Book, place_of: str, statement: str) -> None:
    if book.kind == "sqlite":
        foreign = dbapi2.connect(place_of, isolation_level=None)
        foreign.execute(statement.format(said="rowid"))
        foreign.close()
    else:
        with book._store.writing() as session:
            meddle(session, book.kind, statement)
    with book._store.reading() as session:
        connection = session.connection()
        assert [*lost_rows(connection), *out_of_step(connection)] == MEDDLINGS[statement]
    assert set(check_book(place_of)) >= set(MEDDLINGS[statement])
