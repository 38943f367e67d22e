"""Assignments: one owner at a time, never overwritten, seen as of any day; on both engines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.book import Book, open_book
from app.errors import NotAllowed, NotFound, Refused
from app.features.assignments import (
    Assign,
    EndAssignments,
    assignment_roles,
    handled_by,
    handlers_history,
    takers,
    unowned,
    who_handles,
)
from app.features.roles import ChangeUserRole, user_roles
from app.features.team import AddUser
from app.models import Assignment, Customer, Listing, Stage, User
from app.rules.permissions import Permission
from app.work import Command, Work
from tests.statements import calls

TODAY = datetime.now(UTC).astimezone().date()
DAY = timedelta(days=1)
Seen = list[tuple[str, str, date, date | None]]


@dataclass(frozen=True)
class Furnish(Command[list[int]]):
    """So many customers; Ben and Cleo to look after them, Dan who has left."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    customers: int = 3

    def carry_out(self, work: Work) -> list[int]:
        stage = work.session.execute(select(Stage.id).order_by(Stage.position)).scalars().first()
        names = [f"Customer {number:05}" for number in range(self.customers)]
        people = [("ben", "Ben Okafor", "staff"), ("cleo", "Cleo Roux", "manager"), ("dan", "Dan Gone", "staff")]
        work.add_many(User, [{"login": login, "name": name, "role": role} for login, name, role in people])
        gone = work.session.execute(select(User.id).where(User.login == "dan")).scalars()
        work.change_many(User, list(gone), departed_on=TODAY - 10 * DAY)
        work.say("Furnished the book")
        rows = [{"kind": "company", "name": name, "sort_name": name.lower(), "stage_id": stage} for name in names]
        return list(work.add_many(Customer, rows))


@pytest.fixture
def customers(book: Book) -> list[int]:
    return book.do(Furnish()).answer


def seen(book: Book, customer: int, on: date | None = None) -> list[tuple[str, str]]:
    return [(line.role, line.user) for line in book.ask(who_handles, customer, on or TODAY)]


def history(book: Book, customer: int) -> Seen:
    lines = book.ask(handlers_history, customer, TODAY)
    return [(line.role, line.login, line.from_day, line.until_day) for line in lines]


def test_a_new_owner_ends_the_old_one_the_day_before(book: Book, customers: list[int]) -> None:
    one = customers[0]
    first = book.do(Assign((one,), "ben", from_day=TODAY - 30 * DAY))
    assert (first.answer, first.summary) == (1, "Assigned Customer 00000 to Ben Okafor as owner")
    book.do(Assign((one,), "cleo"))
    assert seen(book, one) == [("Owner", "Cleo Roux")]
    assert seen(book, one, TODAY - DAY) == [("Owner", "Ben Okafor")]
    assert seen(book, one, TODAY - 31 * DAY) == []
    assert history(book, one) == [
        ("Owner", "cleo", TODAY, None),
        ("Owner", "ben", TODAY - 30 * DAY, TODAY - DAY),
    ]


def test_an_owner_of_the_same_day_is_kept_with_zero_days(book: Book, customers: list[int]) -> None:
    one = customers[0]
    book.do(Assign((one,), "ben"))
    book.do(Assign((one,), "cleo"))
    assert seen(book, one) == [("Owner", "Cleo Roux")] and seen(book, one, TODAY - DAY) == []
    assert history(book, one) == [("Owner", "cleo", TODAY, None)]
    assert book.ask(_assignments) == 2
    assert book.do(Assign((one,), "ben")).answer == 1, "the row of zero days stands in nobody's way"


def _assignments(session: Session) -> int:
    return session.execute(select(func.count()).select_from(Assignment)).scalar_one()


def test_a_planned_owner_comes_when_it_is_time(book: Book, customers: list[int]) -> None:
    one, soon, later = customers[0], TODAY + 10 * DAY, TODAY + 20 * DAY
    book.do(Assign((one,), "ben"))
    book.do(Assign((one,), "cleo", from_day=later))
    book.do(Assign((one,), "ann", from_day=soon))
    assert [seen(book, one, day) for day in (TODAY, soon - DAY, soon, later - DAY, later)] == [
        [("Owner", "Ben Okafor")], [("Owner", "Ben Okafor")], [("Owner", "Ann Becker")], [("Owner", "Ann Becker")],
        [("Owner", "Cleo Roux")],
    ]  # fmt: skip
    book.do(Assign((one,), "cleo", until_day=TODAY + 2 * DAY))
    assert history(book, one)[-1] == ("Owner", "cleo", TODAY, TODAY + 2 * DAY)
    assert seen(book, one, TODAY + 3 * DAY) == []


def test_other_roles_are_held_by_several_at_once(book: Book, customers: list[int]) -> None:
    one = customers[0]
    for login, role in (("ben", "service"), ("cleo", "Service"), ("ben", "Finance"), ("ann", None)):
        book.do(Assign((one,), login, role))
    expected = [("Owner", "Ann Becker"), ("Service", "Ben Okafor"), ("Service", "Cleo Roux"), ("Finance", "Ben Okafor")]
    assert seen(book, one) == expected
    with pytest.raises(Refused, match=r"^Ben Okafor has Customer 00000 as service already\.") as refused:
        book.do(Assign((one,), "ben", "Service"))
    assert refused.value.field == "user" and seen(book, one) == expected


def test_many_are_one_operation_and_those_who_have_it_already_are_passed_over(book: Book, customers: list[int]) -> None:
    book.do(Assign(customers[:1], "ben", from_day=TODAY - DAY))  # type: ignore[arg-type]
    before = book.revision()
    done = book.do(Assign((*customers, customers[0]), "ben"))
    assert (done.answer, done.summary) == (2, "Assigned 2 customers to Ben Okafor as owner")
    assert book.revision() == before + 1
    assert book.ask(unowned, TODAY) == [] and book.ask(unowned, TODAY - DAY) == customers[1:]
    assert history(book, customers[0]) == [("Owner", "ben", TODAY - DAY, None)]


def test_the_list_shows_the_new_owner(book: Book, customers: list[int]) -> None:
    book.do(Assign(tuple(customers), "cleo"))
    owners = book.ask(_listed_owners)
    assert set(owners) == {book.ask(_user, "cleo")} and len(owners) == 3


def _listed_owners(session: Session) -> list[int | None]:
    return list(session.execute(select(Listing.owner_id)).scalars())


def _user(session: Session, login: str) -> int:
    return session.execute(select(User.id).where(User.login == login)).scalar_one()


def test_who_cannot_be_assigned_is_said(book: Book, customers: list[int]) -> None:
    one = (customers[0],)
    for command, error, words in (
        (Assign(one, "dan"), Refused, "Dan Gone has departed"),
        (Assign(one, "zoe"), NotFound, "no user zoe"),
        (Assign((999_999,), "ben"), NotFound, "This customer is not in the book"),
        (Assign((*one, 999_999), "ben"), NotFound, "1 of these customers"),
        (Assign(one, "ben", "Gardener"), Refused, r"no role Gardener.*Owner, Stand-in, Service"),
        (Assign((), "ben"), Refused, "at least one"),
        (Assign(one, "ben", until_day=TODAY - DAY), Refused, "cannot be before"),
    ):
        with pytest.raises(error, match=words):
            book.do(command)
    assert history(book, one[0]) == []


def test_staff_may_not_assign(book: Book, place: str, customers: list[int]) -> None:
    ben = open_book(place, "ben")
    with pytest.raises(NotAllowed):
        ben.do(Assign((customers[0],), "ben"))
    ben.close()


def test_ended_assignments_hold_no_longer(book: Book, customers: list[int]) -> None:
    one = customers[0]
    book.do(Assign((one,), "ben", from_day=TODAY - 5 * DAY))
    book.do(Assign((one,), "cleo", "Service"))
    book.do(Assign((one,), "ann", "Finance", from_day=TODAY + 5 * DAY))
    owner, service = (line.assignment_id for line in book.ask(who_handles, one, TODAY))
    done = book.do(EndAssignments((owner,)))
    assert done.summary == "Ended that Ben Okafor looks after Customer 00000 as owner"
    assert seen(book, one) == [("Service", "Cleo Roux")] and book.ask(unowned, TODAY) == customers
    assert seen(book, one, TODAY - DAY) == [("Owner", "Ben Okafor")]
    with pytest.raises(Refused):
        book.do(EndAssignments((owner,)))
    [finance] = (line.assignment_id for line in book.ask(handlers_history, one, TODAY) if line.role == "Finance")
    assert book.do(EndAssignments((service, finance), TODAY + DAY)).summary == "Ended 2 assignments"
    assert seen(book, one, TODAY + DAY) == [("Service", "Cleo Roux")] and seen(book, one, TODAY + 5 * DAY) == []
    with pytest.raises(NotFound):
        book.do(EndAssignments((999_999,)))


def test_whom_somebody_handles(book: Book, customers: list[int]) -> None:
    book.do(Assign(tuple(customers[:2]), "ben"))
    book.do(Assign((customers[2],), "ben", "Finance"))
    ben = book.ask(_user, "ben")
    lines = book.ask(handled_by, ben, TODAY)
    assert [(line.customer, line.role) for line in lines] == [
        ("Customer 00000", "Owner"), ("Customer 00001", "Owner"), ("Customer 00002", "Finance"),
    ]  # fmt: skip
    finance = next(role.id for role in book.ask(assignment_roles) if role.name == "Finance")
    assert [line.customer_id for line in book.ask(handled_by, ben, TODAY, finance)] == [customers[2]]
    assert book.ask(handled_by, ben, TODAY - DAY) == []


def test_two_thousand_take_no_statement_each(file_book: Book) -> None:
    everyone = tuple(file_book.do(Furnish(2_500)).answer)
    with calls() as sent:
        done = file_book.do(Assign(everyone[:2_000], "ben"))
    assert done.summary == "Assigned 2,000 customers to Ben Okafor as owner"
    assert len(sent) < 200
    assert len(file_book.ask(unowned, TODAY)) == 500


def test_who_sees_no_customers_looks_after_nobody(book: Book, customers: list[int]) -> None:
    book.do(AddUser("ida", "Ida Berg", "IT"))
    with pytest.raises(Refused, match="Ida Berg is IT in this book and may not see customers"):
        book.do(Assign((customers[0],), "ida"))
    assert history(book, customers[0]) == []
    assert [one.login for one in book.ask(takers, TODAY).people] == ["ann", "ben", "cleo"]
    it = next(role.id for role in book.ask(user_roles) if role.key == "IT")
    book.do(ChangeUserRole(it, ("SEE_CUSTOMERS",)))
    book.do(Assign((customers[0],), "ida"))
    assert "ida" in [one.login for one in book.ask(takers, TODAY).people]
