"""A new book is encrypted unless one says otherwise; its recovery key is shown once, and not lost by haste."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.computer.desk_file import DeskFile
from app.keys.place import keys_path
from app.sign_in import needs_password, sign_in, sign_in_with_recovery_key
from ui.main import Program
from ui.pages.welcome.recovery import KeepKey

PASSWORD = "sun boat grey kettle"
LONG = 30_000


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    made = Program(qapp, DeskFile(tmp_path / "desk.json"))
    made.start(None, None)
    yield made
    for window in (made.welcome, made.window):
        if window is not None:
            window.close()
            window.deleteLater()
    made.close()
    made.deleteLater()


def find(program: Program, kind: type[Any], name: str) -> Any:
    assert program.welcome is not None
    assert program.welcome.panel is not None
    found = program.welcome.panel.findChild(kind, name)
    assert found is not None, name
    return found


def fill(program: Program, tmp_path: Path, **other: object) -> str:
    place = str(tmp_path / "new.book")
    values = {"firm": "Café Müller", "name": "Ann Becker", "login": "ann", "location": place}
    assert program.welcome is not None
    panel: Any = program.welcome.panel
    panel.form.fill({**values, "password": PASSWORD, "again": PASSWORD, **other})
    panel.form.edited.emit()
    return place


def make(program: Program) -> None:
    QTest.keyClick(find(program, QLineEdit, "new_book.again"), Qt.Key.Key_Return)


def shown_key(qtbot: QtBot, program: Program) -> KeepKey:
    def panel() -> object:
        return program.welcome.panel if program.welcome is not None else None

    qtbot.waitUntil(lambda: isinstance(panel(), KeepKey), timeout=LONG)
    found = panel()
    assert isinstance(found, KeepKey)
    return found


def is_open(program: Program) -> bool:
    return program.desk is not None and program.window is not None and program.window.isVisible()


def test_a_new_book_is_encrypted_and_opens_with_password_and_recovery_key(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    place = fill(program, tmp_path)
    make(program)
    shown_key(qtbot, program)
    words = find(program, QWidget, "recovery.words").accessibleName()
    seen = {label.text() for label in find(program, QWidget, "recovery.words").findChildren(QLabel)}
    assert set(words.split()) <= seen
    find(program, QCheckBox, "recovery.kept").click()
    find(program, QPushButton, "recovery.go_on").click()
    assert is_open(program)
    assert b"SQLite format" not in Path(place).read_bytes()[:16]
    sign_in(place, "ann", PASSWORD).close()
    sign_in_with_recovery_key(place, "ann", words, "another good one").close()


def type_in(program: Program, field: str, words: str) -> None:
    QTest.keyClicks(find(program, QLineEdit, f"new_book.{field}"), words)


def test_firm_name_and_password_are_enough(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for field, words in (("firm", "Nordlicht"), ("name", "Ann Becker"), ("password", PASSWORD), ("again", PASSWORD)):
        type_in(program, field, words)
    make(program)
    shown_key(qtbot, program)
    find(program, QCheckBox, "recovery.kept").click()
    find(program, QPushButton, "recovery.go_on").click()
    assert is_open(program) and program.desk is not None
    assert (program.desk.user.login, program.desk.user.name) == ("ann", "Ann Becker")
    sign_in(str(tmp_path / "nordlicht.book"), "ann", PASSWORD).close()


def test_the_login_follows_the_name_until_one_is_chosen(program: Program) -> None:
    def login() -> str:
        return str(find(program, QLineEdit, "new_book.login").text())

    type_in(program, "name", "Jo")
    assert login() == "jo"
    type_in(program, "name", "hn Miller")
    assert login() == "john"
    find(program, QLineEdit, "new_book.login").clear()
    type_in(program, "login", "jm")
    type_in(program, "name", "-Lange")
    type_in(program, "firm", "F")
    assert login() == "jm"
    find(program, QLineEdit, "new_book.login").clear()
    type_in(program, "firm", "irm")
    assert login() == ""


def test_it_says_what_encryption_keeps_off_and_what_not(program: Program, tmp_path: Path) -> None:
    fill(program, tmp_path)
    assert "who sits at a computer where the book is open" in find(program, QLabel, "new_book.protects").text()
    fill(program, tmp_path, plain=True)
    assert find(program, QLabel, "new_book.protects").text().startswith("Whoever can copy the file")
    fill(program, tmp_path, location="postgresql://server/book", plain=False)
    assert "who looks after the server" in find(program, QLabel, "new_book.protects").text()


def test_the_key_stays_until_one_says_that_it_is_kept(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    fill(program, tmp_path)
    make(program)
    panel = shown_key(qtbot, program)
    assert not find(program, QPushButton, "recovery.go_on").isEnabled()
    assert program.welcome is not None
    program.welcome.close()
    assert program.welcome.isVisible()
    assert "Keep the key first" in find(program, QLabel, "welcome.error.words").text()
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert program.desk is None
    assert not program.welcome.choices.isEnabled()
    find(program, QCheckBox, "recovery.kept").click()
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert is_open(program)


def test_the_key_is_copied_and_saved(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(program, tmp_path)
    make(program)
    shown_key(qtbot, program)
    words = find(program, QWidget, "recovery.words").accessibleName()
    find(program, QPushButton, "recovery.copy").click()
    assert QGuiApplication.clipboard().text() == words
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(sheet), ""))
    find(program, QPushButton, "recovery.save").click()
    assert sheet.read_bytes().startswith(b"%PDF") and sheet.stat().st_size > 10_000
    assert sheet.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "no" / "sheet.txt"), ""))
    find(program, QPushButton, "recovery.save").click()
    assert "Not saved" in find(program, QLabel, "recovery.error.words").text()
    find(program, QCheckBox, "recovery.kept").click()


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"password": "short", "again": "short"}, "password", "at least 8"),
        ({"password": "", "again": ""}, "password", "at least 8"),
        ({"password": "abababab"}, "password", "guessed at once"),
        ({"again": "sun boat grey kettles"}, "again", "not the same"),
    ],
)
def test_a_password_that_will_not_do_is_told_beside_it(
    program: Program, tmp_path: Path, values: dict[str, str], field: str, words: str
) -> None:
    place = fill(program, tmp_path, **values)
    make(program)
    assert words in find(program, QLabel, f"new_book.{field}.refusal").text()
    assert not keys_path(Path(place)).exists()


def test_who_wants_a_plain_book_has_to_say_so(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    place = fill(program, tmp_path, password="", again="")
    assert not find(program, QCheckBox, "new_book.plain").isChecked()
    QTest.keyClick(find(program, QCheckBox, "new_book.plain"), Qt.Key.Key_Space)
    assert not find(program, QLineEdit, "new_book.password").isVisible()
    assert program.welcome is not None
    assert program.welcome.panel is not None
    program.welcome.panel.submit()
    qtbot.waitUntil(lambda: is_open(program), timeout=LONG)
    assert not needs_password(place)


def test_a_server_is_asked_for_no_password_of_ours(program: Program, tmp_path: Path) -> None:
    fill(program, tmp_path, location="postgresql://ann@db.example/book")
    for name in ("password", "again"):
        assert not find(program, QLineEdit, f"new_book.{name}").isVisible()
    assert not find(program, QCheckBox, "new_book.plain").isVisible()
    fill(program, tmp_path)
    assert find(program, QLineEdit, "new_book.password").isVisible()
