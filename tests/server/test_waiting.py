"""On a prepared server nobody is kept waiting for ever, and who is to be locked out is, whatever they hold."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta

import psycopg
import pytest

from app import clock
from app.book import Book
from app.errors import BookUnreachable
from app.features.access import LockUser
from app.features.assignments import Assign
from app.features.customers.commands import AddCustomer
from app.features.customers.filters import ListFilter
from app.features.customers.lists import first_lines
from app.features.team import users
from app.passing_day import refresh_lists
from app.store import postgres
from app.store.hot import rows_of
from tests.books import OWNER
from tests.prepared import PreparedBook, prepared_book
from tests.trials.clocking.elsewhere import in_zone
from tests.trials.raw.ways import HOLDS
from ui.cli import main

SECONDS = 15
"""Longer than it takes on a busy computer, and half of how long the program waits for others."""


@pytest.fixture(scope="module")
def prepared() -> PreparedBook:
    return prepared_book()


@pytest.fixture
def ann(prepared: PreparedBook) -> Iterator[Book]:
    with closing(prepared.opened(OWNER)) as book:
        yield book


def test_who_holds_all_that_they_can_is_locked_out_within_seconds(ann: Book, prepared: PreparedBook) -> None:
    with ExitStack() as stack:
        holding = [stack.enter_context(closing(prepared.raw("staff"))) for _ in HOLDS]
        for raw, steps in zip(holding, HOLDS, strict=True):
            for step in steps:
                raw.execute(step.encode())
        began = time.monotonic()

        assert main(["users", "--book", prepared.addresses[OWNER], "lock", "staff"]) == 0

        assert time.monotonic() - began < SECONDS
        for raw in holding:
            with pytest.raises(psycopg.OperationalError):
                raw.execute("SELECT 1")
        with pytest.raises(BookUnreachable):
            prepared.opened("staff")
    assert next(one for one in ann.ask(users) if one.login == "staff").locked


def test_who_cannot_be_waited_for_any_longer_is_named_and_nothing_is_lost(
    ann: Book, prepared: PreparedBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_SETTINGS", "-c lock_timeout=200ms")
    with closing(prepared.raw("viewer")) as raw, closing(prepared.opened("manager")) as manager:
        raw.execute("SELECT begin_operation('desk', 'Raw')")
        raw.execute("SELECT number_operation()")

        with pytest.raises(BookUnreachable, match="The viewer"):
            manager.do(AddCustomer(name="Kept waiting"))
        with closing(prepared.opened(OWNER)) as owner:
            with pytest.raises(BookUnreachable, match="it is cut off from the server, but not locked out yet"):
                owner.do(LockUser("it"))
            owner.do(LockUser("viewer"))
            owner.do(LockUser("it"))
        manager.do(AddCustomer(name="No longer"))
    ann.do(LockUser("viewer", locked=False))


def test_who_only_sees_has_the_lists_drawn_as_of_a_new_day(ann: Book, prepared: PreparedBook) -> None:
    key = ann.do(AddCustomer(name="Handed over tomorrow")).answer
    tomorrow = clock.today() + timedelta(days=1)
    ann.do(Assign((key,), "manager", from_day=tomorrow))
    with closing(prepared.opened("viewer")) as viewer:
        assert viewer.ask(first_lines, ListFilter(words="tomorrow"), ())[0].owner == ""

        with viewer._store.writing() as session:
            refresh_lists(session, viewer._store, tomorrow)
            session.commit()

        assert viewer.ask(first_lines, ListFilter(words="tomorrow"), ())[0].owner == "The manager"


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12", "Asia/Kathmandu"])
def test_the_server_has_the_day_it_is_at_the_desk(prepared: PreparedBook, zone: str) -> None:
    with in_zone(zone), closing(prepared.opened("viewer")) as viewer, viewer._store.reading() as session:
        told = rows_of(session, "SELECT current_date, extract(timezone FROM now())::int", {})[0]

        assert (told[0], timedelta(seconds=told[1])) == (clock.today(), clock.offset())
