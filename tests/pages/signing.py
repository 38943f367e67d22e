"""The program at the door of an encrypted book, and what a person sees and types there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.computer.desk_file import DeskFile, KnownBook
from tests.books import FIRM
from tests.locked import Locked
from ui.main import Program
from ui.pages.welcome import WelcomePage
from ui.pages.welcome.sign_in import PasswordSignIn

NEW = "two new red hats"
LONG = 30_000


@pytest.fixture
def file(tmp_path: Path, locked: Locked) -> DeskFile:
    made = DeskFile(tmp_path / "desk.json")
    made.remember_book(KnownBook(locked.place, FIRM, "ann"))
    return made


@pytest.fixture
def program(qapp: QApplication, file: DeskFile, qtbot: QtBot) -> Iterator[Program]:
    made = Program(qapp, file)
    yield made
    ended(made)


def ended(program: Program) -> None:
    for window in (program.welcome, program.window):
        if window is not None:
            window.close()
            window.deleteLater()
    program.close()
    program.deleteLater()


def page(program: Program) -> WelcomePage:
    assert program.welcome is not None
    return program.welcome


def asked(qtbot: QtBot, program: Program, kind: type[Any] = PasswordSignIn) -> None:
    qtbot.waitUntil(lambda: program.welcome is not None and isinstance(program.welcome.panel, kind), timeout=LONG)


def find(program: Program, kind: type[Any], name: str) -> Any:
    panel = page(program).panel
    assert panel is not None
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def told(program: Program, name: str) -> str:
    return str(find(program, QLabel, name).text())


def typed(program: Program, name: str, words: str) -> QLineEdit:
    line = find(program, QLineEdit, name)
    assert isinstance(line, QLineEdit)
    line.clear()
    QTest.keyClicks(line, words)
    return line


def sign_in_as(program: Program, login: str, password: str) -> None:
    typed(program, "sign_in.login", login)
    QTest.keyClick(typed(program, "sign_in.password", password), Qt.Key.Key_Return)


def is_open(program: Program) -> bool:
    return program.desk is not None and program.window is not None and program.window.isVisible()


def refused(qtbot: QtBot, program: Program, words: str, field: str) -> None:
    qtbot.waitUntil(lambda: words in told(program, f"{field}.refusal"), timeout=LONG)
