"""A book that its server guards goes back with the help of who administers that, and is guarded as before."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from app import clock
from app.backing_up import back_up
from app.earlier import of_backup, of_minute
from app.errors import NotAllowed, Refused, Stopped
from app.features.access import LockUser
from app.features.backups import opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.proof import verify
from app.proving import prove
from app.putting_back import put_back
from app.server_book import prepare, update
from app.ticket import Ticket
from tests.books import FIRM, OWNER
from tests.postgres import fresh_database
from tests.prepared import PASSWORD, prepared_book
from ui.cli import main


def test_it_goes_back_and_is_guarded_as_before_while_others_have_it_open(tmp_path: Path) -> None:
    prepared = prepared_book()
    with closing(prepared.opened(OWNER)) as book, closing(prepared.opened("staff")) as other:
        book.do(AddCustomer(name="Talleres Ibáñez"))
        made = back_up(book, tmp_path, list[str]().append)
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        book.do(LockUser("viewer"))
        seen = other.revision()
        earlier = of_backup(book, made.file, book.ask(opening_keys), Ticket())

        with pytest.raises(Refused, match="Whoever administers the server helps"):
            put_back(book, earlier, list[str]().append, Ticket())
        done = put_back(book, earlier, list[str]().append, Ticket(), prepared.admin)

        assert other.changes_since(seen).topics
        assert [line.name for line in other.ask(find, "talleres")] == ["Talleres Ibáñez"]
        assert other.ask(find, "quarkwerk") == []
        assert other.do(AddCustomer(name="By staff")).changes is not None
        assert book.ask(verify).ok
        assert prove(done.safety, book.ask(opening_keys), Ticket()).ok
    with prepared.raw("staff") as raw:
        for refused in ("SELECT FROM backup_keys", "UPDATE changes SET before = ''", "DELETE FROM operations"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
                raw.execute(refused)
    with pytest.raises((psycopg.OperationalError, NotAllowed)):
        prepared.raw("viewer").close()
    update(prepared.admin)


def test_it_goes_back_to_a_minute_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepared = prepared_book()
    with closing(prepared.opened(OWNER)) as book:
        book.do(AddCustomer(name="Talleres Ibáñez"))
        moment = clock.now()
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        put_back(book, of_minute(book, moment), list[str]().append, Ticket(), prepared.admin)

        assert book.ask(find, "quarkwerk") == []
        assert book.ask(verify).ok
        book.do(AddCustomer(name="Added after it went back"))
    asked = ["--json", "as-of", moment.isoformat(), "--to", prepared.addresses[OWNER], "--over"]
    assert main(asked) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["lost"], "correct" in told["book"]) == (1, False)


def stop(*_given: object) -> None:
    raise Stopped


def test_where_it_is_stopped_at_its_last_step_everybody_saves_on(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = prepared_book()
    with closing(prepared.opened(OWNER)) as book, closing(prepared.opened("staff")) as other:
        moment = clock.now()
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        monkeypatch.setattr("app.store.pouring.bring_up_place", stop)
        with pytest.raises(Stopped):
            put_back(book, of_minute(book, moment), list[str]().append, Ticket(), prepared.admin)

        assert other.do(AddCustomer(name="Talleres Ibáñez")).changes is not None
        assert [line.name for line in other.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]


def test_another_login_or_another_book_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    prepared, other = prepared_book(), fresh_database()
    prepare(other, FIRM, OWNER, "", PASSWORD)
    with closing(prepared.opened(OWNER)) as book:
        moment = clock.now()
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        stood = book.revision()
        with pytest.raises(Refused, match="does not administer"):
            put_back(book, of_minute(book, moment), list[str]().append, Ticket(), prepared.addresses["manager"])
        with pytest.raises(Refused, match="another book"):
            put_back(book, of_minute(book, moment), list[str]().append, Ticket(), other)
        assert book.revision() == stood
        assert list(tmp_path.iterdir()) == []
