"""What was removed or changed comes back out of a backup, in one operation that can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import select

from app import clock
from app.backing_up import back_up
from app.book import Book, open_book
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.features.assignments import Assign
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer, SetPhoto
from app.features.customers.contacts import AddContact, UnlinkContact
from app.features.customers.finding import find
from app.features.customers.reaches import PhoneInput
from app.features.erasing import EraseCustomer
from app.features.followups import AddFollowUp
from app.features.journal.reading import JournalFilter, journal
from app.features.taking_back import Choice, TakeBack
from app.features.taking_back.then import contacts_then, customers_then, touch_points_then
from app.features.team import AddUser
from app.features.touchpoints import LogTouchPoint, WithdrawTouchPoint, time_line
from app.features.undo import UndoOperation
from app.models import User
from app.past_book import PastBook, open_as_of, open_backup
from app.proof import verify
from app.rules.permissions import Permission
from app.work import Command, Work
from ui.cli import main

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@dataclass(frozen=True)
class Depart(Command[None]):
    """Somebody leaves the firm today."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    login: str

    def carry_out(self, work: Work) -> None:
        row = work.session.execute(select(User).where(User.login == self.login)).scalar_one()
        work.change(row, departed_on=work.today)
        work.say(f"{row.name} has departed")


@dataclass
class Kept:
    """A customer with all there is, and the book as it was then."""

    past: PastBook
    customer: int
    added: int
    contact: int
    touch: int


@pytest.fixture
def kept(book: Book) -> Iterator[Kept]:
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    phones = (PhoneInput(raw="+49 30 1234"),)
    done = book.do(AddCustomer(name="Talleres Ibáñez", phones=phones, tags=("fair",), values={"notes": "as then"}))
    key = done.answer
    contact = book.do(AddContact(key, "Nia Adeyemi", role="decides", phones=(PhoneInput(raw="+49 30 99"),))).answer
    touch = book.do(LogTouchPoint(key, "call", "about harvest", contact_id=contact)).answer
    book.do(AddFollowUp(key, clock.today(), "call again"))
    book.do(Assign((key,), "ben"))
    book.do(SetPhoto(key, PNG))
    with closing(open_as_of(book, clock.now())) as past:
        yield Kept(past, key, done.operation or 0, contact, touch)


def gone(book: Book, kept: Kept) -> None:
    """The customer is not there any more: all that put it there is undone."""
    for line in book.ask(journal, JournalFilter(customer_id=kept.customer)):
        book.do(UndoOperation(line.id))
    assert book.ask(find, "talleres") == []


def test_a_customer_who_is_gone_comes_back_with_all_that_was_theirs(book: Book, kept: Kept) -> None:
    before = book.ask(card, kept.customer)
    said = [(line.id, line.words, line.contact) for line in book.ask(time_line, kept.customer)]
    gone(book, kept)

    done = book.do(TakeBack((Choice(kept.past.ask(customers_then, [kept.customer])[0]),), kept.past.of))

    assert done.summary.startswith("Took back Talleres Ibáñez from the book as of 20")
    assert [line.id for line in book.ask(find, "talleres")] == [kept.customer]
    assert book.ask(card, kept.customer) == before
    assert [(line.id, line.words, line.contact) for line in book.ask(time_line, kept.customer)] == said
    assert [line.id for line in book.ask(find, "nia")] == [kept.customer]
    book.do(UndoOperation(done.operation or 0))
    assert book.ask(find, "talleres") == []
    assert book.ask(verify).ok


def test_what_was_changed_comes_back_and_what_was_added_stays(book: Book, kept: Kept) -> None:
    now = book.ask(card, kept.customer)
    edits = {"name": (now.name, "Renamed"), "notes": ("as then", "today"), "phones": (now.phones, ())}
    book.do(EditCustomer(kept.customer, edits))
    book.do(UnlinkContact(kept.customer, kept.contact))
    book.do(WithdrawTouchPoint(kept.touch))
    book.do(LogTouchPoint(kept.customer, "visit", "since"))

    done = book.do(TakeBack((Choice(kept.past.ask(customers_then, [kept.customer])[0]),), kept.past.of))

    again = book.ask(card, kept.customer)
    assert (again.name, again.values["notes"], [one.raw for one in again.phones]) == (
        now.name,
        "as then",
        ["+49 30 1234"],
    )
    assert [one.name for one in again.contacts] == ["Nia Adeyemi"]
    assert {line.words for line in book.ask(time_line, kept.customer)} == {"since", "about harvest"}
    book.do(UndoOperation(done.operation or 0))
    assert book.ask(card, kept.customer).name == "Renamed"


def test_one_field_alone_comes_back_unless_somebody_changed_it_meanwhile(book: Book, kept: Kept) -> None:
    (then,) = kept.past.ask(customers_then, [kept.customer])
    book.do(EditCustomer(kept.customer, {"notes": ("as then", "today"), "number": ("", "17")}))

    book.do(TakeBack((Choice(then, ("notes",), {"notes": "today"}),), "then"))

    now = book.ask(card, kept.customer)
    assert (now.values["notes"], now.values["number"]) == ("as then", "17")
    book.do(EditCustomer(kept.customer, {"notes": ("as then", "other")}))
    with pytest.raises(Conflict):
        book.do(TakeBack((Choice(then, ("notes",), {"notes": "today"}),), "then"))
    with pytest.raises(Refused, match="is as it was then"):
        book.do(TakeBack((Choice(then, ("language",)),), "then"))


def test_a_person_and_a_touch_point_come_back_alone(book: Book, kept: Kept) -> None:
    book.do(UnlinkContact(kept.customer, kept.contact))
    book.do(WithdrawTouchPoint(kept.touch))

    people, said = kept.past.ask(contacts_then, [kept.contact]), kept.past.ask(touch_points_then, [kept.touch])
    done = book.do(TakeBack(tuple(map(Choice, (*people, *said))), "then"))

    assert done.summary == "Took back Nia Adeyemi and 1 other from then"
    assert [one.name for one in book.ask(card, kept.customer).contacts] == ["Nia Adeyemi"]
    assert [line.words for line in book.ask(time_line, kept.customer)] == ["about harvest"]


def test_whoever_has_departed_handles_nothing_that_comes_back(book: Book, kept: Kept) -> None:
    gone(book, kept)
    book.do(Depart("ben"))

    book.do(TakeBack((Choice(kept.past.ask(customers_then, [kept.customer])[0]),), "then"))

    assert [line.owner for line in book.ask(find, "talleres")] == [""]


def test_the_erased_do_not_come_back(book: Book, kept: Kept, tmp_path: Path) -> None:
    file = back_up(book, tmp_path / "kept", str).file
    (then,) = kept.past.ask(customers_then, [kept.customer])
    book.do(EraseCustomer(kept.customer))

    with pytest.raises(Refused, match="was erased for good"):
        book.do(TakeBack((Choice(then),), "then"))

    with closing(open_backup(book, file)) as past, pytest.raises(NotFound, match="no customer"):
        past.ask(customers_then, [kept.customer])


def test_the_past_is_only_read_and_only_by_who_was_in_it_and_may(file_book: Book, tmp_path: Path) -> None:
    book, place = file_book, file_book.location
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    book.do(AddCustomer(name="Talleres Ibáñez"))
    file = back_up(book, tmp_path / "kept", str).file
    past = open_backup(book, file)
    with pytest.raises(Refused, match="can only be read"):
        past.do(AddCustomer(name="Never"))
    assert [line.name for line in past.ask(find, "talleres")] == ["Talleres Ibáñez"]
    book.do(AddUser("cleo", "Cleo", "owner"))
    with closing(open_book(place, "cleo")) as cleos, pytest.raises(NotAllowed, match="was not in the book"):
        open_backup(cleos, file)
    with closing(open_book(place, "ben")) as bens, pytest.raises(NotAllowed):
        open_backup(bens, file)
    past.close()


def test_a_past_minute_is_read_in_the_same_way_and_leaves_nothing(book: Book, kept: Kept) -> None:
    then = clock.now()
    book.do(EditCustomer(kept.customer, {"notes": ("as then", "today")}))

    with closing(open_as_of(book, then)) as past:
        folder = Path(past._folder.name)
        assert past.ask(card, kept.customer).values["notes"] == "as then"
        assert folder.exists()
    assert not folder.exists()


def test_the_command_line_takes_customers_back(
    book: Book, place: str, kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(back_up(book, tmp_path / "kept", str).file)
    gone(book, kept)
    where = ["--book", place, "--user", "ann"]

    assert main(["restore-customer", file, str(kept.customer), "--json", *where]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["customers"] == [{"id": kept.customer, "name": "Talleres Ibáñez"}]
    assert answer["operation"]
    before = book.revision()
    assert main(["restore-customer", file, str(kept.customer), "999999", *where]) == 1
    assert "no customer 999999" in capsys.readouterr().err
    assert book.revision() == before
