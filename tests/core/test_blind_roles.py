"""Who does not see customers learns of none: each query, asked with all the rights that a role can hold without it.

A right only adds to what is seen, so what all of them together do not tell, none of them tells alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from app.book import Book, open_book
from app.errors import Refused
from app.features.assignments import Assign
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.followups import AddFollowUp
from app.features.restricting import RestrictCustomer
from app.features.roles import AddUserRole, ChangeUserRole, user_roles
from app.features.team import AddUser
from app.features.touchpoints import LogTouchPoint
from app.rules.permissions import GRANTED, SHOWING, Permission
from tests.core.test_every_query_in_sight import asked, queries, tells
from tests.core.test_restricted import NAME, TODAY, House

SEE = Permission.SEE_CUSTOMERS
BLIND = [right for right in Permission if right not in SHOWING | {SEE}]


@pytest.fixture
def house(file_book: Book) -> Iterator[House]:
    """A book with a customer, and the desk of Ben, whose role holds nothing any more."""
    role = file_book.do(AddUserRole("Nobody's", (SEE.name,))).answer
    ben = file_book.do(AddUser("ben", "Ben", "Nobody's")).answer
    added = file_book.do(AddCustomer(name=f"{NAME} Ltd"))
    customer = added.answer
    contact = file_book.do(AddContact(customer, f"{NAME} Person")).answer
    said = file_book.do(LogTouchPoint(customer, "call", f"{NAME} said so")).answer
    file_book.do(AddFollowUp(customer, TODAY, f"{NAME} offer"))
    file_book.do(Assign((customer,), "ben"))
    file_book.do(RestrictCustomer(customer, (ben, file_book.user.id)))
    file_book.do(ChangeUserRole(role, take=(SEE.name,)))
    with closing(open_book(file_book.location, "ben")) as opened:
        yield House(file_book, opened, opened, customer, contact, said, added.operation or 0, ben)


def telling(house: House, book: Book) -> set[str]:
    return {name for name, query in queries().items() if tells(asked(book, query, house), house)}


def test_no_other_right_tells_of_a_customer(house: House) -> None:
    assert all(SEE in held or not SHOWING & held for held in GRANTED.values()), "so these are the house's roles too"
    role = next(one.id for one in house.book.ask(user_roles) if one.name == "Nobody's")
    house.book.do(ChangeUserRole(role, tuple(right.name for right in BLIND)))
    assert telling(house, house.ben) == set()
    house.book.do(ChangeUserRole(role, (SEE.name,)))
    assert len(telling(house, house.ben)) > 20, "who sees customers learns of them by these queries"


@pytest.mark.parametrize("right", sorted(SHOWING))
def test_a_right_that_shows_customers_is_given_with_the_sight_of_them_only(house: House, right: Permission) -> None:
    words = f"who may {right} sees customers too"
    with pytest.raises(Refused, match=words):
        house.book.do(AddUserRole("Blind", (right.name,)))
    role = house.book.do(AddUserRole("Seeing", (SEE.name, right.name))).answer
    with pytest.raises(Refused, match=words):
        house.book.do(ChangeUserRole(role, take=(SEE.name,)))
