"""The desk: answers come home, overtaken and unwanted ones do not, a mistake is told once and work goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Event, Timer, current_thread, main_thread
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.book import Book, open_book
from app.carrying_out import Done
from app.changes import Topic
from app.errors import HousebookError, NotAllowed, Refused, Stopped
from app.features.customers.commands import AddCustomer
from app.features.lists import AddTag, tags
from app.features.team import AddUser
from app.leaving import Leaving
from app.rules.permissions import Permission, Role, asks_for
from app.ticket import Ticket
from ui.desk import Desk

SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) SELECT count(*) FROM n"


@pytest.fixture
def desk(qtbot: QtBot, place: str) -> Iterator[Desk]:
    opened = Desk(open_book(place, "ann"))
    yield opened
    opened.close()


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def tag_names(session: Session) -> list[str]:
    return [row.name for row in tags(session)]


def forever(session: Session) -> int:
    return int(session.execute(text(SLOW)).scalar_one())


def broken(session: Session) -> int:
    raise ValueError("a mistake")


@asks_for(lambda _user_id: Permission.EDIT_BOOK)
def only_for_owners(session: Session) -> int:
    return 1


class Seen:
    """Collects what came home, and from which thread."""

    def __init__(self) -> None:
        self.all: list[Any] = []

    def __call__(self, one: Any) -> None:
        assert current_thread() is main_thread()
        self.all.append(one)


def test_a_question_is_answered_in_the_thread_of_the_screen(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    seen = Seen()
    desk.ask(owner, tag_names, then=seen)
    qtbot.waitUntil(lambda: seen.all == [[]])
    assert desk.idle()


def test_a_command_answers_then_is_told_then_changes(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    seen: list[str] = []
    desk.did.connect(lambda done: seen.append(f"did {done.summary}"))
    desk.changed.connect(lambda changes: seen.append(f"changed {sorted(changes.topics)}"))
    desk.do(owner, AddTag("Press"), then=lambda done: seen.append(f"answer {done.summary}"))
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == ["answer Added the tag Press", "did Added the tag Press", f"changed {[Topic.LISTS]}"]


def test_each_revision_is_announced_once(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    revisions: list[int] = []
    desk.changed.connect(lambda changes: revisions.append(changes.revision))
    start = desk.book.revision()
    for name in ("Press", "Newsletter", "Fair"):
        desk.do(owner, AddTag(name))
    qtbot.waitUntil(lambda: bool(revisions) and revisions[-1] == start + 3)
    qtbot.wait(600)  # long enough for the watch to notice the same commits
    assert len(set(revisions)) == len(revisions)
    assert revisions == sorted(revisions)


def test_quiet_commands_are_not_told_but_change(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    told, changed = Seen(), Seen()
    desk.did.connect(told)
    desk.changed.connect(changed)
    desk.do(owner, AddTag("Press"), quiet=True)
    qtbot.waitUntil(lambda: len(changed.all) == 1)
    assert told.all == []


def test_a_refusal_goes_to_the_form_with_its_field(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    seen = Seen()
    desk.do(owner, AddTag("  "), otherwise=seen)
    qtbot.waitUntil(lambda: bool(seen.all))
    assert isinstance(seen.all[0], Refused)
    assert seen.all[0].field == "name"


def test_a_refusal_that_nobody_takes_is_signalled(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    with qtbot.waitSignal(desk.failed) as signal:
        desk.do(owner, AddTag(""))
    assert isinstance(signal.args[0], Refused)


def test_permissions_hold_for_questions_too(qtbot: QtBot, place: str, owner: QObject, desk: Desk) -> None:
    desk.book.do(AddUser("val", "Val Weber", Role.VIEWER))
    val, seen = Desk(open_book(place, "val")), Seen()
    val.ask(owner, only_for_owners, then=seen, otherwise=seen)
    qtbot.waitUntil(lambda: bool(seen.all))
    val.close()
    assert isinstance(seen.all[0], NotAllowed)


def test_an_overtaken_question_is_stopped_in_the_database(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    """Both reading lanes are busy with it: only if the database really stops is the newest answered."""
    seen, dropped = Seen(), Seen()
    for _ in range(4):
        desk.ask(owner, forever, then=dropped, otherwise=dropped, lane="search")
    desk.ask(owner, tag_names, then=seen, lane="search")
    qtbot.waitUntil(lambda: seen.all == [[]], timeout=5000)
    qtbot.waitUntil(desk.idle, timeout=5000)
    assert dropped.all == []


def test_different_questions_do_not_overtake_each_other(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    seen = Seen()
    desk.ask(owner, tag_names, then=seen)
    desk.ask(owner, tags, then=seen)
    qtbot.waitUntil(lambda: seen.all == [[], []])


def test_stop_ends_a_question_and_says_so(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    seen = Seen()
    running = desk.ask(owner, forever, then=seen, otherwise=seen)
    qtbot.wait(100)
    running.stop()
    qtbot.waitUntil(lambda: bool(seen.all), timeout=5000)
    assert isinstance(seen.all[0], Stopped)


def test_answers_for_closed_owners_are_dropped(qtbot: QtBot, desk: Desk) -> None:
    page, seen = QObject(), Seen()
    desk.ask(page, forever, then=seen, otherwise=seen)
    desk.ask(page, tag_names, then=seen, otherwise=seen)
    delete(page)
    qtbot.waitUntil(desk.idle, timeout=5000)
    assert seen.all == []


def test_a_forgotten_owner_hears_nothing(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    seen = Seen()
    desk.ask(owner, tag_names, then=seen, otherwise=seen)
    desk.forget(owner)
    qtbot.waitUntil(desk.idle)
    assert seen.all == []


def test_a_mistake_is_told_once_and_the_desk_goes_on(
    qtbot: QtBot, desk: Desk, owner: QObject, caplog: pytest.LogCaptureFixture
) -> None:
    told, kept, seen = Seen(), Seen(), Seen()
    desk.bug.connect(told)
    for lane in ("a", "b"):
        desk.ask(owner, broken, then=seen, otherwise=kept, lane=lane)
    qtbot.waitUntil(lambda: len(kept.all) == 2)
    desk.ask(owner, tag_names, then=seen)
    qtbot.waitUntil(lambda: seen.all == [[]])
    assert len(told.all) == 1
    assert all(isinstance(error, HousebookError) for error in kept.all)
    assert "ValueError: a mistake" in caplog.text


def test_what_an_errand_brings_for_nobody_is_given_back(qtbot: QtBot, desk: Desk) -> None:
    gone, go_on = QObject(), Event()
    given_back: list[str] = []
    desk.errand(gone, lambda: go_on.wait(10) and "a book", then=lambda _: None, unwanted=given_back.append)
    delete(gone)
    go_on.set()
    qtbot.waitUntil(lambda: given_back == ["a book"])


def test_also_when_all_was_closed_before_it_came(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    go_on = Event()
    given_back: list[str] = []
    taken: list[str] = []
    desk.errand(owner, lambda: "taken", then=taken.append, unwanted=given_back.append)
    qtbot.waitUntil(lambda: taken == ["taken"])
    desk.errand(owner, lambda: go_on.wait(10) and "a book", then=taken.append, unwanted=given_back.append)
    Timer(0.1, go_on.set).start()
    desk.close()
    qtbot.waitUntil(lambda: given_back == ["a book"])
    assert taken == ["taken"]


def test_an_errand_reports_and_can_be_stopped(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    reports, ended = Seen(), Seen()

    def count(most: int, ticket: Ticket) -> int:
        for number in range(most):
            ticket.report("Counting", number, most)
            time.sleep(0.01)
        return most

    running = desk.errand(owner, count, 10_000, then=ended, otherwise=ended, report=lambda *how_far: reports(how_far))
    qtbot.waitUntil(lambda: len(reports.all) > 1)
    running.stop()
    qtbot.waitUntil(lambda: bool(ended.all))
    assert isinstance(ended.all[0], Stopped)
    assert reports.all[0] == ("Counting", 0, 10_000)


def test_close_lets_a_save_finish_and_stops_questions(qtbot: QtBot, place: str, owner: QObject) -> None:
    desk, seen = Desk(open_book(place, "ann")), Seen()
    for _ in range(3):
        desk.ask(owner, forever, then=seen, otherwise=seen)
    desk.do(owner, AddTag("Press"), then=seen)
    start = time.monotonic()
    desk.close()
    assert time.monotonic() - start < 5
    desk.ask(owner, tag_names, then=seen)  # a page that goes on asking for a moment is not answered
    again = open_book(place, "ann")
    try:
        assert again.ask(tag_names) == ["Press"]
    finally:
        again.close()


def test_questions_that_never_got_their_turn_hold_no_close_up(
    qtbot: QtBot, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.lanes.CLOSE_SECONDS", 30.0)
    desk, owners = Desk(open_book(place, "ann")), [QObject() for _ in range(12)]
    for one in owners:
        desk.ask(one, forever, then=Seen())
    start = time.monotonic()
    desk.close()
    assert time.monotonic() - start < 15


def test_close_ends_a_save_that_waits_for_another_desk(qtbot: QtBot, place: str, owner: QObject) -> None:
    """And says that nothing was saved."""
    desk, other = Desk(open_book(place, "ann")), open_book(place, "ann")
    told = Seen()
    desk.failed.connect(told)
    desk.ask(owner, tag_names, then=Seen())
    qtbot.waitUntil(desk.idle)
    with other._store.writing() as session:
        session.execute(text("UPDATE book SET firm = firm"))
        desk.do(owner, AddTag("Press"))
        qtbot.wait(100)
        start = time.monotonic()
        desk.close()
        assert time.monotonic() - start < 2
    assert [type(error) for error in told.all] == [Stopped]
    assert other.ask(tag_names) == []
    other.close()


def test_no_change_is_missed_after_the_first_answer(qtbot: QtBot, place: str, owner: QObject) -> None:
    """However late the watch begins to look."""
    book, other, begin = open_book(place, "ann"), open_book(place, "ann"), Event()
    whole = book.watch

    def late() -> Any:
        begin.wait(5)
        return whole()

    book.watch = late  # type: ignore[method-assign]
    desk, seen, changed = Desk(book), Seen(), Seen()
    desk.changed.connect(changed)
    desk.ask(owner, tag_names, then=seen)
    qtbot.waitUntil(lambda: seen.all == [[]])
    other.do(AddTag("Press"))
    begin.set()
    qtbot.waitUntil(lambda: len(changed.all) == 1, timeout=5000)
    desk.close()
    other.close()


def test_two_reading_lanes_work_at_once(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    first, second = Event(), Event()

    def meet(mine: Event, other: Event) -> Callable[[Session], bool]:
        def query(_session: Session) -> bool:
            mine.set()
            return other.wait(5)

        return query

    seen = Seen()
    desk.ask(owner, meet(first, second), then=seen, lane="one")
    desk.ask(owner, meet(second, first), then=seen, lane="two")
    qtbot.waitUntil(lambda: seen.all == [True, True])


def test_the_done_carries_answer_and_operation(qtbot: QtBot, desk: Desk, owner: QObject) -> None:
    seen = Seen()
    desk.do(owner, AddTag("Press"), then=seen)
    qtbot.waitUntil(lambda: bool(seen.all))
    done = seen.all[0]
    assert isinstance(done, Done)
    assert done.operation is not None
    assert done.answer > 0


def test_the_desk_knows_what_its_user_may(book: Book, qtbot: QtBot, place: str) -> None:
    desk = Desk(open_book(place, "ann"))
    assert desk.may(Permission.EDIT_BOOK)
    assert desk.may("change the book's lists and settings")
    desk.close()


class Endless:
    """Takes customers, but not before it is told to."""

    pictures = tables = False

    def __init__(self) -> None:
        self.began, self.go_on = Event(), Event()

    def begin(self, *_: object) -> None:
        self.began.set()
        self.go_on.wait(20)

    def take(self, *_: object) -> None:
        """Nothing of it is kept."""

    def finish(self) -> str:
        return ""

    def drop(self) -> None:
        """Nothing was written."""


def test_who_unlocks_during_a_long_export_saves_at_once(qtbot: QtBot, desk: Desk, owner: QObject, place: str) -> None:
    outlet, saved = Endless(), Event()
    key = desk.book.do(AddCustomer(name="Talleres Ibáñez")).answer
    desk.let_out(owner, Leaving([key], "csv", "list.csv", "For the tax office"), outlet)
    assert outlet.began.wait(10)

    desk.put_down(lambda: None)
    desk.take_up(open_book(place, "ann"))
    desk.do(owner, AddTag("Fair"), then=lambda _: saved.set())

    try:
        qtbot.waitUntil(saved.is_set, timeout=8000)
    finally:
        outlet.go_on.set()
