"""A prepared book is brought up by who administers the server, as the holder of its tables; all keep their rights."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.errors import BookTooNew, NotABook, NotAllowed
from app.features.customers.commands import AddCustomer
from app.features.erasing import EraseCustomer
from app.features.touchpoints import LogTouchPoint
from app.proof import verify
from app.server_book import update
from tests.books import OWNER
from tests.postgres import fresh_database
from tests.prepared import prepared_book
from tests.store.newer import NEW_RIGHT, newer_program
from ui.cli import main


def test_only_who_administers_the_server_brings_it_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepared = prepared_book()
    with newer_program(tmp_path, NEW_RIGHT):
        with pytest.raises(NotAllowed, match="housebook server update URL"):
            prepared.opened("staff")

        assert main(["server", "update", prepared.admin]) == 0

        assert "The book is up to date" in capsys.readouterr().out
        with closing(prepared.opened("staff")) as staff:
            staff.do(AddCustomer(name="After the update"))
        with prepared.administered() as server:
            holder = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'customers'"
            found = server.execute(holder).fetchone()
    assert found is not None
    assert found[0].endswith(" owner")


def test_rights_that_were_changed_by_hand_are_as_they_should_be_again() -> None:
    prepared = prepared_book()
    with prepared.administered() as server:
        row = server.execute("SELECT prefix FROM server_place").fetchone()
        prefix = row[0] if row else ""
        server.execute(f'GRANT ALL ON changes TO "{prefix} people"'.encode())
        server.execute(f'REVOKE ALL ON customers FROM "{prefix} may edit_customers"'.encode())
        server.execute("DROP TRIGGER guard_changes ON changes")

        update(prepared.admin)

        allowed = f"SELECT has_table_privilege('{prefix} people', 'changes', 'DELETE')"
        assert server.execute(allowed.encode()).fetchone() == (False,)
        assert server.execute("SELECT 1 FROM pg_trigger WHERE tgname = 'guard_changes'").fetchone()
    with closing(prepared.opened("staff")) as staff:
        staff.do(AddCustomer(name="Works again"))


def test_what_is_no_prepared_book_or_too_new_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(NotABook, match="no prepared book"):
        update(fresh_database())
    prepared = prepared_book()
    with newer_program(tmp_path):
        update(prepared.admin)

    with pytest.raises(BookTooNew):
        update(prepared.admin)


def test_an_owner_erases_and_the_chain_still_holds() -> None:
    prepared = prepared_book()
    with closing(prepared.opened("staff")) as staff:
        key = staff.do(AddCustomer(name="Vergiss Mich")).answer
        staff.do(LogTouchPoint(key, "call", "Whispered"))

    with closing(prepared.opened(OWNER)) as ann:
        ann.do(EraseCustomer(key))
        assert ann.ask(verify).ok

    with prepared.administered() as server:
        assert server.execute("SELECT 1 FROM operations WHERE summary ~ 'Vergiss'").fetchone() is None
        assert server.execute("SELECT 1 FROM changes WHERE before ~ 'Whispered'").fetchone() is None


def test_who_is_not_shown_the_whole_journal_does_not_call_it_broken() -> None:
    prepared = prepared_book()

    with closing(prepared.opened("staff")) as staff, pytest.raises(NotAllowed, match="whole journal"):
        staff.ask(verify)
    with closing(prepared.opened("manager")) as manager:
        assert manager.ask(verify).ok
