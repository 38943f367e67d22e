"""Follow-ups: promised, kept, reopened, changed; on both engines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from app.book import Book
from app.errors import Conflict, NotFound, Refused
from app.features.followups import (
    AddFollowUp,
    EditFollowUp,
    FinishFollowUp,
    FollowUpLine,
    open_follow_ups,
)
from app.models import Customer, Stage, TouchPoint, User
from app.rules.permissions import Permission
from app.work import Command, Work

TODAY = datetime.now(UTC).astimezone().date()
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Furnish(Command[dict[str, int]]):
    """Two customers, a touch point with the second; Ben, and Dan who has left."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    def carry_out(self, work: Work) -> dict[str, int]:
        stage = work.session.execute(select(Stage.id)).scalars().first()
        rows = [{"kind": "company", "name": name, "sort_name": name, "stage_id": stage} for name in ("Uno", "Due")]
        uno, due = work.add_many(Customer, rows)
        ben = work.add(User(login="ben", name="Ben", role="staff")).id
        dan = work.add(User(login="dan", name="Dan", role="staff", departed_on=TODAY)).id
        touch = work.add(TouchPoint(customer_id=due, at=work.now, user_id=ben, kind="call", uid="")).id
        work.say("Furnished the book")
        return {"Uno": uno, "Due": due, "ben": ben, "dan": dan, "touch": touch, "ann": work.user.id}


@pytest.fixture
def ids(book: Book) -> dict[str, int]:
    return book.do(Furnish()).answer


def still_open(book: Book, **how: Any) -> list[FollowUpLine]:
    return book.ask(open_follow_ups, **how)


def drawn(book: Book, **how: Any) -> list[str]:
    lines = still_open(book, **how)
    return [f"{line.customer}, {line.user}, {(line.due_on - TODAY).days} d: {line.words}" for line in lines]


def test_promises_stand_by_their_day(book: Book, ids: dict[str, int]) -> None:
    done = book.do(AddFollowUp(ids["Uno"], TODAY + 9 * DAY, " Send the\r\nprice list "))
    assert done.summary == f"Promised Uno a follow-up by {TODAY + 9 * DAY}"
    book.do(AddFollowUp(ids["Due"], TODAY, "Ring back", user_id=ids["ben"], touch_point_id=ids["touch"]))
    assert drawn(book) == ["Due, Ben, 0 d: Ring back", "Uno, Ann Becker, 9 d: Send the\nprice list"]
    assert drawn(book, customer_id=ids["Uno"]) == drawn(book, user_id=ids["ann"]) == drawn(book)[1:]
    assert drawn(book, until=TODAY) == drawn(book, limit=1) == drawn(book)[:1]
    [line] = still_open(book, until=TODAY)
    assert line.touch_point_id == ids["touch"]
    assert not line.is_late(TODAY) and line.is_late(TODAY + DAY)


def test_kept_promises_are_gone(book: Book, ids: dict[str, int]) -> None:
    key = book.do(AddFollowUp(ids["Uno"], TODAY, "Ring")).answer
    assert book.do(FinishFollowUp(key)).summary == "Finished a follow-up for Uno"
    assert drawn(book) == []
    assert book.do(FinishFollowUp(key)).operation is None


def test_a_promise_is_put_off_and_given_to_another(book: Book, ids: dict[str, int]) -> None:
    key = book.do(AddFollowUp(ids["Uno"], TODAY, "Ring")).answer
    edits = {"due_on": (TODAY, TODAY + DAY), "user_id": (ids["ann"], ids["ben"]), "words": ("Ring", "Ring him ")}
    book.do(EditFollowUp(key, edits))
    assert drawn(book) == ["Uno, Ben, 1 d: Ring him"]
    with pytest.raises(Conflict):
        book.do(EditFollowUp(key, {"words": ("Ring", "Write")}))
    for field, edit in (("due_on", TODAY - DAY), ("user_id", ids["dan"]), ("customer_id", ids["Due"])):
        with pytest.raises(Refused) as refused:
            book.do(EditFollowUp(key, {field: (None, edit)}))
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("due_on", {"due_on": TODAY - DAY}),
        ("user_id", {"user_id": "dan"}),
        ("user_id", {"user_id": 999_999}),
        ("touch_point_id", {"touch_point_id": "touch"}),
    ],
)
def test_what_cannot_be_promised(book: Book, ids: dict[str, int], field: str, change: dict[str, Any]) -> None:
    given = {name: ids.get(value, value) for name, value in change.items()}
    with pytest.raises(Refused) as refused:
        book.do(AddFollowUp(**{"customer_id": ids["Uno"], "due_on": TODAY, **given}))
    assert refused.value.field == field and drawn(book) == []


def test_nothing_is_promised_to_nobody(book: Book) -> None:
    with pytest.raises(NotFound):
        book.do(AddFollowUp(999_999, TODAY))
    with pytest.raises(NotFound):
        book.do(FinishFollowUp(999_999))
