"""Roles as owners edit them: at once for everybody, never above who does it, and taken back by undoing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from app.book import Book, open_book
from app.errors import Conflict, NotAllowed, Refused
from app.features.access import LockUser, SetPassword
from app.features.assignments import Assign
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers
from app.features.customers.finding import find
from app.features.customers.reaches import PhoneInput
from app.features.roles import AddUserRole, ChangeUserRole, RemoveUserRole, UserRoleLine, user_roles
from app.features.team import AddUser, EditUser, users
from app.features.undo import UndoOperation
from app.rules.permissions import GRANTED, Permission, Role


def role(book: Book, key: str) -> UserRoleLine:
    return next(one for one in book.ask(user_roles) if one.key == key)


def change(book: Book, key: str, give: str = "", take: str = "", **edits: tuple[object, object]) -> int:
    done = book.do(ChangeUserRole(role(book, key).id, tuple(give.split()), tuple(take.split()), edits))
    assert done.operation is not None
    return done.operation


@pytest.fixture
def ben(book: Book, place: str) -> Iterator[Book]:
    """Another desk, on which a member of the staff has the book open."""
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    with closing(open_book(place, "ben")) as opened:
        yield opened


def test_a_new_book_has_the_five_roles_as_the_program_knows_them(book: Book) -> None:
    found = book.ask(user_roles)
    assert [one.key for one in found] == list(Role)
    for one in found:
        assert set(one.may) == {right.name for right in GRANTED[Role(one.key)]}


def test_what_an_owner_takes_from_a_role_is_refused_on_another_desk_at_once(book: Book, ben: Book) -> None:
    assert ben.ask(find, "nobody", 3) == []
    operation = change(book, "staff", take="EDIT_CUSTOMERS")
    with pytest.raises(NotAllowed, match="Ben Okafor is staff in this book and may not add and change customers"):
        ben.do(AddCustomer(name="Zoe Ltd"))
    book.do(UndoOperation(operation))
    assert ben.do(AddCustomer(name="Zoe Ltd")).answer
    change(book, "staff", take="SEE_CUSTOMERS")
    with pytest.raises(NotAllowed):
        ben.ask(find, "zoe", 3)


def test_what_an_owner_gives_to_a_role_holds_at_once(book: Book, ben: Book) -> None:
    customer = book.do(AddCustomer(name="Zoe Ltd")).answer
    with pytest.raises(NotAllowed):
        ben.do(RetireCustomers((customer,)))
    change(book, "staff", give="RETIRE_CUSTOMERS")
    assert ben.do(RetireCustomers((customer,))).operation


def test_a_new_role_holds_what_is_ticked_and_nothing_else(book: Book, place: str) -> None:
    book.do(AddUserRole("Front desk", ("SEE_CUSTOMERS", "LOG_TOUCH_POINTS")))
    book.do(AddUser("mei", "Mei Lin", "front desk"))
    with closing(open_book(place, "mei")) as mei:
        assert mei.user.rights.may == {Permission.SEE_CUSTOMERS, Permission.LOG_TOUCH_POINTS}
        assert mei.user.role == "Front desk"
    with pytest.raises(Refused, match=r"Mei Lin still is Front desk"):
        book.do(RemoveUserRole(role(book, "Front desk").id))
    mei_id = next(one.id for one in book.ask(users) if one.login == "mei")
    book.do(EditUser(mei_id, {"role": ("Front desk", "viewer")}))
    book.do(RemoveUserRole(role(book, "Front desk").id))
    assert [one.key for one in book.ask(user_roles)] == list(Role)


def test_the_owner_s_role_cannot_be_changed(book: Book) -> None:
    for command in (
        ChangeUserRole(role(book, "owner").id, take=("EDIT_ROLES",)),
        RemoveUserRole(role(book, "owner").id),
    ):
        with pytest.raises(Refused, match="owner's role holds everything"):
            book.do(command)


def test_a_role_that_is_called_otherwise_stays_the_role_of_its_users(book: Book, ben: Book) -> None:
    change(book, "staff", name=("staff", "Sales"))
    assert ben.do(AddCustomer(name="Zoe Ltd")).answer
    assert ben.user.role == "Sales"
    assert book.do(AddUser("cy", "Cy", "sales")).summary == "Added Cy as Sales"
    added = book.do(AddUserRole("staff")).answer
    assert next(one for one in book.ask(user_roles) if one.id == added).key == "staff 2"


def test_two_owners_who_change_the_same_role_both_have_their_way(book: Book, place: str) -> None:
    seen = role(book, "viewer")
    with closing(open_book(place, "ann")) as other:
        other.do(ChangeUserRole(seen.id, ("LOG_TOUCH_POINTS",), edits={"most_at_once": (None, 5)}))
        book.do(ChangeUserRole(seen.id, ("EDIT_CUSTOMERS",)))
        with pytest.raises(Conflict):
            book.do(ChangeUserRole(seen.id, edits={"most_at_once": (None, 9)}))
    now = role(book, "viewer")
    assert set(now.may) == {"SEE_CUSTOMERS", "LOG_TOUCH_POINTS", "EDIT_CUSTOMERS"}
    assert now.most_at_once == 5


@pytest.fixture
def ida(book: Book, place: str) -> Iterator[Book]:
    """The desk of IT."""
    book.do(AddUser("ida", "Ida", "IT"))
    with closing(open_book(place, "ida")) as opened:
        yield opened


def test_it_reads_no_customers_but_adds_people_and_locks_them(book: Book, ida: Book, place: str) -> None:
    with pytest.raises(NotAllowed, match="may not see customers"):
        ida.ask(find, "zoe", 3)
    ida.do(AddUser("cy", "Cy", "staff"))
    ida.do(LockUser("cy"))
    with pytest.raises(NotAllowed):
        open_book(place, "cy")
    ida.do(LockUser("cy", locked=False))


@pytest.mark.parametrize("wanted", ["manager", "owner"])
def test_who_holds_less_gives_no_higher_role(book: Book, ida: Book, wanted: str) -> None:
    with pytest.raises(NotAllowed, match=f"Ida is IT in this book, and the role {wanted} holds more"):
        ida.do(AddUser("cy", "Cy", wanted))
    key = book.do(AddUser("cy", "Cy", wanted)).answer
    with pytest.raises(NotAllowed):
        ida.do(EditUser(key, {"role": (wanted, "viewer")}))
    with pytest.raises(NotAllowed):
        ida.do(SetPassword("cy", "three red hats"))
    with pytest.raises(NotAllowed, match=f"the role {wanted} holds more"):
        ida.do(LockUser("cy"))
    book.do(LockUser("cy"))
    with pytest.raises(NotAllowed, match=f"the role {wanted} holds more"):
        ida.do(LockUser("cy", locked=False))


def test_a_role_that_is_given_freely_is_not_given_to_oneself(book: Book, ida: Book) -> None:
    own = next(one.id for one in book.ask(users) if one.login == "ida")
    with pytest.raises(NotAllowed):
        ida.do(EditUser(own, {"role": ("IT", "staff")}))
    change(book, "staff", given_freely=(True, False))
    with pytest.raises(NotAllowed):
        ida.do(AddUser("cy", "Cy", "staff"))


def test_who_edits_roles_without_being_owner_stays_below_their_own(book: Book, place: str) -> None:
    change(book, "manager", give="EDIT_ROLES EDIT_TEAM")
    book.do(AddUser("max", "Max", "manager"))
    with closing(open_book(place, "max")) as manager:
        change(manager, "viewer", give="ASSIGN")
        for key, right in (("viewer", "EDIT_BOOK"), ("manager", "EDIT_BOOK")):
            with pytest.raises(NotAllowed):
                change(manager, key, give=right)
        taken = change(book, "manager", take="EDIT_TEAM")
        with pytest.raises(NotAllowed):
            manager.do(UndoOperation(taken))


def test_an_undoing_leaves_nobody_with_a_role_that_is_gone(book: Book) -> None:
    added = book.do(AddUserRole("Front desk", ("SEE_CUSTOMERS",))).operation
    book.do(AddUser("mei", "Mei", "Front desk"))
    with pytest.raises(Refused, match="Somebody still is Front desk"):
        book.do(UndoOperation(added or 0))


def test_one_act_touches_no_more_customers_than_the_role_says(book: Book, place: str) -> None:
    change(book, "manager", most_at_once=(None, 2))
    book.do(AddUser("max", "Max", "manager"))
    customers = tuple(book.do(AddCustomer(name=name)).answer for name in ("A", "B", "C"))
    words = r"about 3 customers, and manager may do at most 2 in one act\. It can be done by Ann Becker \(owner\)\."
    with closing(open_book(place, "max")) as manager:
        for command in (Assign(customers, "max"), RetireCustomers(customers)):
            with pytest.raises(Refused, match=words):
                manager.do(command)
        assert manager.do(RetireCustomers(customers[:2])).operation
        retired = book.do(RetireCustomers(customers[2:])).operation
        assert manager.do(UndoOperation(retired or 0)).operation
    assert book.do(Assign(customers, "max")).operation


def test_a_role_can_be_kept_from_changing_fields_of_a_customer(book: Book, ben: Book) -> None:
    customer = book.do(AddCustomer(name="Zoe Ltd", values={"number": "7"})).answer
    change(book, "staff", fixed=("", "number phones"))
    with pytest.raises(Refused, match="staff may not change this of a customer: customer number") as told:
        ben.do(EditCustomer(customer, {"number": ("7", "8"), "notes": ("", "hello")}))
    assert told.value.field == "number"
    with pytest.raises(Refused, match="phones"):
        ben.do(EditCustomer(customer, {"phones": ((), (PhoneInput(raw="+49 30 1"),))}))
    assert ben.do(EditCustomer(customer, {"notes": ("", "hello")})).operation
    assert ben.do(AddCustomer(name="New Ltd", values={"number": "9"}, phones=(PhoneInput(raw="+49 30 1"),))).operation
    with pytest.raises(Refused, match="no field colour"):
        change(book, "staff", fixed=("number phones", "colour"))


def test_who_may_export_sees_customers_too(book: Book) -> None:
    with pytest.raises(Refused, match="sees customers too"):
        book.do(AddUserRole("Carriers", ("EXPORT",)))
    book.do(AddUserRole("Carriers", ("EXPORT", "SEE_CUSTOMERS")))
