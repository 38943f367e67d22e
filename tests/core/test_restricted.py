"""A restricted customer is there for the people named and for nobody else, whatever is asked or done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from app.book import Book, open_book
from app.errors import NotAllowed, NotFound, Refused
from app.features.assignments import Assign
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers
from app.features.customers.contacts import AddContact, EditContact
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, count_customers
from app.features.followups import AddFollowUp
from app.features.journal.verifying import verify
from app.features.restricting import OpenToAll, RestrictCustomer, restricted_customers
from app.features.roles import ChangeUserRole, user_roles
from app.features.team import AddUser
from app.features.touchpoints import LogTouchPoint
from app.features.undo import UndoOperation
from app.work import Command

NAME = "Xyloquartz"
TODAY = datetime.now(UTC).astimezone().date()


@dataclass
class House:
    """A book with a restricted customer, and the desks of two of the staff, of whom it names but one."""

    book: Book
    ben: Book
    cy: Book
    customer: int
    contact: int
    touch_point: int
    operation: int
    bens: int


@pytest.fixture
def house(book: Book, place: str) -> Iterator[House]:
    ben = book.do(AddUser("ben", "Ben", "manager")).answer
    book.do(AddUser("cy", "Cy", "manager"))
    added = book.do(AddCustomer(name=f"{NAME} Ltd"))
    customer = added.answer
    contact = book.do(AddContact(customer, f"{NAME} Person")).answer
    touch_point = book.do(LogTouchPoint(customer, "call", f"{NAME} said so")).answer
    book.do(AddFollowUp(customer, TODAY, f"{NAME} offer"))
    book.do(Assign((customer,), "cy"))
    book.do(AddCustomer(name="Zoe Ltd"))
    book.do(RestrictCustomer(customer, (ben,)))
    with closing(open_book(place, "ben")) as one, closing(open_book(place, "cy")) as other:
        yield House(book, one, other, customer, contact, touch_point, added.operation or 0, ben)


def test_who_is_named_sees_it_and_others_do_not(house: House) -> None:
    assert [one.name for one in house.ben.ask(find, NAME, 5)] == [f"{NAME} Ltd"]
    assert house.cy.ask(find, NAME, 5) == []
    assert (house.ben.ask(count_customers, ListFilter()), house.cy.ask(count_customers, ListFilter())) == (2, 1)
    with pytest.raises(NotFound, match=r"This customer is not in the book"):
        house.cy.ask(card, house.customer)


def test_the_owner_sees_who_is_restricted_and_names_people_but_opens_it_only_when_named(house: House) -> None:
    assert house.book.ask(find, NAME, 5) == []
    (line,) = house.book.ask(restricted_customers)
    assert (line.name, [login for _, login, _ in line.people]) == (f"{NAME} Ltd", ["ben"])
    house.book.do(RestrictCustomer(house.customer, (house.bens, house.book.user.id)))
    assert len(house.book.ask(find, NAME, 5)) == 1
    assert house.cy.ask(find, NAME, 5) == []
    with pytest.raises(NotAllowed):
        house.ben.ask(restricted_customers)
    house.book.do(OpenToAll(house.customer))
    assert len(house.cy.ask(find, NAME, 5)) == 1


def test_somebody_is_always_named(house: House) -> None:
    for users in ((), (house.bens, 999)):
        with pytest.raises(Refused, match="Name at least one person"):
            house.book.do(RestrictCustomer(house.customer, users))


def test_what_is_out_of_sight_is_not_there_for_commands_either(house: House) -> None:
    tried: list[Command[Any]] = [
        EditCustomer(house.customer, {"notes": ("", "mine")}),
        RetireCustomers((house.customer,)),
        AddContact(house.customer, "Eva"),
        EditContact(house.contact, house.customer, {"name": (f"{NAME} Person", "Eva")}),
        LogTouchPoint(house.customer, "call", "hello"),
        AddFollowUp(house.customer, TODAY, "call back"),
        Assign((house.customer,), "ben"),
        UndoOperation(house.operation),
    ]
    before = house.book.revision()
    for command in tried:
        with pytest.raises(NotFound) as told:
            house.cy.do(command)
        assert NAME not in told.value.words
    assert house.book.revision() == before
    assert house.ben.do(LogTouchPoint(house.customer, "call", "hello")).operation


def test_the_journal_still_verifies_for_who_does_not_see_all(house: House) -> None:
    assert house.cy.ask(verify).ok


def of_role(book: Book, key: str, whose: str | None) -> None:
    role = next(one for one in book.ask(user_roles) if one.key == key)
    book.do(ChangeUserRole(role.id, edits={"whose": (role.whose, whose)}))


def test_a_role_can_see_its_own_customers_only(book: Book, place: str) -> None:
    book.do(AddUser("ben", "Ben", "staff"))
    mine, other = (book.do(AddCustomer(name=name)).answer for name in ("Mine Ltd", "Other Ltd"))
    book.do(Assign((mine,), "ben"))
    of_role(book, "staff", "own")
    with closing(open_book(place, "ben")) as ben:
        assert [one.name for one in ben.ask(find, "ltd", 5)] == ["Mine Ltd"]
        with pytest.raises(NotFound):
            ben.do(LogTouchPoint(other, "call", "hello"))
        added = ben.do(AddCustomer(name="New Ltd")).answer
        assert {one.id for one in ben.ask(find, "ltd", 5)} == {mine, added}
        assert ben.ask(card, added).name == "New Ltd"
        of_role(book, "staff", None)
        assert len(ben.ask(find, "ltd", 5)) == 3


def test_a_role_can_see_the_customers_of_its_team(book: Book, place: str) -> None:
    for login, team in (("ben", "Sales"), ("cy", "Sales"), ("dora", "Service")):
        book.do(AddUser(login, login.title(), "staff", team))
        book.do(Assign((book.do(AddCustomer(name=f"{login} Ltd")).answer,), login))
    of_role(book, "staff", "team")
    with closing(open_book(place, "ben")) as ben:
        assert {one.name for one in ben.ask(find, "ltd", 5)} == {"ben Ltd", "cy Ltd"}
