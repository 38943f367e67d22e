"""One login a user on a prepared server: made, locked, let in again and removed by who may, and mended by hand."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from app import clock
from app.book import Book, open_book
from app.errors import BookUnreachable, HousebookError, NotAllowed, NotFound, PasswordNeeded, Refused
from app.features.access import LockUser, RemoveLogin, SetPassword
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.roles import ChangeUserRole, user_roles
from app.features.team import AddUser, EditUser, users
from app.features.undo import UndoOperation
from app.proof import verify
from app.rules.permissions import Role
from app.sign_in import needs_password, prove, sign_in, sign_in_again, who_signs_in
from tests.books import OWNER
from tests.prepared import PASSWORD, PreparedBook, as_login, prepared_book
from ui.cli import main


@pytest.fixture(scope="module")
def prepared() -> PreparedBook:
    return prepared_book()


@pytest.fixture
def ann(prepared: PreparedBook) -> Book:
    return prepared.opened(OWNER)


def role_of(book: Book, login: str) -> str:
    """What somebody signs in to the server as."""
    key = next(one.id for one in book.ask(users) if one.login == login)
    return book.server_logins()[key]


def verifier(prepared: PreparedBook, role: str) -> str | None:
    with prepared.administered() as server:
        found = server.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (role,)).fetchone()
    return None if found is None else found[0]


def stands(prepared: PreparedBook, role: str) -> bool:
    """Whether the server knows a login."""
    with prepared.administered() as server:
        return server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None


def test_a_new_user_opens_the_book_at_once_by_their_own_login(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann):
        done = ann.do(AddUser("ben", "Ben Okafor", Role.STAFF, None, PASSWORD))
        role = role_of(ann, "ben")

    assert done.summary == f"Added Ben Okafor as staff, who signs in to the server as {role}"
    assert role.endswith("_ben")
    with closing(_opened(prepared, role)) as book:
        book.do(AddCustomer(name="By Ben"))
        assert book.user.login == "ben"
    assert (verifier(prepared, role) or "").startswith("SCRAM-SHA-256$")


def test_the_password_is_never_told_to_the_server(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann), prepared.administered() as server:
        ann.do(SetPassword("manager", "quite another one"))
        asked = server.execute("SELECT query FROM pg_stat_activity").fetchall()

    assert not any("quite another one" in query for (query,) in asked)
    assert "quite another one" not in (verifier(prepared, role_of_closed(prepared, "manager")) or "")


def test_who_is_locked_out_is_cut_off_and_comes_back_with_a_new_password(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann), closing(prepared.opened("viewer")) as viewer:
        role = role_of(ann, "viewer")

        ann.do(LockUser("viewer"))

        with pytest.raises(BookUnreachable):
            viewer.ask(find, "anybody")
        with pytest.raises(BookUnreachable):
            prepared.opened("viewer")
        assert verifier(prepared, role) is None
        ann.do(LockUser("viewer", locked=False))
        ann.do(SetPassword("viewer", "a new one for the viewer"))
    with closing(prepared.opened("viewer")) as again:
        assert again.ask(find, "nobody") == []


def test_undoing_the_adding_of_a_user_removes_the_login(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann):
        added = ann.do(AddUser("tmp", "Tim", Role.VIEWER, None, PASSWORD))
        role = role_of(ann, "tmp")

        ann.do(UndoOperation(added.operation or 0))

    assert not stands(prepared, role)


def test_a_login_that_the_server_would_cut_is_refused(ann: Book) -> None:
    with closing(ann):
        room = 60 - len(str(role_of(ann, "ann")).removesuffix("ann").encode())
        with pytest.raises(Refused, match="On this server a login has at most"):
            ann.do(AddUser("é" * 40, "Too long", Role.VIEWER, None, PASSWORD))
        fits = "e" * min(room, 40)
        ann.do(AddUser(fits, "Just fits", Role.VIEWER, None, PASSWORD))
        assert str(role_of(ann, fits)).endswith(f"_{fits}")
        assert "Too long" not in [one.name for one in ann.ask(users)]


def test_who_may_not_lock_somebody_out_does_not_cut_them_off_either(prepared: PreparedBook) -> None:
    with closing(prepared.opened("it")) as book, closing(prepared.opened("manager")) as manager:
        with pytest.raises(NotAllowed) as refused:
            book.do(LockUser("manager"))
        assert "cut off" not in refused.value.words
        assert manager.do(AddCustomer(name="Still at work")).answer


def test_the_login_of_who_is_locked_out_is_removed_and_another_is_made(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann), closing(prepared.opened("it")) as it:
        ann.do(AddUser("rosa", "Rosa", Role.STAFF, None, PASSWORD))
        role = role_of(ann, "rosa")
        with psycopg.connect(as_login(prepared.admin, role).replace(" ", "%20")) as raw:
            raw.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC")
        with pytest.raises(Refused, match="Rosa is not locked out"):
            it.do(RemoveLogin("rosa"))
        it.do(LockUser("rosa"))

        done = it.do(RemoveLogin("rosa"))

        assert done.summary == f"Removed the login {role} of Rosa from the server"
        assert next(one for one in ann.ask(users) if one.login == "rosa").locked
        assert stands(prepared, role) is False
        with pytest.raises(Refused, match="no login on the server any more"):
            it.do(RemoveLogin("rosa"))
        with pytest.raises(Refused, match="does not come back"):
            ann.do(UndoOperation(done.operation or 0))
        ann.do(LockUser("rosa", locked=False))
        again = ann.do(SetPassword("rosa", "a new one for rosa"))
        assert again.summary.endswith(f"who signs in to the server as {role_of(ann, 'rosa')}")
        assert ann.ask(verify).ok
    with closing(_opened(prepared, role)) as book:
        book.do(AddCustomer(name="By Rosa"))


def test_a_login_that_owns_something_elsewhere_stays_locked(ann: Book, prepared: PreparedBook) -> None:
    elsewhere = make_url(prepared.admin).set(database="postgres").render_as_string(hide_password=False)
    with closing(ann):
        ann.do(AddUser("olga", "Olga", Role.STAFF, None, PASSWORD))
        role = role_of(ann, "olga")
        with psycopg.connect(as_login(elsewhere, role).replace(" ", "%20")) as raw:
            raw.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC")
        ann.do(LockUser("olga"))

        with pytest.raises(Refused, match="owns something in another database"):
            ann.do(RemoveLogin("olga"))

    assert stands(prepared, role)
    with psycopg.connect(elsewhere, autocommit=True) as server:
        server.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))


def test_a_login_dropped_by_hand_is_made_anew_with_a_password(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann):
        ann.do(AddUser("dora", "Dora", Role.STAFF, None, PASSWORD))
        role = role_of(ann, "dora")
        with prepared.administered() as server:
            server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

        with pytest.raises(BookUnreachable, match="no such database or role"):
            _opened(prepared, role)
        ann.do(AddCustomer(name="Work goes on"))
        ann.do(EditUser(_id(ann, "dora"), {"role": (Role.STAFF, Role.VIEWER)}))
        ann.do(SetPassword("dora", "a new one for dora"))

    with closing(_opened(prepared, role)) as again:
        assert again.user.role == "viewer"
        with pytest.raises(NotAllowed):
            again.do(AddCustomer(name="No longer"))


def test_whose_login_was_dropped_by_hand_is_locked_out_and_removed(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann):
        ann.do(AddUser("eli", "Eli", Role.STAFF, None, PASSWORD))
        role = role_of(ann, "eli")
        with prepared.administered() as server:
            server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

        ann.do(LockUser("eli"))
        ann.do(RemoveLogin("eli"))

        assert next(one for one in ann.ask(users) if one.login == "eli").locked
        ann.do(LockUser("eli", locked=False))
        ann.do(SetPassword("eli", "a new one for eli"))

    with closing(_opened(prepared, role)) as again:
        assert again.user.login == "eli"


def test_another_role_in_the_book_is_another_on_the_server_at_once(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann), prepared.raw("staff", autocommit=True) as raw:
        assert raw.execute("SELECT count(*) FROM customers").fetchone()
        ann.do(EditUser(_id(ann, "staff"), {"role": (Role.STAFF, Role.IT)}))

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("SELECT name FROM customers")
        ann.do(EditUser(_id(ann, "staff"), {"role": (Role.IT, Role.STAFF)}))


def test_who_departs_on_a_day_has_a_password_until_then(ann: Book, prepared: PreparedBook) -> None:
    friday = clock.today() + timedelta(days=3)
    with closing(ann), prepared.administered() as server:
        with prepared.raw(OWNER) as raw:
            raw.execute("SELECT begin_operation('desk', 'Depart')")
            raw.execute("UPDATE users SET departed_on = %s WHERE login = 'viewer'", (friday,))
            raw.execute("SELECT seal_operation('The viewer leaves on Friday', NULL, (SELECT rank FROM book))")
        until = server.execute(
            "SELECT rolvaliduntil::date FROM pg_roles WHERE rolname = %s", (role_of(ann, "viewer"),)
        ).fetchone()

    assert until == (friday,)


def test_it_cannot_take_the_place_of_who_holds_more(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann), closing(prepared.opened("it")) as it:
        with pytest.raises(HousebookError):
            it.do(SetPassword("manager", "mine from now on"))
        with pytest.raises(HousebookError):
            it.do(EditUser(it.user.id, {"role": (Role.IT, Role.OWNER)}))
        with prepared.raw("it") as raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("SELECT begin_operation('desk', 'Raw')")
            raw.execute("UPDATE users SET role = 'owner' WHERE id = %s", (it.user.id,))
        with pytest.raises(NotAllowed, match="manager holds more"):
            it.do(LockUser("manager"))
        for column in ("locked_at = 1", "departed_on = current_date"):
            with prepared.raw("it") as raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute("SELECT begin_operation('desk', 'Raw')")
                raw.execute(f"UPDATE users SET {column} WHERE login = 'manager'")


def test_the_last_owner_stays(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann), pytest.raises(Refused, match="only owner"):
        ann.do(LockUser(OWNER))
    with prepared.raw(OWNER) as raw, pytest.raises(psycopg.errors.CheckViolation, match="keeps an owner"):
        raw.execute("SELECT begin_operation('desk', 'Raw')")
        raw.execute("UPDATE users SET locked_at = 1 WHERE role = 'owner'")
        raw.execute("SELECT seal_operation('Gone', NULL, (SELECT rank FROM book))")


def test_how_many_at_once_and_which_fields_hold_for_sql_too(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann):
        keys = [ann.do(AddCustomer(name=f"Row {n}")).answer for n in range(3)]
        role = next(one for one in ann.ask(user_roles) if one.key == Role.STAFF)
        ann.do(ChangeUserRole(role.id, edits={"most_at_once": (None, 2), "fixed": ("", "tax_number")}))
        for change, some, words in (("notes", keys, "so many"), ("tax_number", keys[:1], "leaves this field")):
            with prepared.raw("staff") as raw:
                raw.execute("SELECT begin_operation('desk', 'Raw')")
                update = sql.SQL("UPDATE customers SET {} = 'x' WHERE id = ANY(%s)").format(sql.Identifier(change))
                raw.execute(update, (some,))
                with pytest.raises(psycopg.errors.InsufficientPrivilege, match=words):
                    raw.execute("SELECT seal_operation('Raw', NULL, (SELECT rank FROM book))")
        ann.do(ChangeUserRole(role.id, edits={"most_at_once": (2, None), "fixed": ("tax_number", "")}))


def test_the_command_line_tells_which_login_is_whose(
    prepared: PreparedBook, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEBOOK_NEW_PASSWORD", PASSWORD)
    book = ["--book", prepared.addresses[OWNER], "--json"]

    main(["users", *book, "add", "cleo", "--name", "Cleo", "--role", "staff"])

    cleo = next(one for one in json.loads(capsys.readouterr().out) if one["login"] == "cleo")
    assert cleo["server_login"].endswith("_cleo")
    assert main(["users", *book, "lock", "cleo"]) == 0
    assert main(["users", *book, "remove", "cleo"]) == 0
    assert not stands(prepared, cleo["server_login"])
    assert main(["users", "--book", prepared.addresses[OWNER], "--user", "staff"]) == 1


def test_what_the_server_itself_refuses_is_a_refusal(
    prepared: PreparedBook, capsys: pytest.CaptureFixture[str]
) -> None:
    it = ["--book", prepared.addresses["it"]]

    assert main(["users", *it, "role", "it", "owner"]) == 1

    assert capsys.readouterr().err.splitlines() == ["Not done: the server does not give this role the right to it."]
    with closing(prepared.opened("it")) as book:
        assert book.user.role == Role.IT


def test_who_is_locked_out_hears_that_the_server_does_not_take_them(
    ann: Book, prepared: PreparedBook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOUSEBOOK_PASSWORD", PASSWORD)
    with closing(ann):
        ann.do(AddUser("yara", "Yara", Role.STAFF, None, PASSWORD))
        address = as_login(prepared.admin, role_of(ann, "yara"))
        ann.do(LockUser("yara"))

    assert main(["find", "Nordlicht", "--book", address]) == 1

    assert "server does not answer" not in capsys.readouterr().err


@pytest.fixture
def passwords_asked(prepared: PreparedBook) -> Iterator[None]:
    """The server asks the book's people for their passwords, as it shall."""
    with prepared.administered() as server:
        row = server.execute("SHOW hba_file").fetchone()
        path = Path(row[0] if row else "")
        if not path.is_file() or not os.access(path, os.W_OK):
            pytest.skip("This server's pg_hba.conf is not ours to change")
        before = path.read_text()
        people = f'"{role_of_closed(prepared, OWNER).removesuffix("_ann")} people"'
        path.write_text(f"local all +{people} scram-sha-256\n{before}")
        server.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)
        yield
        path.write_text(before)
        server.execute("SELECT pg_reload_conf()")


@pytest.mark.usefixtures("passwords_asked")
def test_the_server_asks_for_the_password_and_takes_the_new_one_alone(ann: Book, prepared: PreparedBook) -> None:
    with closing(ann):
        role = role_of(ann, "manager")
        ann.do(SetPassword("manager", "a password of today"))
    address = make_url(prepared.admin).set(username=role).render_as_string(hide_password=False)

    assert needs_password(address)
    assert who_signs_in(address) == [(role, role)]
    with pytest.raises(PasswordNeeded):
        sign_in(address, None, None)
    with pytest.raises(BookUnreachable, match="did not accept this name and password"):
        sign_in(address, None, PASSWORD)
    with closing(sign_in(address, "", "a password of today")) as book:
        assert book.known_as == ""
        watch = book.watch()
        watch.close()
        key = book.user.id
        assert "password" not in book.location
    with pytest.raises(NotAllowed):
        sign_in_again(address, key, PASSWORD)
    sign_in_again(address, key, "a password of today").close()
    with pytest.raises(NotAllowed):
        prove(address, "manager", PASSWORD)


def role_of_closed(prepared: PreparedBook, login: str) -> str:
    with closing(prepared.opened(OWNER)) as book:
        return role_of(book, login)


def _opened(prepared: PreparedBook, role: str) -> Book:
    return open_book(as_login(prepared.admin, role))


def _id(book: Book, login: str) -> int:
    found = next((one.id for one in book.ask(users) if one.login == login), None)
    if found is None:
        raise NotFound(login)
    return found
