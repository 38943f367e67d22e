"""Staying signed in, from the window: a tick where one signs in, and what is said where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from keyring.errors import KeyringLocked
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.computer.desk_file import DeskFile
from app.computer.places import resting_file
from app.errors import PasswordNeeded
from app.sign_in import sign_in, staying
from tests.keyrings import MemoryKeyring, allowed
from tests.locked import ANNS, Locked
from tests.pages.signing import LONG, asked, ended, file, find, is_open, page, program, sign_in_as, told
from ui.main import Program

__all__ = ["file", "program"]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    with allowed(monkeypatch) as made:
        yield made


def opened(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: is_open(program), timeout=LONG)


def tick(program: Program) -> QCheckBox:
    found = find(program, QCheckBox, "sign_in.stay")
    assert isinstance(found, QCheckBox)
    return found


def locks(qtbot: QtBot, program: Program, locked: Locked) -> None:
    """Ann, who stays signed in here, locks her window."""
    sign_in(locked.place, "ann", ANNS, stay=True).close()
    program.start(None, None)
    opened(qtbot, program)
    assert program.window is not None
    program.window.actions_here.trigger("file.lock")


def test_without_a_store_it_says_so_and_cannot_be_ticked(qtbot: QtBot, program: Program) -> None:
    program.start(None, None)
    asked(qtbot, program)
    assert not tick(program).isEnabled()
    words = " ".join(label.text() for label in page(program).findChildren(QLabel))
    assert "has no store for keys that Housebook trusts" in words


def test_ticked_the_next_start_asks_nothing(
    qtbot: QtBot, program: Program, locked: Locked, store: MemoryKeyring
) -> None:
    program.start(None, None)
    asked(qtbot, program)
    tick(program).click()
    sign_in_as(program, "ann", ANNS)
    opened(qtbot, program)
    assert staying(locked.place) == ["ann"] and len(store.kept) == 1


def test_who_stays_is_let_in_and_unticked_is_asked_again(
    qtbot: QtBot, program: Program, locked: Locked, store: MemoryKeyring
) -> None:
    sign_in(locked.place, "ann", ANNS, stay=True).close()
    program.start(None, None)
    opened(qtbot, program)
    assert program.window is not None
    program.window.actions_here.trigger("file.leave")
    asked(qtbot, program)
    assert tick(program).isChecked()
    tick(program).click()
    QTest.keyClick(find(program, QLineEdit, "sign_in.password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "password is missing" in told(program, "sign_in.password.refusal"), timeout=LONG)
    sign_in_as(program, "ann", ANNS)
    opened(qtbot, program)
    assert staying(locked.place) == [] and store.kept == {}


def test_a_locked_keyring_is_told_and_the_password_asked(
    qtbot: QtBot, program: Program, locked: Locked, store: MemoryKeyring
) -> None:
    sign_in(locked.place, "ann", ANNS, stay=True).close()
    store.fault = KeyringLocked("dismissed")
    program.start(None, None)
    asked(qtbot, program)
    qtbot.waitUntil(lambda: "locked or was dismissed" in told(program, "welcome.error.words"), timeout=LONG)
    sign_in_as(program, "ann", ANNS)
    qtbot.waitUntil(lambda: "did not keep the key" in told(program, "sign_in.stay.refusal"), timeout=LONG)


def test_a_locked_window_is_not_got_round_by_leaving_it(
    qtbot: QtBot, program: Program, locked: Locked, store: MemoryKeyring
) -> None:
    locks(qtbot, program, locked)
    assert program.window is not None
    program.window.actions_here.trigger("file.leave")
    asked(qtbot, program)
    assert tick(program).isChecked()
    QTest.keyClick(find(program, QLineEdit, "sign_in.password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "password is missing" in told(program, "sign_in.password.refusal"), timeout=LONG)


def test_nor_by_ending_the_program_and_the_password_brings_it_back(
    qtbot: QtBot, qapp: QApplication, program: Program, locked: Locked, file: DeskFile, store: MemoryKeyring
) -> None:
    locks(qtbot, program, locked)
    assert program.window is not None
    program.window.close()
    program.close()
    assert staying(locked.place) == [] and store.kept == {}
    with pytest.raises(PasswordNeeded):
        sign_in(locked.place, "ann", None)
    again = Program(qapp, file)
    again.start(None, None)
    asked(qtbot, again)
    sign_in_as(again, "ann", ANNS)
    opened(qtbot, again)
    assert staying(locked.place) == ["ann"]
    ended(again)


def test_who_takes_the_note_of_the_lock_away_takes_the_tick_away_alone(
    qtbot: QtBot, qapp: QApplication, program: Program, locked: Locked, file: DeskFile, store: MemoryKeyring
) -> None:
    locks(qtbot, program, locked)
    assert program.window is not None
    qtbot.waitUntil(lambda: store.kept == {}, timeout=LONG)
    program.window.close()
    program.close()
    resting_file().unlink()
    again = Program(qapp, file)
    again.start(None, None)
    asked(qtbot, again)
    assert not tick(again).isChecked()
    ended(again)


def test_a_keyring_that_does_not_answer_at_the_lock_is_told_on_the_cover(
    qtbot: QtBot, program: Program, locked: Locked, store: MemoryKeyring
) -> None:
    sign_in(locked.place, "ann", ANNS, stay=True).close()
    program.start(None, None)
    opened(qtbot, program)
    assert program.window is not None
    store.fault = KeyringLocked("dismissed")
    program.window.actions_here.trigger("file.lock")
    words = program.window.findChild(QLabel, "cover.error.words")
    assert isinstance(words, QLabel)
    qtbot.waitUntil(lambda: "Lock the computer too." in words.text() and words.isVisible(), timeout=LONG)
    assert "your key may still be in it" in words.text()
