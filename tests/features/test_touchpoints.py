"""Touch points: logged, seen, corrected, withdrawn, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book import Book, open_book
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.features.touchpoints import (
    CorrectTouchPoint,
    LogTouchPoint,
    RestoreTouchPoint,
    TimeLineEntry,
    TouchFilter,
    WithdrawTouchPoint,
    contact_roles,
    count_touch_points,
    firm_time_line,
    time_line,
    touch_point,
    touches_per_day,
)
from app.models import Contact, Customer, Listing, Membership, Stage, Team, User
from app.rules.permissions import Permission
from app.work import Command, Work
from tests.trials.clocking.elsewhere import in_zone

NOW = datetime.now(UTC)
TODAY = NOW.astimezone().date()
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Furnish(Command[None]):
    """Two customers with a contact each; Ben in service, Cleo who only looks."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    def carry_out(self, work: Work) -> None:
        stages = work.session.execute(select(Stage.id).order_by(Stage.position)).scalars().all()
        service = work.session.execute(select(Team.id).where(Team.name == "Service")).scalar_one()
        for number, (name, person) in enumerate([("Talleres Ibáñez", "Pilar"), ("Übermut Verlag", "Uta")]):
            stage = stages[number]
            work.add(Customer(kind="company", name=name, sort_name=name.lower(), stage_id=stage, uid=""))
            customer = work.session.execute(select(Customer.id).where(Customer.name == name)).scalar_one()
            contact = work.add(Contact(name=person, sort_name=person.lower(), uid="")).id
            work.add(Membership(customer_id=customer, contact_id=contact, role="decides" if number else "uses"))
        work.add(User(login="ben", name="Ben Okafor", role="staff", team_id=service))
        work.add(User(login="cleo", name="Cleo Roux", role="viewer"))
        work.say("Furnished the book")


@pytest.fixture
def firm(book: Book) -> Book:
    book.do(Furnish())
    return book


@pytest.fixture
def ben(firm: Book, place: str) -> Any:
    opened = open_book(place, "ben")
    yield opened
    opened.close()


def names(session: Session) -> dict[str, int]:
    tables = (Customer, Contact, User, Team, Stage)
    return {name: key for table in tables for key, name in session.execute(select(table.id, table.name))}


@pytest.fixture
def ids(firm: Book) -> dict[str, int]:
    return firm.ask(names)


def log(book: Book, customer: int, words: str = "", kind: str = "call", **more: Any) -> int:
    return book.do(LogTouchPoint(customer, kind, words, **more)).answer


def line(book: Book, customer: int, **how: Any) -> list[TimeLineEntry]:
    return book.ask(time_line, customer, **how)


def said(entries: list[TimeLineEntry]) -> list[str]:
    return [entry.words for entry in entries]


def test_a_call_stands_in_the_time_line_with_its_promise(firm: Book, ids: dict[str, int]) -> None:
    friday = TODAY + timedelta(days=3)
    done = firm.do(
        LogTouchPoint(
            ids["Talleres Ibáñez"], "call", "  Wants the drawings\r\nagain ", contact_id=ids["Pilar"], mood="upset",
            direction="in", minutes=7, follow_up_on=friday, follow_up_words="Send drawings",
        )
    )  # fmt: skip
    assert done.summary == "Logged a call with Talleres Ibáñez"
    assert done.changes is not None and {*done.changes.topics} == {"touch points", "follow-ups"}
    [entry] = line(firm, ids["Talleres Ibáñez"])
    shown = entry.kind, entry.direction, entry.mood, entry.minutes, entry.words, entry.user, entry.contact
    assert shown == ("call", "in", "upset", 7, "Wants the drawings\nagain", "Ann Becker", "Pilar")
    assert entry.id == done.answer and entry.version == done.operation and entry.withdrawn is False
    assert entry.promise is not None and (entry.promise.due_on, entry.promise.words) == (friday, "Send drawings")
    assert not entry.promise.is_late(friday) and entry.promise.is_late(friday + timedelta(days=1))


def test_a_retried_save_is_stored_once(firm: Book, ids: dict[str, int]) -> None:
    command = LogTouchPoint(ids["Talleres Ibáñez"], "call", "Once", uid="0190-one")
    first, second = firm.do(command), firm.do(command)
    assert first.answer == second.answer and second.operation is None
    assert said(line(firm, ids["Talleres Ibáñez"])) == ["Once"]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("words", {"kind": "note", "words": " \u200b "}),
        ("kind", {"kind": "telex"}),
        ("direction", {"direction": "up"}),
        ("mood", {"mood": "hungry"}),
        ("minutes", {"minutes": -1}),
        ("at", {"at": NOW + timedelta(days=3)}),
        ("follow_up_on", {"follow_up_on": TODAY - timedelta(days=1)}),
        ("follow_up_on", {"follow_up_words": "Call back"}),
        ("contact_id", {"contact_id": "Uta"}),
    ],
)
def test_what_cannot_be_logged_is_refused_by_its_field(
    firm: Book, ids: dict[str, int], field: str, change: dict[str, Any]
) -> None:
    if "contact_id" in change:
        change = {"contact_id": ids[change["contact_id"]]}
    with pytest.raises(Refused) as refused:
        firm.do(LogTouchPoint(**{"customer_id": ids["Talleres Ibáñez"], "kind": "call", **change}))
    assert refused.value.field == field
    assert line(firm, ids["Talleres Ibáñez"]) == []


def test_unknown_customers_and_touch_points_are_not_found(firm: Book) -> None:
    with pytest.raises(NotFound):
        log(firm, 999_999)
    with pytest.raises(NotFound):
        firm.ask(touch_point, 999_999)


def test_a_time_without_zone_is_local(firm: Book, ids: dict[str, int]) -> None:
    with in_zone("Europe/Berlin"):
        key = log(firm, ids["Talleres Ibáñez"], at=datetime(2025, 7, 1, 9, 30))  # noqa: DTZ001
    assert firm.ask(touch_point, key).at == datetime(2025, 7, 1, 7, 30, tzinfo=UTC)


def test_a_viewer_may_read_but_not_log(firm: Book, place: str, ids: dict[str, int]) -> None:
    cleo = open_book(place, "cleo")
    with pytest.raises(NotAllowed):
        log(cleo, ids["Talleres Ibáñez"])
    assert line(cleo, ids["Talleres Ibáñez"]) == []
    cleo.close()


def test_own_ones_are_corrected_and_others_need_the_permission(firm: Book, ben: Book, ids: dict[str, int]) -> None:
    of_ann, of_ben = log(firm, ids["Talleres Ibáñez"], "Anns"), log(ben, ids["Talleres Ibáñez"], "Bens")
    edits = {"words": ("Bens", "Bens, mended"), "kind": ("call", "visit")}
    assert ben.do(CorrectTouchPoint(of_ben, edits)).summary == "Corrected a visit with Talleres Ibáñez"
    with pytest.raises(NotAllowed, match="only what they logged"):
        ben.do(CorrectTouchPoint(of_ann, {"words": ("Anns", "Mine")}))
    with pytest.raises(NotAllowed):
        ben.do(WithdrawTouchPoint(of_ann))
    firm.do(CorrectTouchPoint(of_ben, {"mood": ("", "pleased")}))
    entry = firm.ask(touch_point, of_ben)
    assert (entry.kind, entry.words, entry.mood, entry.user) == ("visit", "Bens, mended", "pleased", "Ben Okafor")
    assert firm.ask(touch_point, of_ann).words == "Anns"


def test_two_corrections_of_the_same_words_conflict(firm: Book, ben: Book, ids: dict[str, int]) -> None:
    key = log(ben, ids["Talleres Ibáñez"], "was")
    firm.do(CorrectTouchPoint(key, {"words": ("was", "Ann's")}))
    with pytest.raises(Conflict) as conflict:
        ben.do(CorrectTouchPoint(key, {"words": ("was", "Ben's")}))
    assert conflict.value.by == "Ann Becker" and conflict.value.fields[0].theirs == "Ann's"
    assert firm.do(CorrectTouchPoint(key, {"words": ("Ann's", "Ann's")})).operation is None


def test_a_correction_is_checked_like_a_new_one(firm: Book, ids: dict[str, int]) -> None:
    key = log(firm, ids["Talleres Ibáñez"])
    with pytest.raises(Refused) as refused:
        firm.do(CorrectTouchPoint(key, {"kind": ("call", "note")}))
    assert refused.value.field == "words"
    with pytest.raises(Refused):
        firm.do(CorrectTouchPoint(key, {"user_id": (1, 2)}))


def test_a_correction_of_the_time_moves_the_last_touch(firm: Book, ids: dict[str, int]) -> None:
    key = log(firm, ids["Talleres Ibáñez"], at=NOW)
    earlier = datetime(2024, 5, 1, 10, tzinfo=UTC)
    firm.do(CorrectTouchPoint(key, {"at": (NOW, earlier)}))
    assert firm.ask(touch_point, key).at == earlier
    assert firm.ask(_last_touch, ids["Talleres Ibáñez"]) == earlier


def _last_touch(session: Session, customer: int) -> datetime | None:
    return session.execute(select(Listing.last_touch_at).where(Listing.customer_id == customer)).scalar_one()


def test_withdrawn_ones_are_out_of_sight_and_come_back(firm: Book, ids: dict[str, int]) -> None:
    key = log(firm, ids["Talleres Ibáñez"], "Secret plan")
    assert firm.do(WithdrawTouchPoint(key)).summary == "Withdrew a call with Talleres Ibáñez"
    assert line(firm, ids["Talleres Ibáñez"]) == [] == firm.ask(firm_time_line, TouchFilter(words="secret"))
    assert firm.ask(_last_touch, ids["Talleres Ibáñez"]) is None
    assert [entry.withdrawn for entry in line(firm, ids["Talleres Ibáñez"], with_withdrawn=True)] == [True]
    assert firm.do(WithdrawTouchPoint(key)).operation is None
    firm.do(RestoreTouchPoint(key))
    assert said(line(firm, ids["Talleres Ibáñez"], words="secret pl")) == ["Secret plan"]


def test_the_time_line_goes_on_page_by_page(firm: Book, ids: dict[str, int]) -> None:
    at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    logged = [log(firm, ids["Talleres Ibáñez"], f"n{n}", at=at + timedelta(days=n // 3)) for n in range(9)]
    log(firm, ids["Übermut Verlag"], "another", at=at)
    seen, before = [], None
    while page := line(firm, ids["Talleres Ibáñez"], before=before, limit=4):
        seen += [entry.id for entry in page]
        before = page[-1].place
    assert seen == logged[::-1]


def test_the_time_line_by_kind_person_and_words(firm: Book, ben: Book, ids: dict[str, int]) -> None:
    here = ids["Talleres Ibáñez"]
    log(firm, here, "Größere Menge bestellt", kind="order")
    log(ben, here, "Größe geprüft")
    assert said(line(firm, here, words="grosse")) == ["Größe geprüft", "Größere Menge bestellt"]
    assert said(line(firm, here, words="groessere menge")) == ["Größere Menge bestellt"]
    assert said(line(firm, here, kinds=["order"])) == ["Größere Menge bestellt"]
    assert said(line(firm, here, user_id=ids["Ben Okafor"])) == ["Größe geprüft"]


Wanted = Callable[[dict[str, int]], TouchFilter]
FILTERS: dict[str, tuple[Wanted, set[str]]] = {
    "nothing": (lambda _: TouchFilter(), {"a", "b", "c"}),
    "person": (lambda ids: TouchFilter(user_ids=(ids["Ben Okafor"],)), {"b"}),
    "team": (lambda ids: TouchFilter(team_ids=(ids["Service"],)), {"b"}),
    "team or person": (
        lambda ids: TouchFilter(team_ids=(ids["Service"],), user_ids=(ids["Ann Becker"],)),
        {"a", "b", "c"},
    ),
    "kinds": (lambda _: TouchFilter(kinds=("email", "order")), {"b", "c"}),
    "direction": (lambda _: TouchFilter(directions=("in",)), {"c"}),
    "mood": (lambda _: TouchFilter(moods=("upset", "pleased")), {"a"}),
    "stage": (lambda ids: TouchFilter(stage_ids=(ids["Prospect"],)), {"c"}),
    "role of contact": (lambda _: TouchFilter(contact_role="decides"), {"c"}),
    "since": (lambda _: TouchFilter(since=date(2025, 3, 2)), {"b", "c"}),
    "until": (lambda _: TouchFilter(until=date(2025, 3, 2)), {"a", "b"}),
    "customer": (lambda ids: TouchFilter(customer_id=ids["Talleres Ibáñez"]), {"a", "b"}),
    "promise": (lambda _: TouchFilter(with_promise=True), {"b"}),
    "words": (lambda _: TouchFilter(words="c"), {"c"}),
    "several": (lambda ids: TouchFilter(words="b", kinds=("call",), team_ids=(ids["Service"],)), set()),
}


def test_the_firms_time_line_by_every_filter(firm: Book, ben: Book, ids: dict[str, int]) -> None:
    here, there = ids["Talleres Ibáñez"], ids["Übermut Verlag"]
    log(firm, here, "a", mood="upset", contact_id=ids["Pilar"], at=datetime(2025, 3, 1, 12, tzinfo=UTC))
    # 22:30 in UTC is still 2 March in Berlin (winter time), 23:30 is 3 March.
    day = TODAY
    log(ben, here, "b", kind="email", at=datetime(2025, 3, 2, 22, 30, tzinfo=UTC), follow_up_on=day)
    at = datetime(2025, 3, 2, 23, 30, tzinfo=UTC)
    log(firm, there, "c", kind="order", direction="in", contact_id=ids["Uta"], at=at)
    for name, (wanted, expected) in FILTERS.items():
        asked = wanted(ids)
        found = firm.ask(firm_time_line, asked, zone=BERLIN)
        assert set(said(found)) == expected, name
        count = firm.ask(count_touch_points, asked, zone=BERLIN)
        assert (count.number, count.more) == (len(expected), False), name
    newest = firm.ask(firm_time_line, TouchFilter(), limit=2)
    assert [(entry.words, entry.customer) for entry in newest] == [("c", "Übermut Verlag"), ("b", "Talleres Ibáñez")]
    assert said(firm.ask(firm_time_line, TouchFilter(), before=newest[-1].place)) == ["a"]
    assert firm.ask(contact_roles) == ["decides", "uses"]


def test_counting_ends_at_its_limit(firm: Book, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.features.touchpoints.firm.MOST_COUNTED", 2)
    for _ in range(3):
        log(firm, ids["Talleres Ibáñez"])
    count = firm.ask(count_touch_points, TouchFilter())
    assert (count.number, count.more) == (2, True)


def test_days_are_local_also_when_the_clocks_change(firm: Book, ids: dict[str, int]) -> None:
    """29 March 2026 has 23 hours in Berlin, 26 October 2025 has 25."""
    for text in (
        "2025-10-25T21:59", "2025-10-25T22:00", "2025-10-26T22:59", "2025-10-26T23:00",
        "2026-03-28T22:59", "2026-03-28T23:00", "2026-03-29T21:59", "2026-03-29T22:00",
    ):  # fmt: skip
        log(firm, ids["Talleres Ibáñez"], at=datetime.fromisoformat(text).replace(tzinfo=UTC))
    days = firm.ask(touches_per_day, TouchFilter(), date(2025, 10, 24), date(2026, 3, 31), BERLIN)
    assert len(days) == 159 and days[0] == (date(2025, 10, 24), 0) and days[-1][0] == date(2026, 3, 31)
    assert [(day.isoformat(), count) for day, count in days if count] == [
        ("2025-10-25", 1), ("2025-10-26", 2), ("2025-10-27", 1),
        ("2026-03-28", 1), ("2026-03-29", 2), ("2026-03-30", 1),
    ]  # fmt: skip
    only = firm.ask(touches_per_day, TouchFilter(kinds=("order",)), date(2025, 10, 25), date(2025, 10, 25), BERLIN)
    assert only == [(date(2025, 10, 25), 0)]
