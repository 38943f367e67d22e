"""Erased for good: in no table, not in the journal, and the chain still verifies; nobody brings them back."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from app.book import Book, create_book, open_book
from app.erasing import EraseAgain
from app.errors import NotAllowed, NotFound, Refused
from app.features.assignments import Assign
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers, SetPhoto
from app.features.customers.contacts import AddContact, LinkContact
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, count_customers
from app.features.customers.reaches import EmailInput, PhoneInput
from app.features.erasing import EraseCustomer
from app.features.followups import AddFollowUp
from app.features.journal.reading import JournalFilter, journal
from app.features.journal.verifying import verify
from app.features.leaving import LedgerFilter, ledger
from app.features.leaving.held import Held, all_we_hold
from app.features.roles import AddUserRole, user_roles
from app.features.settings import ChangeSetting
from app.features.team import AddUser
from app.features.touchpoints import LogTouchPoint
from app.features.undo import UndoOperation
from app.holding import Document, holding
from app.leaving import let_out
from app.rules.chain import digest_of
from app.store.erased import erased_path

TRACES = ("Zyxora", "Quibble", "Wombatina", "zyx@", "5550199", "Marmalade", "Fizzgig")
KEY, SIGNING = bytes(range(32)), b"s" * 32
PICTURE = b"\x89PNG\r\n" + b"x" * 20


def everything(book: Book) -> str:
    """All that stands in any table, as one text."""
    with book._store.reading() as session:
        connection = session.connection()
        names = [name for name in inspect(connection).get_table_names() if not name.startswith(("search", "said"))]
        return "\n".join(repr(row) for name in names for row in session.execute(text(f"SELECT * FROM {name}")))


@pytest.fixture
def zyxora(book: Book) -> int:
    reached = {"phones": (PhoneInput(raw="+49 40 5550199"),), "emails": (EmailInput(address="zyx@x.example"),)}
    key = int(book.do(AddCustomer("company", "Zyxora", {"notes": "Marmalade"}, **reached)).answer)  # type: ignore[arg-type]
    book.do(AddContact(key, "Wombatina Fizzgig", "decides"))
    book.do(EditCustomer(key, {"name": ("Zyxora", "Quibble"), "notes": ("Marmalade", "")}))
    book.do(LogTouchPoint(key, "call", words="Marmalade again"))
    book.do(AddFollowUp(key, date(2030, 1, 1), "Marmalade"))
    book.do(Assign((key,), "ann"))
    book.do(SetPhoto(key, PICTURE))
    return key


def test_nothing_of_them_is_left_and_the_chain_verifies(book: Book, zyxora: int) -> None:
    other = book.do(AddCustomer("company", "Acme")).answer
    assert any(trace in everything(book) for trace in TRACES)
    before = book.ask(verify)
    book.do(EraseCustomer(zyxora))
    left = everything(book)
    assert [trace for trace in TRACES if trace.casefold() in left.casefold()] == []
    assert repr(PICTURE)[2:-1] not in left
    after = book.ask(verify)
    assert after.ok
    assert after.operations == before.operations + 1
    assert book.ask(find, "zyxora quibble") == book.ask(find, "marmalade") == []
    assert book.ask(count_customers, ListFilter()) == 1
    assert book.ask(card, other).name == "Acme"
    with pytest.raises(NotFound):
        book.ask(card, zyxora)


def test_it_is_never_undone(book: Book, zyxora: int) -> None:
    done = book.do(EraseCustomer(zyxora))
    with pytest.raises(Refused, match="cannot be brought back"):
        book.do(UndoOperation(done.operation or 0))
    for line in book.ask(journal, JournalFilter()):
        if line.summary == "(erased)":
            with pytest.raises((Refused, NotFound)):
                book.do(UndoOperation(line.id))
    assert [trace for trace in TRACES if trace in everything(book)] == []


def test_a_person_who_is_elsewhere_too_stays_there(book: Book, zyxora: int) -> None:
    acme = book.do(AddCustomer("company", "Acme")).answer
    contact = book.ask(card, zyxora).contacts[0].id
    book.do(LinkContact(acme, contact))
    book.do(EraseCustomer(zyxora))
    assert [one.name for one in book.ask(card, acme).contacts] == ["Wombatina Fizzgig"]
    assert book.ask(verify).ok


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE operations SET summary = '(erased)' WHERE summary = 'Added Acme'",
        "UPDATE operations SET desk = 'elsewhere' WHERE summary = '(erased)'",
        "UPDATE changes SET version = version + 1"
        " WHERE operation_id = (SELECT min(id) FROM operations WHERE summary = '(erased)')",
    ],
)
def test_what_was_forged_meanwhile_is_seen(book: Book, zyxora: int, forged: str) -> None:
    book.do(AddCustomer("company", "Acme"))
    book.do(EraseCustomer(zyxora))
    with book._store.writing() as session:
        assert session.execute(text(forged)).rowcount  # type: ignore[attr-defined]
        session.commit()
    assert not book.ask(verify).ok


def test_an_older_copy_put_in_its_place_brings_nobody_back(file_book: Book, tmp_path: Path) -> None:
    place = tmp_path / "firm.book"
    key = file_book.do(AddCustomer("company", "Zyxora")).answer
    file_book.do(AddCustomer("company", "Acme"))
    file_book.close()
    older = place.read_bytes()
    with closing(open_book(str(place), "ann")) as book:
        book.do(EraseCustomer(key))
    place.write_bytes(older)
    with closing(open_book(str(place), "ann")) as book:
        assert book.ask(find, "zyxora") == []
        assert book.ask(count_customers, ListFilter()) == 1
        assert "Zyxora" not in everything(book)
        assert book.ask(verify).ok
        assert "brought back" in book.ask(journal, JournalFilter())[0].summary
        revision = book.revision()
    with closing(open_book(str(place), "ann")) as book:
        assert book.revision() == revision


def test_a_list_of_the_erased_written_by_a_stranger_lets_a_viewer_erase_nobody(file_book: Book, tmp_path: Path) -> None:
    file_book.do(AddCustomer("company", "Zyxora"))
    file_book.do(AddUser("vic", "Vic", "viewer"))
    place = tmp_path / "firm.book"
    erased_path(place).write_text(uid_digest(file_book))
    with closing(open_book(str(place), "vic")) as vic:
        assert len(vic.ask(find, "zyxora")) == 1
        with pytest.raises(NotAllowed):
            vic.do(EraseAgain((uid_digest(file_book),)))


def test_beside_an_encrypted_book_only_signed_lines_count(tmp_path: Path) -> None:
    place = tmp_path / "firm.book"
    with closing(create_book(str(place), "Acme", "ann", key=KEY, signing_key=SIGNING)) as book:
        key = book.do(AddCustomer("company", "Zyxora")).answer
        book.do(AddUser("vic", "Vic", "viewer"))
        digest = uid_digest(book)
    older = place.read_bytes()
    for forged in (digest, f"{digest}:{'0' * 64}"):
        erased_path(place).write_text(forged)
        with closing(open_book(str(place), "ann", KEY)) as book:
            assert len(book.ask(find, "zyxora")) == 1
    with closing(open_book(str(place), "ann", KEY)) as book:
        book.do(EraseCustomer(key))
    place.write_bytes(older)
    with closing(open_book(str(place), "vic", KEY)) as vic:
        assert vic.ask(find, "zyxora") == []
        assert vic.ask(verify).ok


def uid_digest(book: Book) -> str:
    """By what the newest customer would be known who was erased; an exported card tells as much."""
    with book._store.reading() as session:
        uid = session.execute(text("SELECT uid FROM customers ORDER BY id DESC")).scalars().first()
    return digest_of(uid) or ""


def test_what_was_done_to_several_can_still_be_undone_for_the_others(book: Book, zyxora: int) -> None:
    acme = book.do(AddCustomer("company", "Acme")).answer
    done = book.do(RetireCustomers((zyxora, acme)))
    book.do(EraseCustomer(zyxora))
    book.do(UndoOperation(done.operation or 0))
    assert book.ask(card, acme).retired_on is None
    assert book.ask(verify).ok


def test_all_that_is_held_is_told(book: Book, zyxora: int) -> None:
    book.do(AddCustomer("company", "Acme"))
    held = all_of(book, zyxora)
    text = "\n".join(held.lines())
    for trace in ("Quibble", "Zyxora", "Wombatina Fizzgig", "+49 40 5550199", "zyx@x.example", "Marmalade again"):
        assert trace in text
        assert trace in held.to_json()
    assert "Acme" not in text
    assert json.loads(held.to_json())["name"] == "Quibble"
    with pytest.raises(NotFound):
        book.ask(all_we_hold, 1, zyxora)
    assert held.tables["exports"][0]["way"] == "held"
    assert [(one.way, one.to, one.finished) for one in book.ask(ledger, LedgerFilter())] == [("held", "there", True)]


def all_of(book: Book, customer: int) -> Held:
    document = Document()
    let_out(book, holding(customer, "there"), document)
    return document.held


def test_what_is_held_leaves_by_the_gate_alone(file_book: Book, tmp_path: Path) -> None:
    key = file_book.do(AddCustomer("company", "Zyxora")).answer
    file_book.do(AddUser("vic", "Vic", "viewer"))
    role = file_book.do(AddUserRole("Clerks", ("SEE_CUSTOMERS", "EXPORT"))).answer
    keys = {one.id: one.key for one in file_book.ask(user_roles)}
    file_book.do(AddUser("cy", "Cy", keys[role]))
    with closing(open_book(str(tmp_path / "firm.book"), "vic")) as vic, pytest.raises(NotAllowed):
        all_of(vic, key)
    with closing(open_book(str(tmp_path / "firm.book"), "cy")) as cy:
        assert "exports" not in all_of(cy, key).tables
    file_book.do(ChangeSetting("export_limit", 0))
    with pytest.raises(Refused, match="second person"):
        all_of(file_book, key)
