"""Tools: encrypt the book, change its key, take the encryption away; the window comes back with what became of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.backup_places import add_place
from app.book import create_book
from app.errors import NotAllowed
from app.features.access import LockUser
from app.features.backups import backups
from app.features.customers.commands import AddCustomer
from app.features.team import AddUser
from app.keeping import keep
from app.keys.place import keys_path
from app.keys.slots import RECOVERY
from app.recovery_key import refuse_other_words
from app.sign_in import needs_password, sign_in
from tests.backups.manners import untold
from tests.books import FIRM
from tests.locked import ANNS, BENS, CUSTOMER, Locked, planted
from tests.pages.signing import LONG, NEW, asked, file, is_open, program, sign_in_as
from ui.main import Program
from ui.pages.welcome.recovery import KeepKey

__all__ = ["file", "program"]


@pytest.fixture
def plain(tmp_path: Path) -> str:
    """A plain book with two users."""
    place = str(tmp_path / "plain.book")
    book = create_book(place, FIRM, "ann", "Ann Becker")
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    book.do(AddCustomer("company", CUSTOMER))
    book.close()
    return place


def enter_locked(qtbot: QtBot, program: Program) -> None:
    program.start(None, None)
    asked(qtbot, program)
    sign_in_as(program, "ann", ANNS)
    wait_open(qtbot, program)


def wait_open(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: is_open(program), timeout=LONG)
    assert program.window is not None
    program.window.build_all()


def find(root: QWidget | None, kind: type[Any], name: str) -> Any:
    assert root is not None
    found = root.findChild(kind, name)
    assert found is not None, name
    return found


def begin(program: Program, act: str, **typed: str) -> None:
    assert program.window is not None and program.window.actions_here.trigger(act)
    for field, words in typed.items():
        find(program.window, QLineEdit, f"rewriting.form.{field}").setText(words)
    find(program.window, QPushButton, "rewriting.form.save").click()


def wait_written(qtbot: QtBot, program: Program, words: str) -> None:
    """The window has come back, and says so."""
    qtbot.waitUntil(lambda: is_open(program) and words in toast(program), timeout=LONG)


def toast(program: Program) -> str:
    found = program.window.findChild(QLabel, "toast.words") if program.window else None
    return "" if found is None else str(found.text())


def told_at_the_door(program: Program) -> str:
    return str(find(program.welcome, QLabel, "welcome.error.words").text())


def offered(program: Program) -> set[str]:
    assert program.window is not None
    ids = ("book.encrypt", "book.key", "book.decrypt")
    return {name for name in ids if program.window.actions_here.has(name)}


def test_a_plain_book_is_encrypted_and_its_key_is_shown(qtbot: QtBot, program: Program, plain: str) -> None:
    program.start(plain, "ann")
    wait_open(qtbot, program)
    assert offered(program) == {"book.encrypt"}
    begin(program, "book.encrypt", password=NEW, again=NEW)
    qtbot.waitUntil(lambda: program.welcome is not None and isinstance(program.welcome.panel, KeepKey), timeout=LONG)
    assert program.welcome is not None
    panel = program.welcome.panel
    assert "needs a password first, on the page Team: ben" in find(panel, QLabel, "recovery.told").text()
    assert len(find(panel, QWidget, "recovery.words").accessibleName().split()) == 17
    find(panel, QCheckBox, "recovery.kept").click()
    find(panel, QPushButton, "recovery.go_on").click()
    wait_open(qtbot, program)
    assert needs_password(plain) and offered(program) == {"book.key", "book.decrypt"}


def test_a_weak_password_encrypts_nothing(qtbot: QtBot, program: Program, plain: str) -> None:
    program.start(plain, "ann")
    wait_open(qtbot, program)
    begin(program, "book.encrypt", password="short", again="short")
    assert "at least 8 letters" in find(program.window, QLabel, "rewriting.form.password.refusal").text()
    assert not needs_password(plain)


def test_the_key_is_changed_and_who_was_locked_out_is_named(qtbot: QtBot, program: Program, locked: Locked) -> None:
    enter_locked(qtbot, program)
    assert program.desk is not None
    program.desk.book.do(LockUser("ben"))
    before = keys_path(Path(locked.place)).read_bytes()
    begin(program, "book.key", password=ANNS)
    wait_written(qtbot, program, "The book has another key.")
    assert keys_path(Path(locked.place)).read_bytes() != before
    with pytest.raises(NotAllowed):
        sign_in(locked.place, "ben", BENS)


def test_a_backup_is_made_before_the_key_is_changed(
    qtbot: QtBot, program: Program, locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sign_in(locked.place, "ann", ANNS)
    add_place(book, tmp_path / "here")
    keep(book, untold)
    book.do(LockUser("ben"))
    book.close()
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    enter_locked(qtbot, program)
    begin(program, "book.key", password=ANNS)
    wait_written(qtbot, program, "The book has another key.")
    assert program.desk is not None
    newest = program.desk.book.ask(backups)[0]
    assert (newest.why, newest.proven_at is not None) == ("before the book was written anew", True)


def test_a_place_that_is_away_before_the_key_is_changed_is_told_when_the_window_is_back(
    qtbot: QtBot, program: Program, locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sign_in(locked.place, "ann", ANNS)
    for name in ("here", "drive"):
        add_place(book, tmp_path / name)
    keep(book, untold)
    book.do(AddCustomer(name="Talleres Ibáñez"))
    book.close()
    (tmp_path / "drive").rename(tmp_path / "bag")
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    enter_locked(qtbot, program)

    begin(program, "book.key", password=ANNS)

    wait_written(qtbot, program, "The book has another key.")
    assert "drive is away" in toast(program) and "It is caught up when it is there again." in toast(program)


def test_a_recovery_key_that_somebody_planted_is_replaced_and_shown(
    qtbot: QtBot, program: Program, locked: Locked
) -> None:
    planted(locked, RECOVERY)
    enter_locked(qtbot, program)
    begin(program, "book.key", password=ANNS)
    qtbot.waitUntil(lambda: program.welcome is not None and isinstance(program.welcome.panel, KeepKey), timeout=LONG)
    assert program.welcome is not None
    panel = program.welcome.panel
    assert "The recovery sheet before opens nothing any more" in find(panel, QLabel, "recovery.told").text()
    words = find(panel, QWidget, "recovery.words").accessibleName()
    find(panel, QCheckBox, "recovery.kept").click()
    find(panel, QPushButton, "recovery.go_on").click()
    wait_open(qtbot, program)
    refuse_other_words(locked.place, words)


def test_a_wrong_password_changes_nothing(qtbot: QtBot, program: Program, locked: Locked) -> None:
    enter_locked(qtbot, program)
    begin(program, "book.key", password="something else")
    refusal = find(program.window, QLabel, "rewriting.form.password.refusal")
    qtbot.waitUntil(lambda: "This is not your password." in refusal.text(), timeout=LONG)
    assert is_open(program)


def test_with_the_book_open_elsewhere_it_comes_back_as_it_was(qtbot: QtBot, program: Program, locked: Locked) -> None:
    enter_locked(qtbot, program)
    other = sign_in(locked.place, "ben", BENS)
    begin(program, "book.key", password=ANNS)
    wait_written(qtbot, program, "Somebody has the book open")
    other.close()
    sign_in(locked.place, "ben", BENS).close()


def test_the_encryption_is_taken_away(qtbot: QtBot, program: Program, locked: Locked) -> None:
    enter_locked(qtbot, program)
    begin(program, "book.decrypt", password=ANNS)
    wait_written(qtbot, program, "not encrypted any more")
    assert not needs_password(locked.place) and offered(program) == {"book.encrypt"}


def test_staff_are_not_offered_any_of_it(qtbot: QtBot, program: Program, locked: Locked) -> None:
    program.start(None, None)
    asked(qtbot, program)
    sign_in_as(program, "ben", BENS)
    wait_open(qtbot, program)
    assert offered(program) == set()


def test_a_book_that_does_not_come_back_is_told_where_one_signs_in(
    qtbot: QtBot, program: Program, locked: Locked, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_locked(qtbot, program)
    leave = program._leave_to_write

    def gone_meanwhile(then: Any) -> None:
        Path(locked.place).unlink()
        leave(then)

    monkeypatch.setattr(program._rewriting, "_ways", program._rewriting._ways._replace(leave=gone_meanwhile))
    begin(program, "book.key", password=ANNS)
    qtbot.waitUntil(lambda: program.welcome is not None and bool(told_at_the_door(program)), timeout=LONG)
    assert program.window is None or not program.window.isVisible()
