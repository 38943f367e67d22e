"""One backup of each step of the tables is kept in `released/`, and becomes a book of today, in a file and on a server.

Beside each lie the words of its recovery key: no secret, as its book is the sample company's.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.book import open_book
from app.entrance import check_book
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.touchpoints import TouchFilter, firm_time_line
from app.opened_backup import keys_of_words
from app.proof import verify
from app.restoring import restore
from app.sign_in import check, sign_in
from app.store.schema import HEAD
from app.ticket import Ticket
from tests.backups.keep_released import BEN, RELEASED, WORD
from tests.locked import ANNS, BENS

KEPT = sorted(RELEASED.glob("*.hbk"))


def test_there_is_one_of_the_newest_step() -> None:
    how = f"No backup of step {HEAD} is kept. Run once: python -m tests.backups.keep_released"
    assert (RELEASED / f"{HEAD}.hbk").exists(), how


@pytest.mark.parametrize("backup", KEPT, ids=lambda path: path.stem)
def test_it_becomes_a_book_of_today(backup: Path, location: str, engine_kind: str) -> None:
    words = backup.with_suffix(".words").read_text("utf-8")
    restore(backup, location, keys_of_words(words), Ticket())

    in_file = engine_kind == "sqlite"
    with closing(sign_in(location, "ann", ANNS) if in_file else open_book(location, "ann")) as book:
        (found,) = book.ask(find, "talleres")
        assert [one.customer_id for one in book.ask(firm_time_line, TouchFilter(words=WORD))] == [found.id]
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        assert book.ask(verify).ok
    if in_file:
        sign_in(location, BEN, BENS).close()
    assert (check(location, "ann", ANNS) if in_file else check_book(location)) == []
