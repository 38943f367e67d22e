"""Two desks do the same thing at the same moment: it happens once, and the second one is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Barrier, Event
from typing import Any, ClassVar

import pytest

from app.book import Book, open_book
from app.errors import NotAllowed, NotFound, Refused
from app.features.assignments import Assign, EndAssignments, who_handles
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers
from app.features.customers.lists import ListFilter, count_customers, first_lines
from app.features.followups import AddFollowUp
from app.features.importing import ImportCards, read_files
from app.features.team import AddUser, EditUser, users
from app.features.touchpoints import LogTouchPoint, time_line
from app.features.undo import UndoOperation
from app.rules.permissions import Permission
from app.work import Command, Work

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nN:Lee;Ann;;;\r\nEND:VCARD\r\n"


@dataclass(frozen=True)
class Slowly(Command[Any]):
    """A command that leaves another desk time to begin before it ends."""

    needs: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    command: Command[Any]
    begun: Event

    def carry_out(self, work: Work) -> Any:
        answer = self.command.carry_out(work)
        self.begun.set()
        time.sleep(0.3)
        return answer


@pytest.fixture
def other(place: str) -> Iterator[Book]:
    opened = open_book(place, "ann")
    yield opened
    opened.close()


def at_once(one: Book, other: Book, command: Command[Any], second: Command[Any] | None = None) -> Any:
    """The answer that the second desk gets for the same command, begun while the first is at it."""
    begun = Event()
    with ThreadPoolExecutor(1) as first:
        done = first.submit(one.do, Slowly(command, begun))
        assert begun.wait(20)
        try:
            return other.do(second or command).answer
        finally:
            done.result()


def test_an_import(book: Book, other: Book) -> None:
    answer = at_once(book, other, ImportCards(read_files([("ann.vcf", CARD)])))
    assert (answer.added, answer.already_there) == (0, 1)
    assert book.ask(count_customers, ListFilter()) == 1


def test_retiring(book: Book, other: Book) -> None:
    customer = book.do(AddCustomer(name="Zoe Ltd")).answer
    with pytest.raises(Refused, match="none of these"):
        at_once(book, other, RetireCustomers([customer]))


def test_ending_an_assignment(book: Book, other: Book) -> None:
    customer = book.do(AddCustomer(name="Zoe Ltd")).answer
    book.do(Assign((customer,), "ann"))
    (ann,) = book.ask(who_handles, customer, datetime.now(UTC).astimezone().date())
    with pytest.raises(Refused, match="ended by then already"):
        at_once(book, other, EndAssignments((ann.assignment_id,)))


def test_undoing(book: Book, other: Book) -> None:
    operation = book.do(AddCustomer(name="Zoe Ltd")).operation
    assert operation is not None
    with pytest.raises(Refused, match="undone already"):
        at_once(book, other, UndoOperation(operation))


def test_editing_a_customer_and_logging_a_call_with_it(book: Book, other: Book) -> None:
    customer = book.do(AddCustomer(name="Zoe Ltd")).answer
    at_once(book, other, EditCustomer(customer, {"notes": ("", "rings back")}), LogTouchPoint(customer, "call", "hi"))
    assert book.ask(card, customer).values["notes"] == "rings back"
    assert [entry.words for entry in book.ask(time_line, customer)] == ["hi"]


def test_the_last_two_owners_stepping_down(book: Book, other: Book) -> None:
    ben = book.do(AddUser("ben", "Ben", "owner")).answer
    down = {"role": ("owner", "staff")}
    with pytest.raises(Refused, match="only owner"):
        at_once(book, other, EditUser(ben, down), EditUser(book.user.id, down))


def test_two_owners_who_take_the_role_from_each_other(book: Book, place: str) -> None:
    ben, down = book.do(AddUser("ben", "Ben", "owner")).answer, {"role": ("owner", "staff")}
    with closing(open_book(place, "ben")) as bens, pytest.raises(NotAllowed, match="Ben is"):
        at_once(book, bens, EditUser(ben, down), EditUser(book.user.id, down))
    assert {one.login: one.role for one in book.ask(users)} == {"ann": "owner", "ben": "staff"}


def test_two_owners_who_do_so_at_the_same_moment(book: Book, place: str) -> None:
    ben, down = book.do(AddUser("ben", "Ben", "owner")).answer, {"role": ("owner", "staff")}
    moment = Barrier(2)

    def take(whose: Book, key: int) -> bool:
        moment.wait(20)
        try:
            whose.do(EditUser(key, down))
        except NotAllowed:
            return False
        return True

    with closing(open_book(place, "ben")) as bens, ThreadPoolExecutor(2) as both:
        done = [one.result() for one in (both.submit(take, book, ben), both.submit(take, bens, book.user.id))]
    with closing(open_book(place, "ann" if done[0] else "ben")) as left:
        assert (sorted(done), [one.role for one in left.ask(users)].count("owner")) == ([False, True], 1)


@pytest.mark.parametrize("operation", [AddCustomer(name="Zoe Ltd"), ImportCards(read_files([("ann.vcf", CARD)]))])
def test_logging_a_call_keeps_the_customer_from_being_undone(book: Book, other: Book, operation: Command[Any]) -> None:
    added = book.do(operation).operation
    (customer,) = (line.id for line in book.ask(first_lines, ListFilter(), ()))
    with pytest.raises(Refused, match="changed since, and is kept"):
        at_once(book, other, LogTouchPoint(customer, "call", "hi"), UndoOperation(added or 0))
    assert [entry.words for entry in book.ask(time_line, customer)] == ["hi"]


@pytest.mark.parametrize("late", [LogTouchPoint, AddFollowUp])
def test_a_customer_that_is_being_undone_is_gone_for_who_would_add_to_it(book: Book, other: Book, late: Any) -> None:
    added = book.do(AddCustomer(name="Zoe Ltd"))
    adding = late(added.answer, "call", "hi") if late is LogTouchPoint else late(added.answer, date.max, "hi")
    with pytest.raises(NotFound, match="not in the book"):
        at_once(book, other, UndoOperation(added.operation or 0), adding)
    assert book.ask(count_customers, ListFilter()) == 0
