"""The book as it was at a minute is the same, row for row, as the backup that was made then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.archive.form import Counted
from app.as_of import as_of
from app.backing_up import back_up
from app.book import Book, open_book
from app.entrance import check_book
from app.errors import NotAllowed, Refused
from app.features.assignments import Assign
from app.features.backups import opening_keys
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers, SetPhoto
from app.features.customers.contacts import AddContact, UnlinkContact
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, first_lines
from app.features.erasing import EraseCustomer
from app.features.importing import read_files
from app.features.importing.bring_in import ImportCards
from app.features.lists import AddTag, RenameTag
from app.features.roles import AddUserRole, ChangeUserRole
from app.features.team import AddUser, EditUser, SetAway
from app.features.touchpoints import LogTouchPoint, WithdrawTouchPoint
from app.features.undo import UndoOperation
from app.opened_backup import checked
from app.proof import verify
from app.proving import counted
from app.rules.permissions import for_everybody
from app.sign_in import sign_in
from app.store.lines import SHAPES
from app.ticket import Ticket
from tests.locked import ANNS, BENS, Locked
from tests.postgres import drop_database, fresh_database
from ui.cli import main

CARDS = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Fair Visitor %d\r\nTEL:+49 30 12%d\r\nEND:VCARD\r\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@for_everybody
def digests(session: Session) -> dict[str, Counted]:
    return counted(session.connection(), SHAPES, Ticket())


def differing(before: Mapping[str, Counted], after: Mapping[str, Counted]) -> list[str]:
    return [table for table in before if before[table] != after[table]]


@dataclass
class Grown:
    """What a book had when it was backed up, of which later work changes everything."""

    customers: list[int]
    contact: int
    touch: int
    undone: int
    redone: int


def grown(book: Book) -> Grown:
    """Some work of a first day, with undoings among it."""
    customers = [book.do(AddCustomer(name=f"Customer {number}", tags=("fair",))).answer for number in range(6)]
    contact = book.do(AddContact(customers[0], "Nia Adeyemi", phones=())).answer
    touch = book.do(LogTouchPoint(customers[0], "call", "harvest festival", follow_up_on=clock.today())).answer
    book.do(SetPhoto(customers[1], PNG))
    book.do(SetPhoto(customers[1], PNG + b"two"))
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    undone = book.do(AddCustomer(name="Undone before")).operation or 0
    book.do(UndoOperation(undone))
    redone = book.do(EditCustomer(customers[4], {"notes": ("", "twice")})).operation or 0
    book.do(UndoOperation(book.do(UndoOperation(redone)).operation or 0))
    return Grown(customers, contact, touch, undone, redone)


def go_on(book: Book, was: Grown) -> None:
    """Later work of many kinds, over all that was there."""
    one, two, three, four, *_ = was.customers
    book.do(ImportCards(read_files([("fair.vcf", b"".join(CARDS % (n, n) for n in range(20)))])))
    book.do(UndoOperation(book.do(ImportCards(read_files([("b.vcf", CARDS % (77, 77))]))).operation or 0))
    book.do(EditCustomer(one, {"name": ("Customer 0", "Renamed"), "notes": ("", "later"), "tags": (("fair",), ())}))
    book.do(UnlinkContact(one, was.contact))
    book.do(WithdrawTouchPoint(was.touch))
    book.do(LogTouchPoint(two, "visit", "after it", contact_id=None))
    book.do(Assign((one, two, three), "ben"))
    book.do(RetireCustomers((four,)))
    book.do(SetPhoto(two, PNG + b"three"))
    book.do(SetPhoto(three, PNG))
    book.do(SetAway(book.user.id, clock.today(), clock.today()))
    book.do(RenameTag(book.do(AddTag("new")).answer, "newer"))
    book.do(ChangeUserRole(book.do(AddUserRole("Finance")).answer, give=("SEE_CUSTOMERS", "EXPORT")))
    book.do(UndoOperation(was.redone))
    book.do(LogTouchPoint(one, "call", "again"))


def backed_up(book: Book, folder: Path) -> tuple[datetime, dict[str, Counted], int]:
    """When a backup was made, and all its tables."""
    made = back_up(book, folder, print)
    found = checked(made.file, book.ask(opening_keys), Ticket())
    return datetime.fromisoformat(found.header.at), dict(found.manifest.tables), made.revision


def test_it_equals_the_backup_of_that_minute(book: Book, tmp_path: Path) -> None:
    was = grown(book)
    lines, found = book.ask(first_lines, ListFilter(), ()), book.ask(find, "harvest")
    at, tables, revision = backed_up(book, tmp_path / "kept")
    go_on(book, was)

    made = as_of(book, at, str(tmp_path / "then.book"), Ticket())

    assert made.revision == revision
    assert check_book(made.location) == []
    with closing(open_book(made.location, "ann")) as then:
        assert differing(tables, then.ask(digests)) == []
        assert then.ask(first_lines, ListFilter(), ()) == lines
        assert then.ask(find, "harvest") == found
        assert then.ask(verify).ok
        fresh = then.do(AddCustomer(name="Goes on")).answer
        assert fresh > book.do(AddCustomer(name="Goes on here")).answer - 2, "no key is given twice"


def test_to_an_empty_database_too(file_book: Book, tmp_path: Path) -> None:
    was, url = grown(file_book), fresh_database()
    at, tables, _ = backed_up(file_book, tmp_path / "kept")
    go_on(file_book, was)
    try:
        made = as_of(file_book, at, url, Ticket())
        with closing(open_book(url, "ann")) as then:
            assert differing(tables, then.ask(digests)) == []
            assert then.ask(verify).ok
            assert then.do(AddCustomer(name="Goes on")).operation
        assert made.revision == tables["operations"].rows
    finally:
        drop_database(url)


def test_whoever_was_erased_since_stays_so_and_the_journal_holds(book: Book, tmp_path: Path) -> None:
    was = grown(book)
    book.do(LogTouchPoint(was.customers[3], "call", "about Nia"))
    at, tables, revision = backed_up(book, tmp_path / "kept")
    go_on(book, was)
    book.do(EraseCustomer(was.customers[0]))

    made = as_of(book, at, str(tmp_path / "then.book"), Ticket())

    with closing(open_book(made.location, "ann")) as then:
        assert then.ask(find, "Customer 0") == []
        assert then.revision() == revision + 1, "one operation says who was left out"
        assert then.ask(verify).ok
        assert set(differing(tables, then.ask(digests))) <= {
            "book", "customers", "contacts", "memberships", "customer_tags", "touch_points", "follow_ups", "origins",
            "assignments", "operations", "changes", "erasures",
        }  # fmt: skip
        assert [line.name for line in then.ask(find, "Customer 1")] == ["Customer 1"]
    assert check_book(made.location) == []


def test_an_encrypted_one_opens_for_those_who_were_in_it(locked: Locked, tmp_path: Path) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        at = clock.now()
        book.do(AddUser("cleo", "Cleo", "staff", password="another long word"))
        made = as_of(book, at, str(tmp_path / "then.book"), Ticket())

    assert made.encrypted
    with closing(sign_in(made.location, "ben", BENS)) as then:
        assert then.ask(verify).ok
    with pytest.raises(NotAllowed):
        sign_in(made.location, "cleo", "another long word")


def test_a_minute_that_never_was_is_refused_and_leaves_nothing(file_book: Book, tmp_path: Path) -> None:
    target = tmp_path / "then.book"
    with pytest.raises(Refused, match="was begun on"):
        as_of(file_book, clock.now() - timedelta(days=9), str(target), Ticket())
    file_book.do(AddUser("ben", "Ben", "staff"))
    with closing(open_book(file_book.location, "ben")) as bens, pytest.raises(NotAllowed):
        as_of(bens, clock.now(), str(target), Ticket())
    assert not target.exists()


def test_with_a_clock_set_back_the_order_of_the_work_counts(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    for minutes, name in ((20, "Early"), (10, "By a clock behind"), (30, "Late")):
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
            file_book.do(AddCustomer(name=name))

    made = as_of(file_book, now + timedelta(minutes=15), str(tmp_path / "then.book"), Ticket())

    with closing(open_book(made.location, "ann")) as then:
        assert {line.name for line in then.ask(first_lines, ListFilter(), ())} == {"Early", "By a clock behind"}


def test_the_command_line_makes_it_and_says_what_is_wrong(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file_book.do(AddCustomer(name="Then"))
    said = clock.now().astimezone(UTC).isoformat()
    file_book.do(AddCustomer(name="Since"))
    where = ["--book", file_book.location, "--user", "ann"]

    assert main(["as-of", said, "--to", str(tmp_path / "then.book"), "--json", *where]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["revision"] == file_book.revision() - 1
    assert answer["rows"] > 10
    for odd, words in (
        ("yesterday", "is no minute"),
        ("2999-01-01 10:00", "yet to come"),
        ("1999-01-01 10:00", "begun"),
    ):
        assert main(["as-of", odd, "--to", str(tmp_path / "no.book"), *where]) == 1
        assert words in capsys.readouterr().err
    assert main(["as-of", said, "--to", str(tmp_path / "then.book"), *where]) == 1
    assert "already a file" in capsys.readouterr().err


def test_roles_and_people_come_back_too(file_book: Book, tmp_path: Path) -> None:
    ben = file_book.do(AddUser("ben", "Ben Okafor", "staff")).answer
    stage = file_book.ask(first_lines, ListFilter(), ())
    at, tables, _ = backed_up(file_book, tmp_path / "kept")
    file_book.do(EditUser(ben, {"name": ("Ben Okafor", "Ben O.")}))
    file_book.do(UndoOperation(file_book.do(EditUser(ben, {"login": ("ben", "bo")})).operation or 0))

    made = as_of(file_book, at, str(tmp_path / "then.book"), Ticket())

    with closing(open_book(made.location, "ben")) as then:
        assert differing(tables, then.ask(digests)) == []
    assert stage == []
