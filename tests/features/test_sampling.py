"""The sample company in a book: the same on both engines, found by search, in the journal, with a history of care."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.book import Book
from app.errors import Refused, Stopped
from app.features.customers.saved import saved_lists
from app.features.sampling import FillWithSample, fill, fill_with_sample
from app.models import (
    JOURNALLED,
    Assignment,
    AssignmentRole,
    Change,
    Customer,
    FieldValue,
    FollowUp,
    Listing,
    Membership,
    Operation,
    TouchPoint,
    User,
)
from app.sample.company import make_sample
from app.store.seeking import customers_like, touch_points_like
from app.ticket import Ticket

TODAY = date(2026, 5, 14)
SIZE = 300


def counts(session: Session) -> dict[str, int]:
    return {
        name: session.execute(select(func.count()).select_from(model)).scalar_one()
        for name, model in JOURNALLED.items()
    }


def owners_on(session: Session, day: date) -> dict[int, str]:
    chosen = (
        select(Assignment.customer_id, User.login)
        .join(User, User.id == Assignment.user_id)
        .join(AssignmentRole, AssignmentRole.id == Assignment.role_id)
        .where(
            AssignmentRole.is_owner,
            Assignment.from_day <= day,
            Assignment.until_day.is_(None) | (Assignment.until_day >= day),
        )
    )
    rows = [(key, login) for key, login in session.execute(chosen)]
    assert len(rows) == len(dict(rows)), "nobody has two owners on one day"
    return dict(rows)


def test_everything_is_there_in_one_operation(book: Book) -> None:
    done = book.do(FillWithSample(SIZE, TODAY))
    expected = list(make_sample(SIZE, TODAY).customers(0, SIZE))
    stored = book.ask(counts)
    assert stored["customers"] == SIZE == done.answer.customers
    assert stored["touch_points"] == done.answer.touch_points == sum(len(one.touches) for one in expected)
    assert stored["contacts"] == sum(len(one.contacts) for one in expected)
    assert stored["assignments"] == sum(len(one.assignments) for one in expected)
    assert stored["follow_ups"] == sum(touch.promise is not None for one in expected for touch in one.touches)
    assert stored["customer_tags"] == sum(len(one.tags) for one in expected)
    assert stored["users"] == done.answer.users == 13

    def journal(session: Session) -> tuple[str, int]:
        operation = select(Operation.summary).order_by(Operation.revision.desc()).limit(1)
        customers = select(func.count()).where(Change.table_name == "customers", Change.kind == "added")
        return session.execute(operation).scalar_one(), session.execute(customers).scalar_one()

    assert book.ask(journal) == (done.summary, SIZE)
    assert done.summary.startswith("Made the sample company: 300 customers")


def test_it_is_found_by_search(book: Book) -> None:
    book.do(FillWithSample(SIZE, TODAY))

    def found(session: Session, typed: str) -> list[str]:
        condition = customers_like(session, typed)
        assert condition is not None
        where = text(condition.sql).bindparams(**condition.parameters)
        return sorted(session.execute(select(Listing.name).where(where)).scalars())

    def said(session: Session, typed: str) -> int:
        condition = touch_points_like(session, typed)
        assert condition is not None
        where = text(condition.sql).bindparams(**condition.parameters)
        return session.execute(select(func.count()).select_from(TouchPoint).where(where)).scalar_one()

    muellers = book.ask(found, "müller")
    assert any("Müller" in name for name in muellers)
    assert book.ask(found, "muller") == muellers == book.ask(found, "MUELLER")
    assert book.ask(said, "offer") > 10


def test_who_had_it_on_a_day_has_an_answer(book: Book) -> None:
    book.do(FillWithSample(SIZE, TODAY))
    before, now = book.ask(owners_on, TODAY - timedelta(60)), book.ask(owners_on, TODAY)
    assert "reto" in before.values()
    handed_over = {now.get(key) for key, login in before.items() if login == "reto"}
    assert len(handed_over - {None, "reto"}) > 1


def test_lists_show_owner_and_last_touch(file_book: Book) -> None:
    file_book.do(FillWithSample(SIZE))

    def lines(session: Session) -> list[tuple[bool, bool]]:
        shown = select(Listing.owner_id, Listing.last_touch_at)
        return [(owner is not None, last is not None) for owner, last in session.execute(shown)]

    owned, touched = zip(*file_book.ask(lines), strict=True)
    assert SIZE * 0.95 < sum(owned) < SIZE
    assert sum(touched) > SIZE * 0.95


def test_saved_lists_are_as_the_customers_page_reads_them(file_book: Book) -> None:
    file_book.do(FillWithSample(20, TODAY))
    filters = {line.name: line.filter for line in file_book.ask(saved_lists, file_book.user.id)}
    assert filters["Mine"].mine
    assert filters["No owner"].without == ("owner",)
    assert filters["Quiet 90 days"].quiet_days == 90
    assert len(filters["Key accounts"].tag_ids) == 1


def test_parts_make_the_same_company(file_book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fill, "PART", 40)
    answer = fill_with_sample(file_book.do, 100, TODAY)
    assert answer.customers == 100
    assert answer.touch_points == sum(len(one.touches) for one in make_sample(100, TODAY).customers(0, 100))

    def numbers(session: Session) -> list[str]:
        return list(session.execute(select(Customer.number).order_by(Customer.id)).scalars())

    assert file_book.ask(numbers) == [str(10000 + index) for index in range(100)]
    assert file_book.ask(counts)["saved_lists"] == 4


def test_a_book_in_use_is_left_alone(book: Book) -> None:
    book.do(FillWithSample(5, TODAY))
    before = book.ask(counts)
    with pytest.raises(Refused, match="already") as refused:
        book.do(FillWithSample(5, TODAY))
    assert refused.value.field == "customers"
    assert book.ask(counts) == before


@pytest.mark.parametrize("customers", [0, -1, 1_000_001])
def test_a_size_that_makes_no_sense_is_refused(file_book: Book, customers: int) -> None:
    with pytest.raises(Refused) as refused:
        fill_with_sample(file_book.do, customers)
    assert refused.value.field == "customers"


def test_stopping_leaves_the_book_empty(file_book: Book) -> None:
    def report(what: str, done: int, total: int) -> None:
        if done:
            ticket.stop()

    ticket = Ticket(report)
    with pytest.raises(Stopped):
        file_book.do(FillWithSample(600, TODAY), ticket)
    assert file_book.ask(counts)["customers"] == 0


def test_people_fields_and_promises_hang_together(book: Book) -> None:
    book.do(FillWithSample(SIZE, TODAY))

    def facts(session: Session) -> tuple[int, int, int, int]:
        several = select(Membership.contact_id).group_by(Membership.contact_id).having(func.count() > 1).subquery()
        strangers = (
            select(func.count())
            .select_from(TouchPoint)
            .outerjoin(
                Membership,
                (Membership.contact_id == TouchPoint.contact_id) & (Membership.customer_id == TouchPoint.customer_id),
            )
            .where(TouchPoint.contact_id.is_not(None), Membership.id.is_(None))
        )
        late = select(func.count()).where(FollowUp.done_at.is_(None), FollowUp.due_on < TODAY)
        values = select(func.count()).select_from(FieldValue)
        shared = select(func.count()).select_from(several)
        found = [session.execute(one).scalar_one() for one in (shared, strangers, late, values)]
        return found[0], found[1], found[2], found[3]

    shared, strangers, late, values = book.ask(facts)
    assert shared > 0
    assert strangers == 0
    assert late > 0
    assert values > 0
