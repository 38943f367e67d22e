"""Into an encrypted book: nothing of it is seen before the password, wrong ones wait, the recovery key helps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app import clock
from app.computer.desk_file import DeskFile
from app.computer.safe_file import read_json, write_json
from app.errors import NotAllowed
from app.features.access import LockUser
from app.keys.place import keys_path
from app.keys.recovery import to_words
from app.sign_in import sign_in
from tests.locked import ANNS, BENS, CUSTOMER, Locked
from tests.pages.signing import LONG, asked, ended, file, find, is_open, page, program, refused, sign_in_as, told, typed
from ui.main import Program
from ui.pages.welcome.recovery import UseKey
from ui.pages.welcome.sign_in import Approach

__all__ = ["file", "program"]

NEW = "two new red hats"


def test_the_start_asks_for_the_password_and_shows_nothing_of_the_book(qtbot: QtBot, program: Program) -> None:
    program.start(None, None)
    asked(qtbot, program)
    assert program.window is None
    assert program.desk is None
    words = " ".join(label.text() for label in page(program).findChildren(QLabel))
    assert CUSTOMER not in words
    assert "Ben" not in words
    assert find(program, QLineEdit, "sign_in.login").text() == "ann"
    assert find(program, QLineEdit, "sign_in.password").echoMode() == QLineEdit.EchoMode.Password


def test_a_desk_with_another_list_than_the_usual_is_asked_too(qtbot: QtBot, program: Program, locked: Locked) -> None:
    program._memory(locked.place).keep_here("customers.sort", [["touch", True]])
    program.start(None, None)
    asked(qtbot, program)
    assert program.window is None


def test_enter_with_the_password_opens_the_book_and_remembers_who_came(
    qtbot: QtBot, program: Program, file: DeskFile, locked: Locked
) -> None:
    program.start(None, None)
    asked(qtbot, program)
    sign_in_as(program, "ben", BENS)
    qtbot.waitUntil(lambda: is_open(program), timeout=LONG)
    assert program.welcome is None
    assert file.last_login(locked.place) == "ben"
    assert program.window is not None
    assert program.window.actions_here.has("me.password")


@pytest.mark.parametrize("content", [b"", b"{}", b"nonsense"])
def test_a_damaged_keys_file_is_told(qtbot: QtBot, program: Program, locked: Locked, content: bytes) -> None:
    keys_path(Path(locked.place)).write_bytes(content)
    program.start(None, None)
    asked(qtbot, program, Approach)
    qtbot.waitUntil(lambda: "damaged or was changed" in told(program, "welcome.error.words"))


def test_a_lost_keys_file_is_told(qtbot: QtBot, program: Program, locked: Locked) -> None:
    keys_path(Path(locked.place)).unlink()
    program.start(None, None)
    asked(qtbot, program, Approach)
    qtbot.waitUntil(lambda: "put that back" in told(program, "welcome.error.words"), timeout=LONG)


def test_a_wrong_password_is_told_and_the_next_has_to_wait(
    qtbot: QtBot, program: Program, file: DeskFile, locked: Locked, qapp: QApplication, tmp_path: Path
) -> None:
    program.start(None, None)
    asked(qtbot, program)
    sign_in_as(program, "ann", BENS)
    refused(qtbot, program, "The login or the password is wrong.", "sign_in.password")
    line, verb = find(program, QLineEdit, "sign_in.password"), find(program, QPushButton, "sign_in.save")
    assert line.selectedText()
    assert told(program, "sign_in.wait") == "Try again in 1 s"
    assert not verb.isEnabled()
    assert read_json(tmp_path / "pauses.json")
    qtbot.waitUntil(lambda: verb.isEnabled(), timeout=LONG)
    assert told(program, "sign_in.wait") == ""
    sign_in_as(program, "ann", ANNS)
    qtbot.waitUntil(lambda: is_open(program), timeout=LONG)
    assert not read_json(tmp_path / "pauses.json")


def test_a_window_closed_and_opened_again_waits_as_long(
    qtbot: QtBot, program: Program, locked: Locked, qapp: QApplication, tmp_path: Path
) -> None:
    write_json(tmp_path / "pauses.json", {locked.place: [6, clock.milliseconds(), 0]})
    program._write()
    again = Program(qapp, DeskFile(tmp_path / "desk.json"))
    again.start(None, None)
    asked(qtbot, again)
    assert told(again, "sign_in.wait") in ("Try again in 32 s", "Try again in 31 s")
    sign_in_as(again, "ann", ANNS)
    assert again._lanes.idle()
    ended(again)


def test_a_login_that_nobody_has_is_told_like_a_wrong_password(qtbot: QtBot, program: Program) -> None:
    program.start(None, None)
    asked(qtbot, program)
    sign_in_as(program, "somebody", ANNS)
    refused(qtbot, program, "The login or the password is wrong.", "sign_in.password")


@pytest.mark.parametrize(("login", "password", "field"), [("", "x", "login"), ("ann", "", "password")])
def test_what_is_missing_is_said_beside_its_field(
    qtbot: QtBot, program: Program, login: str, password: str, field: str
) -> None:
    program.start(None, None)
    asked(qtbot, program)
    sign_in_as(program, login, password)
    assert "missing" in told(program, f"sign_in.{field}.refusal")


def test_the_eye_shows_the_password_by_key(qtbot: QtBot, program: Program) -> None:
    program.start(None, None)
    asked(qtbot, program)
    line, eye = find(program, QLineEdit, "sign_in.password"), find(program, QToolButton, "sign_in.password.eye")
    assert eye.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(eye, Qt.Key.Key_Space)
    assert line.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Cover the password"
    QTest.keyClick(eye, Qt.Key.Key_Space)
    assert line.echoMode() == QLineEdit.EchoMode.Password


def test_who_is_the_only_user_need_not_be_told(qtbot: QtBot, program: Program, locked: Locked) -> None:
    book = sign_in(locked.place, "ann", ANNS)
    book.do(LockUser("ben"))
    book.close()
    program._file.forget_book(locked.place)
    program.start(locked.place, None)
    asked(qtbot, program)
    assert find(program, QLineEdit, "sign_in.login").text() == "ann"


def test_the_recovery_key_gives_a_new_password(qtbot: QtBot, program: Program, locked: Locked) -> None:
    recover(qtbot, program, locked.words.upper().replace(" ", "\n"))
    qtbot.waitUntil(lambda: is_open(program), timeout=LONG)
    assert program.window is not None
    with pytest.raises(NotAllowed):
        sign_in(locked.place, "ann", ANNS)
    sign_in(locked.place, "ann", NEW).close()


def test_a_slip_in_the_recovery_key_is_found_by_its_word(qtbot: QtBot, program: Program, locked: Locked) -> None:
    words = locked.words.split()
    recover(qtbot, program, " ".join([*words[:4], "table", *words[5:]]))
    refused(qtbot, program, "Word 5, “table”,", "recover.recovery_key")
    assert program.doors.pauses.left(locked.place) == 0


def test_the_recovery_key_of_another_book_is_refused(
    qtbot: QtBot, program: Program, file: DeskFile, locked: Locked
) -> None:
    recover(qtbot, program, to_words(bytes(32)))
    refused(qtbot, program, "not the recovery key of this book", "recover.recovery_key")
    assert program.doors.pauses.left(locked.place) == 0, "words are not a password"
    waits: Any = read_json(file.beside("pauses.json"))
    assert [name.endswith("recovery words") for name in waits] == [True]


def test_a_login_unknown_in_the_book_is_told_beside_it(qtbot: QtBot, program: Program, locked: Locked) -> None:
    recover(qtbot, program, locked.words, login="somebody")
    refused(qtbot, program, "no user somebody", "recover.login")


@pytest.mark.parametrize(
    ("password", "again", "field", "words"),
    [("short", "short", "password", "at least 8"), (NEW, f"{NEW}s", "again", "not the same")],
)
def test_a_new_password_has_to_do(
    qtbot: QtBot, program: Program, locked: Locked, password: str, again: str, field: str, words: str
) -> None:
    recover(qtbot, program, locked.words, password=password, again=again)
    assert words in told(program, f"recover.{field}.refusal")


def test_all_is_reached_by_tab_and_pressed_by_enter(qtbot: QtBot, program: Program) -> None:
    program.start(None, None)
    asked(qtbot, program)
    page(program).activateWindow()
    qtbot.waitUntil(lambda: find(program, QLineEdit, "sign_in.password").hasFocus())
    seen = []
    for _ in range(3):
        QTest.keyClick(page(program), Qt.Key.Key_Tab)
        focused = page(program).focusWidget()
        seen.append(focused.objectName() if focused is not None else "")
    assert seen == ["sign_in.password.eye", "sign_in.save", "sign_in.recover"]
    QTest.keyClick(find(program, QPushButton, "sign_in.recover"), Qt.Key.Key_Return)
    asked(qtbot, program, UseKey)


def test_in_a_small_window_a_refused_field_comes_into_sight(qtbot: QtBot, program: Program, locked: Locked) -> None:
    program.start(None, None)
    asked(qtbot, program)
    page(program).choices.choose("welcome.new")
    page(program).setMinimumHeight(0)
    page(program).resize(760, 200)
    place = find(program, QLineEdit, "new_book.location")
    place.setFocus()
    qtbot.waitUntil(lambda: not place.visibleRegion().isEmpty())
    firm = find(program, QLineEdit, "new_book.firm")
    qtbot.waitUntil(lambda: firm.visibleRegion().isEmpty())
    panel: Any = page(program).panel
    panel.submit()
    qtbot.waitUntil(lambda: not firm.visibleRegion().isEmpty())


def test_one_comes_back_from_the_recovery_key(qtbot: QtBot, program: Program) -> None:
    program.start(None, None)
    asked(qtbot, program)
    find(program, QPushButton, "sign_in.recover").click()
    asked(qtbot, program, UseKey)
    find(program, QPushButton, "recover.leave").click()
    asked(qtbot, program)


def test_the_panel_says_what_encryption_is_no_help_against(qtbot: QtBot, program: Program) -> None:
    program.start(None, None)
    asked(qtbot, program)
    assert "no help against" in told(program, "sign_in.protects")


def recover(
    qtbot: QtBot, program: Program, words: str, login: str = "ann", password: str = NEW, again: str = NEW
) -> None:
    program.start(None, None)
    asked(qtbot, program)
    find(program, QPushButton, "sign_in.recover").click()
    asked(qtbot, program, UseKey)
    find(program, QPlainTextEdit, "recover.recovery_key").setPlainText(words)
    typed(program, "recover.login", login)
    typed(program, "recover.password", password)
    QTest.keyClick(typed(program, "recover.again", again), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
