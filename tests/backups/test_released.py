"""One backup of each step of the tables is kept in `released/`, and becomes a book of today, in a file and on a server.

Beside each lie the words of its recovery key: no secret, as its book is the sample company's.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.book import check_book, open_book
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.touchpoints import TouchFilter, firm_time_line
from app.proof import verify
from app.restoring import keys_of_words, restore
from app.sign_in import check, sign_in
from app.ticket import Ticket

KEPT = sorted((Path(__file__).parent / "released").glob("*.hbk"))
ANNS, BENS = "sun boat grey kettle", "four dry old trees"


@pytest.mark.parametrize("backup", KEPT, ids=lambda path: path.stem)
def test_it_becomes_a_book_of_today(backup: Path, location: str, engine_kind: str) -> None:
    words = backup.with_suffix(".words").read_text("utf-8")
    restore(backup, location, keys_of_words(words), Ticket())

    in_file = engine_kind == "sqlite"
    with closing(sign_in(location, "ann", ANNS) if in_file else open_book(location, "ann")) as book:
        (found,) = book.ask(find, "talleres")
        assert [one.customer_id for one in book.ask(firm_time_line, TouchFilter(words="zebra"))] == [found.id]
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        assert book.ask(verify).ok
    if in_file:
        sign_in(location, "ben2", BENS).close()
    assert (check(location, "ann", ANNS) if in_file else check_book(location)) == []
