"""On the team's page: a first password, another one, locked out and let in again; and my own password."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.book import Book
from app.computer.pauses import Pauses
from app.errors import NotAllowed
from app.features.access import LockUser
from app.features.failures import NoteFailures
from app.features.team import AddUser, users
from app.rules.permissions import Role
from app.sign_in import sign_in
from tests.locked import ANNS, BENS, Locked
from tests.pages.panes import find, shown_team
from tests.pages.scene import Scene, scene
from ui.frame.my_password import MyPassword, my_password
from ui.pages.team.access_dialog import AccessDialog
from ui.pages.team.head import BY_CUSTOMER
from ui.pages.team.page import TeamPage
from ui.pages.team.spots import person
from ui.pages.team.user_dialogs import AddUserDialog
from ui.parts.dialog import Dialog

NEW = "two new red hats"
OTHERS = ("go.team", "go.note", "messages.say", "customers.open")


@pytest.fixture
def stage(qtbot: QtBot, locked: Locked, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, sign_in(locked.place, "ann", ANNS), tmp_path) as made:
        made.listen(*OTHERS)
        made.actions.add(*my_password(made.window, made.desk, made.actions, Pauses(made.memory.file)))
        yield made


@pytest.fixture
def plain(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen(*OTHERS)
        made.do(AddUser("ben", "Ben Okafor", "staff"))
        yield made


def select(page: TeamPage, stage: Scene, login: str) -> int:
    key = next(user.id for user in stage.book.ask(users) if user.login == login)
    page.select(person(key))
    return key


def row_of(page: TeamPage, key: int) -> str:
    line = page.table._rows.line_of(person(key))
    row = page.table._rows.row_at(line) if line is not None else None
    return row.sentence() if row is not None else ""


def asked(qtbot: QtBot, stage: Scene, kind: type[Any]) -> Any:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in stage.window.findChildren(kind)))
    return next(one for one in stage.window.findChildren(kind) if one.isVisible())


def press(dialog: QWidget, name: str) -> None:
    find(dialog, QPushButton, name).click()


def type_into(dialog: QWidget, name: str, words: str) -> None:
    line = find(dialog, QLineEdit, name)
    line.clear()
    QTest.keyClicks(line, words)


def type_new(dialog: QWidget, form: str, password: str = NEW, again: str = NEW) -> None:
    type_into(dialog, f"{form}.password", password)
    type_into(dialog, f"{form}.again", again)


def said(stage: Scene) -> list[object]:
    return [spot["words"] for name, spot in stage.asked if name == "messages.say"]


def offered(page: TeamPage, stage: Scene) -> list[str]:
    page.verbs.row_menu([], QPoint())
    menu = stage.window.findChildren(QMenu, "team.menu")[-1]
    ids = [entry.objectName() for entry in menu.actions()]
    menu.close()
    return ids


def test_a_new_colleague_signs_in_with_the_first_password(
    qtbot: QtBot, stage: Scene, locked: Locked, tmp_path: Path
) -> None:
    shown_team(qtbot, stage)
    stage.actions.trigger("team.add_user")
    dialog = asked(qtbot, stage, AddUserDialog)
    type_into(dialog, "team.form.name", "Lucia Prado")
    type_into(dialog, "team.form.login", "lucia")
    type_new(dialog, "team.form", "short", "short")
    press(dialog, "team.form.save")
    assert "at least 8" in find(dialog, QLabel, "team.form.password.refusal").text()
    type_new(dialog, "team.form")
    dialog.kept.draft.keep()
    assert NEW not in "".join(one.read_text("utf-8") for one in tmp_path.rglob("drafts/*") if one.is_file())
    press(dialog, "team.form.save")
    qtbot.waitUntil(lambda: "lucia" in {user.login for user in stage.book.ask(users)})
    again = sign_in(locked.place, "lucia", NEW)
    assert again.user.role == Role.STAFF
    again.close()


def test_a_plain_book_asks_for_no_password(qtbot: QtBot, plain: Scene) -> None:
    page = shown_team(qtbot, plain)
    plain.actions.trigger("team.add_user")
    dialog = asked(qtbot, plain, AddUserDialog)
    assert dialog.findChild(QLineEdit, "team.form.password") is None
    dialog.leave()
    select(page, plain, "ben")
    assert "team.set_password" not in offered(page, plain)
    assert my_password(plain.window, plain.desk, plain.actions, Pauses(plain.memory.file)) == []


def test_an_owner_sets_a_colleague_s_password(qtbot: QtBot, stage: Scene, locked: Locked) -> None:
    page = shown_team(qtbot, stage)
    select(page, stage, "ben")
    stage.actions.trigger("team.set_password")
    dialog = asked(qtbot, stage, AccessDialog)
    type_new(dialog, "team.access_form", NEW, "something else")
    press(dialog, "team.access_form.save")
    assert "not the same" in find(dialog, QLabel, "team.access_form.again.refusal").text()
    type_new(dialog, "team.access_form")
    press(dialog, "team.access_form.save")
    qtbot.waitUntil(lambda: said(stage) == ["Set the password of Ben Okafor."])
    with pytest.raises(NotAllowed):
        sign_in(locked.place, "ben", BENS)
    sign_in(locked.place, "ben", NEW).close()


def lock_ben(qtbot: QtBot, stage: Scene) -> tuple[TeamPage, Dialog]:
    page = shown_team(qtbot, stage)
    select(page, stage, "ben")
    stage.actions.trigger("team.lock")
    press(asked(qtbot, stage, AccessDialog), "team.access_form.save")
    qtbot.waitUntil(lambda: stage.window.findChild(Dialog, "team.after_lock") is not None)
    return page, find(stage.window, Dialog, "team.after_lock")


def test_after_locking_out_one_goes_on_to_the_key(qtbot: QtBot, stage: Scene) -> None:
    stage.listen("book.key")
    _, dialog = lock_ben(qtbot, stage)
    press(dialog, "team.after_lock.change the key…")
    assert stage.asked[-1][0] == "book.key"


def test_after_locking_out_one_goes_on_to_their_customers(qtbot: QtBot, stage: Scene) -> None:
    page, dialog = lock_ben(qtbot, stage)
    assert dialog.findChild(QPushButton, "team.after_lock.change the key…") is None
    press(dialog, "team.after_lock.show their customers")
    assert page.way == BY_CUSTOMER


def test_who_is_locked_out_is_shown_so_and_gets_in_again_with_a_new_password(
    qtbot: QtBot, stage: Scene, locked: Locked
) -> None:
    page = shown_team(qtbot, stage)
    ben = select(page, stage, "ben")
    assert {"team.set_password", "team.lock"} <= set(offered(page, stage))
    stage.actions.trigger("team.lock")
    dialog = asked(qtbot, stage, AccessDialog)
    assert find(dialog, QPushButton, "team.access_form.leave").hasFocus()
    press(dialog, "team.access_form.save")
    qtbot.waitUntil(lambda: "locked out" in row_of(page, ben))
    assert said(stage) == ["Locked Ben Okafor out."]
    press(asked(qtbot, stage, Dialog), "team.after_lock.close")
    assert find(page, QLabel, "team.panel.state").text() == "locked out"
    assert "team.let_in" in offered(page, stage)
    assert "team.lock" not in offered(page, stage)
    with pytest.raises(NotAllowed):
        sign_in(locked.place, "ben", BENS)
    stage.actions.trigger("team.let_in")
    dialog = asked(qtbot, stage, AccessDialog)
    type_new(dialog, "team.access_form")
    press(dialog, "team.access_form.save")
    qtbot.waitUntil(lambda: "locked out" not in row_of(page, ben) and stage.desk.idle())
    sign_in(locked.place, "ben", NEW).close()


def test_the_lock_of_a_plain_book_needs_no_password(qtbot: QtBot, plain: Scene) -> None:
    page = shown_team(qtbot, plain)
    ben = select(page, plain, "ben")
    plain.actions.trigger("team.lock")
    press(asked(qtbot, plain, AccessDialog), "team.access_form.save")
    qtbot.waitUntil(lambda: "locked out" in row_of(page, ben))
    plain.actions.trigger("team.let_in")
    press(asked(qtbot, plain, AccessDialog), "team.access_form.save")
    qtbot.waitUntil(lambda: "locked out" not in row_of(page, ben))


def test_not_now_locks_nobody_and_the_only_owner_stays(qtbot: QtBot, stage: Scene) -> None:
    page = shown_team(qtbot, stage)
    select(page, stage, "ben")
    stage.actions.trigger("team.lock")
    QTest.keyClick(asked(qtbot, stage, AccessDialog), Qt.Key.Key_Escape)
    select(page, stage, "ann")
    stage.actions.trigger("team.lock")
    dialog = asked(qtbot, stage, AccessDialog)
    press(dialog, "team.access_form.save")
    qtbot.waitUntil(lambda: "only owner" in find(dialog, QLabel, "team.access_form.refusal").text())
    assert not any(user.locked for user in stage.book.ask(users))
    dialog.leave()


def test_a_past_day_tells_no_lock_of_today(qtbot: QtBot, stage: Scene) -> None:
    stage.do(LockUser("ben"))
    page = shown_team(qtbot, stage)
    ben = select(page, stage, "ben")
    assert "locked out" in row_of(page, ben)
    assert page.look is not None
    page.as_of.set_day(page.look.today.replace(year=page.look.today.year - 1))
    page.refresh()
    qtbot.waitUntil(lambda: page.look is not None and page.look.elsewhen)
    assert "locked out" not in row_of(page, ben)
    assert stage.actions.trigger("team.let_in") is False


def test_one_s_own_password_is_changed_by_who_knows_it(qtbot: QtBot, stage: Scene, locked: Locked) -> None:
    page = shown_team(qtbot, stage)
    select(page, stage, "ann")
    stage.actions.trigger("team.set_password")
    dialog = asked(qtbot, stage, MyPassword)
    type_into(dialog, "my_password.form.old", BENS)
    type_new(dialog, "my_password.form")
    press(dialog, "my_password.form.save")
    told = find(dialog, QLabel, "my_password.form.old.refusal")
    qtbot.waitUntil(lambda: "not the password you have now" in told.text())
    wait, verb = find(dialog, QLabel, "my_password.wait"), find(dialog, QPushButton, "my_password.form.save")
    assert wait.text() == "Try again in 1 s" and not verb.isEnabled()
    qtbot.waitUntil(verb.isEnabled)
    sign_in(locked.place, "ann", ANNS).close()
    type_into(dialog, "my_password.form.old", ANNS)
    press(dialog, "my_password.form.save")
    qtbot.waitUntil(lambda: said(stage) == ["Your password is changed."])
    with pytest.raises(NotAllowed):
        sign_in(locked.place, "ann", ANNS)
    sign_in(locked.place, "ann", NEW).close()


def test_wrong_passwords_stand_above_the_board_until_they_are_seen(qtbot: QtBot, stage: Scene) -> None:
    stage.do(NoteFailures(((clock.today(), "ann", 3), (clock.today(), "", 1))))
    stage.do(NoteFailures(((clock.today(), "", 4),)))
    page = shown_team(qtbot, stage)
    strip = find(page, QWidget, "team.failures")
    qtbot.waitUntil(strip.isVisible)
    words = find(strip, QLabel, "team.failures.words").text()
    assert words.startswith("3 wrong passwords for ann on ") and words.count("; 5 for a login nobody has on ") == 1
    assert f" at {socket.gethostname()}." in words
    press(strip, "team.failures.verb")
    assert not strip.isVisible()
    page.refresh()
    qtbot.wait(100)
    assert not strip.isVisible()
    stage.do(NoteFailures(((clock.today(), "ben", 1),)))
    qtbot.waitUntil(strip.isVisible)
    assert find(strip, QLabel, "team.failures.words").text().startswith("1 wrong password for ben on ")


def test_the_old_password_is_asked_for(qtbot: QtBot, stage: Scene) -> None:
    stage.window.show()
    stage.actions.trigger("me.password")
    dialog = asked(qtbot, stage, MyPassword)
    type_new(dialog, "my_password.form")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "missing" in find(dialog, QLabel, "my_password.form.old.refusal").text()
    dialog.leave()
