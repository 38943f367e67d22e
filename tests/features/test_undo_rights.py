"""Undoing gives back no right that was lost, and breaks no rule of the house."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.book import Book, open_book
from app.errors import NotAllowed, Refused
from app.features.assignments import Assign, EndAssignments, handlers_history, who_handles
from app.features.customers.commands import AddCustomer, RetireCustomers
from app.features.lists import RenameTag
from app.features.team import AddUser, EditUser, users
from app.features.undo import UndoOperation
from app.models import JOURNALLED, Assignment, AssignmentRole, Customer, Tag
from app.rules.permissions import Permission
from app.work import Command, Work
from tests.statements import calls

TODAY = datetime.now(UTC).astimezone().date()


def did(book: Book, command: Command[Any]) -> int:
    operation = book.do(command).operation
    assert operation is not None
    return operation


def role(book: Book, login: str) -> str:
    return next(line.role for line in book.ask(users) if line.login == login)


def owners(book: Book, customer: int, on: date = TODAY) -> list[str]:
    return [one.login for one in book.ask(who_handles, customer, on) if one.is_owner]


def three_owners(book: Book) -> tuple[int, list[int]]:
    """A customer given to Ann, then Bob, then Cy; and the operations that did it."""
    for login in ("bob", "cy"):
        book.do(AddUser(login, login.title(), "staff"))
    customer = book.do(AddCustomer(name="Zoe Ltd")).answer
    days = (TODAY - timedelta(20), TODAY - timedelta(10), TODAY - timedelta(5))
    given = zip(("ann", "bob", "cy"), days, strict=True)
    return customer, [did(book, Assign((customer,), login, from_day=day)) for login, day in given]


def test_every_journalled_table_says_what_right_it_takes() -> None:
    assert all(isinstance(model.needs, Permission) for model in JOURNALLED.values())
    for model in JOURNALLED.values():
        assert set(model.needs_for) <= set(model.__table__.columns.keys())


def test_who_lost_a_right_cannot_give_it_back_by_undoing(book: Book, place: str) -> None:
    bob_id = book.do(AddUser("bob", "Bob", "owner")).answer
    cy = book.do(AddUser("cy", "Cy", "staff")).answer
    bob = open_book(place, "bob")
    made = did(bob, EditUser(cy, {"role": ("staff", "owner")}))
    undone = did(bob, UndoOperation(made))
    book.do(EditUser(bob_id, {"role": ("owner", "staff")}))
    with pytest.raises(NotAllowed, match="Bob is staff in this book"):
        bob.do(UndoOperation(undone))
    assert role(book, "cy") == "staff"
    bob.close()


def test_staff_take_back_their_own_customer_with_a_new_tag(book: Book, place: str) -> None:
    book.do(AddUser("bob", "Bob", "staff"))
    bob = open_book(place, "bob")
    added = did(bob, AddCustomer(name="Zoe Ltd", tags=["fresh"]))
    again = did(bob, UndoOperation(did(bob, UndoOperation(added))))
    assert again is not None
    bob.close()


def test_a_column_may_take_more_than_its_table(book: Book, place: str) -> None:
    bob_id = book.do(AddUser("bob", "Bob", "owner")).answer
    bob = open_book(place, "bob")
    customer = bob.do(AddCustomer(name="Zoe Ltd", tags=["fresh"])).answer
    tag = book.ask(lambda session: session.execute(select(Tag.id)).scalar_one())
    renamed, retired = did(bob, RenameTag(tag, "stale")), did(bob, RetireCustomers([customer]))
    book.do(EditUser(bob_id, {"role": ("owner", "staff")}))
    for operation in (renamed, retired):
        with pytest.raises(NotAllowed):
            bob.do(UndoOperation(operation))
    bob.close()


def test_a_succession_is_taken_back_together_or_not_at_all(book: Book) -> None:
    customer, (_, to_bob, to_cy) = three_owners(book)
    before = book.ask(handlers_history, customer, TODAY)
    with pytest.raises(Refused, match="changed since"):
        book.do(UndoOperation(to_bob))
    assert book.ask(handlers_history, customer, TODAY) == before and owners(book, customer) == ["cy"]
    book.do(UndoOperation(to_cy))
    book.do(UndoOperation(to_bob))
    assert owners(book, customer) == ["ann"]


def test_only_the_broken_succession_is_kept(book: Book) -> None:
    customer, _ = three_owners(book)
    other = book.do(AddCustomer(name="Other")).answer
    book.do(Assign((other,), "ann", from_day=TODAY - timedelta(9)))
    both = did(book, Assign((customer, other), "bob", from_day=TODAY - timedelta(1)))
    book.do(Assign((customer,), "ann"))
    done = book.do(UndoOperation(both)).answer
    assert {kept.customer for kept in done.kept} == {"Zoe Ltd"}
    assert {kept.why for kept in done.kept} == {"changed since", "belongs to what was changed since"}
    assert owners(book, other) == ["ann"] and owners(book, customer) == ["ann"]
    assert owners(book, customer, TODAY - timedelta(1)) == ["bob"]


def test_a_restored_ending_cannot_make_two_owners(book: Book) -> None:
    customer, _ = three_owners(book)
    (cy,) = [one for one in book.ask(who_handles, customer, TODAY) if one.is_owner]
    ended = did(book, EndAssignments((cy.assignment_id,)))
    book.do(Assign((customer,), "bob"))
    with pytest.raises(Refused, match="two owners at once to Zoe Ltd"):
        book.do(UndoOperation(ended))
    assert owners(book, customer) == ["bob"]


def test_the_book_keeps_an_owner(book: Book, place: str) -> None:
    ben = book.do(AddUser("ben", "Ben", "staff")).answer
    raised = did(book, EditUser(ben, {"role": ("staff", "owner")}))
    lowered = did(book, EditUser(book.user.id, {"role": ("owner", "staff")}))
    desk = open_book(place, "ben")
    with pytest.raises(Refused, match="only owner"):
        desk.do(UndoOperation(raised))
    assert role(book, "ben") == "owner"
    desk.do(UndoOperation(lowered))
    desk.do(UndoOperation(raised))
    assert (role(book, "ann"), role(book, "ben")) == ("owner", "staff")
    desk.close()


def test_many_rows_are_put_back_in_few_statements(book: Book) -> None:
    class AddMany(Command[None]):
        needs = Permission.EDIT_CUSTOMERS

        def carry_out(self, work: Work) -> None:
            stage = work.session.execute(select(JOURNALLED["stages"].id)).scalars().first()
            blank = {"kind": "company", "stage_id": stage}
            rows = [{"name": f"Firm {n}", "sort_name": f"firm {n}", **blank} for n in range(300)]
            work.add_many(Customer, rows)
            work.say("Added many")

    book.do(AddMany())
    keys = book.ask(lambda session: session.execute(select(Customer.id)).scalars().all())
    retired = did(book, RetireCustomers(keys))
    with calls() as sent:
        assert book.do(UndoOperation(retired)).answer.undone == 300
    assert sum(statement.startswith("UPDATE customers") for statement in sent) == 1


def test_two_owners_that_were_there_before_stop_nobody(book: Book) -> None:
    """A rule that an older program did not keep must not lock the customer for ever."""
    customer, _ = three_owners(book)

    class Break(Command[None]):
        needs = Permission.ASSIGN

        def carry_out(self, work: Work) -> None:
            role = work.session.execute(select(AssignmentRole.id).where(AssignmentRole.is_owner)).scalar_one()
            shared = {"customer_id": customer, "role_id": role, "user_id": work.user.id}
            work.add_many(Assignment, [{**shared, "from_day": TODAY - timedelta(3), "until_day": None}])
            work.say("Broke it")

    book.do(Break())
    assert len(owners(book, customer)) == 2
    book.do(Assign((customer,), "bob"))
    assert owners(book, customer) == ["bob"]
