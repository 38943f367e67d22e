"""A locked window: nothing of the book is seen, known or reached, and the password brings all back."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app import clock
from app.computer.drafts import Drafts
from app.computer.places import drafts_folder
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.settings import ChangeSetting
from app.features.team import EditUser, users
from app.sign_in import sign_in
from app.store.file import BookFile
from tests.locked import ANNS, BENS, CUSTOMER, Locked
from tests.pages.signing import LONG, asked, file, is_open, program, sign_in_as
from ui.frame.cover import Cover
from ui.frame.idle import Idleness
from ui.locking import Locking
from ui.main import Program
from ui.parts.dialog import Dialog
from ui.window import Window

__all__ = ["file", "program"]

OTHER = "Zweite Kundin"


@pytest.fixture
def window(qtbot: QtBot, program: Program) -> Window:
    """Ann's, on the encrypted book, with its customer chosen."""
    program.start(None, None)
    asked(qtbot, program)
    sign_in_as(program, "ann", ANNS)
    qtbot.waitUntil(lambda: is_open(program), timeout=LONG)
    assert program.window is not None
    made = program.window
    made.build_all()
    qtbot.waitUntil(lambda: CUSTOMER in seen(made), timeout=LONG)
    return made


def seen(window: QWidget) -> str:
    """All words that stand in the window where a person could see them, and its title."""
    parts = [one for one in window.findChildren(QWidget) if one.isVisible()]
    texts = [getattr(one, "text", lambda: "")() for one in parts]
    names = [one.accessibleName() for one in parts]
    return " ".join([window.windowTitle(), *map(str, texts), *names])


def lock(qtbot: QtBot, program: Program, window: Window) -> Cover:
    window.actions_here.trigger("file.lock")
    cover = window.findChild(Cover)
    assert cover is not None
    desk: Any = program.desk
    qtbot.waitUntil(lambda: desk._book is None, timeout=LONG)
    return cover


def unlock(qtbot: QtBot, window: Window, cover: Cover, password: str = ANNS) -> None:
    line = cover.findChild(QLineEdit, "cover.form.password")
    assert line is not None
    line.clear()
    QTest.keyClicks(line, password)
    QTest.keyClick(line, Qt.Key.Key_Return)


def unlocked(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: window.findChild(Cover) is None and inside(window).isVisible(), timeout=LONG)


def inside(window: Window) -> QWidget:
    """What the cover lies over."""
    made = window.centralWidget()
    assert made is not None
    return made


def boxes(window: QWidget) -> list[QPlainTextEdit]:
    return [one for one in window.findChildren(QPlainTextEdit) if one.isVisible() and one.isEnabled()]


def has_key(place: str) -> bool:
    gc.collect()
    files = (one for one in gc.get_objects() if type(one) is BookFile)
    return any(one.key is not None and str(one.path) == place for one in files)


def test_nothing_is_seen_and_the_key_is_forgotten(
    qtbot: QtBot, program: Program, window: Window, locked: Locked
) -> None:
    assert has_key(locked.place)
    dialog = Dialog(window, f"About {CUSTOMER}")
    dialog.show_over()
    menu = QMenu(CUSTOMER, window)
    menu.addAction(CUSTOMER)
    menu.popup(QPoint(10, 10))
    native = QDialog(window)
    native.setWindowTitle(CUSTOMER)
    native.show()
    cover = lock(qtbot, program, window)
    shown = seen(window)
    assert CUSTOMER not in shown and "Nordlicht" not in shown and "Signed in as ann" in shown
    assert "its key forgotten" in shown
    assert window.windowTitle() == "Housebook"
    assert not menu.isVisible() and not native.isVisible() and not dialog.isVisible()
    assert inside(window).isHidden() and window.menuBar().isHidden()
    assert cover.geometry() == window.rect()
    qtbot.waitUntil(lambda: not has_key(locked.place), timeout=LONG)
    unlock(qtbot, window, cover)
    unlocked(qtbot, window)
    assert CUSTOMER in seen(window) and dialog.isVisible()


def test_a_book_without_a_key_promises_no_seal(qtbot: QtBot, tmp_path: Path) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)

    cover = Cover(window, "ann", lambda: 0, sealed=Drafts(tmp_path, "postgresql://ann@server/firm").sealed)

    words = " ".join(label.text() for label in cover.findChildren(QLabel))
    assert "kept on this computer, not sealed" in words and "key" not in words
    cover.take_away()


def test_no_key_reaches_the_window_and_nothing_comes_up_over_the_cover(
    qtbot: QtBot, program: Program, window: Window
) -> None:
    cover = lock(qtbot, program, window)
    window.activateWindow()
    page = window.page_id
    for key in (Qt.Key.Key_N, Qt.Key.Key_K, Qt.Key.Key_F):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    window.messages.say(f"Saved {CUSTOMER}")
    qtbot.wait(50)
    assert window.page_id == page
    assert CUSTOMER not in seen(window)
    pointed_at = window.childAt(window.rect().center())
    assert pointed_at is cover or (pointed_at is not None and cover.isAncestorOf(pointed_at))


def test_a_wrong_password_is_told_and_the_next_waits(qtbot: QtBot, program: Program, window: Window) -> None:
    cover = lock(qtbot, program, window)
    unlock(qtbot, window, cover, BENS)
    refusal = cover.findChild(QLabel, "cover.form.password.refusal")
    assert refusal is not None
    qtbot.waitUntil(lambda: "password is wrong" in refusal.text(), timeout=LONG)
    wait, verb = cover.findChild(QLabel, "cover.wait"), cover.findChild(QPushButton, "cover.form.save")
    assert wait is not None and verb is not None
    assert wait.text() == "Try again in 1 s" and not verb.isEnabled()
    qtbot.waitUntil(verb.isEnabled, timeout=LONG)
    unlock(qtbot, window, cover)
    unlocked(qtbot, window)


def test_page_and_draft_come_back_and_what_others_did_meanwhile(
    qtbot: QtBot, program: Program, window: Window, locked: Locked
) -> None:
    assert program.desk is not None
    window.actions_here.trigger("customers.open", customer=program.desk.book.ask(find, "talleres", 1)[0].id)
    qtbot.waitUntil(lambda: bool(boxes(window)), timeout=LONG)
    (box,) = boxes(window)
    QTest.keyClicks(box, "half a thought")
    page = window.page_id
    cover = lock(qtbot, program, window)
    (draft,) = drafts_folder().rglob("*.json")
    assert "half a thought" not in draft.read_text() and '"sealed"' in draft.read_text()
    book = sign_in(locked.place, "ben", BENS)
    book.do(AddCustomer("company", OTHER))
    book.close()
    unlock(qtbot, window, cover)
    unlocked(qtbot, window)
    assert window.page_id == page and box.toPlainText() == "half a thought"
    memory: Any = window._memory
    assert [one.form for one in memory.drafts.waiting()] != []
    qtbot.waitUntil(lambda: window._rail.item("customers").accessibleName().find("2") >= 0, timeout=LONG)


def test_somebody_renamed_meanwhile_unlocks_with_the_same_password(
    qtbot: QtBot, program: Program, window: Window, locked: Locked
) -> None:
    cover = lock(qtbot, program, window)
    book = sign_in(locked.place, "ann", ANNS)
    ann = next(one for one in book.ask(users) if one.login == "ann")
    book.do(EditUser(ann.id, {"login": ("ann", "annika")}))
    book.close()
    unlock(qtbot, window, cover)
    unlocked(qtbot, window)
    assert program.desk is not None and program.desk.user.login == "annika"


def test_it_locks_by_itself_when_nobody_uses_it(
    qtbot: QtBot, program: Program, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    (locking,) = window.findChildren(Locking)
    idleness = locking.idleness
    assert isinstance(idleness, Idleness)
    qtbot.waitUntil(lambda: idleness._minutes == 15)
    now = clock._nanoseconds()
    monkeypatch.setattr(clock, "_nanoseconds", lambda: now + int(14.9 * 60e9))
    idleness.look()
    assert locking.cover is None
    QTest.mouseMove(window, QPoint(100, 100))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    monkeypatch.setattr(clock, "_nanoseconds", lambda: now + int(29 * 60e9))
    idleness.look()
    assert locking.cover is None
    monkeypatch.setattr(clock, "_nanoseconds", lambda: now + int(30 * 60e9))
    idleness.look()
    assert locking.cover is not None


def test_the_owner_says_after_how_long_or_never(qtbot: QtBot, program: Program, window: Window) -> None:
    (locking,) = window.findChildren(Locking)
    desk: Any = program.desk
    desk.book.do(ChangeSetting("lock_after", 0))
    qtbot.waitUntil(lambda: locking.idleness is not None and not locking.idleness._beat.isActive(), timeout=LONG)


def test_one_goes_from_the_cover_to_another_book(qtbot: QtBot, program: Program, window: Window) -> None:
    cover = lock(qtbot, program, window)
    verb = cover.findChild(QPushButton, "cover.leave")
    assert verb is not None
    verb.click()
    asked(qtbot, program)


def test_what_is_being_saved_is_saved_first(qtbot: QtBot, program: Program, window: Window) -> None:
    desk: Any = program.desk
    done: list[Any] = []
    desk.do(window, AddCustomer("company", OTHER), then=done.append)
    cover = lock(qtbot, program, window)
    qtbot.waitUntil(lambda: bool(done), timeout=LONG)
    unlock(qtbot, window, cover)
    unlocked(qtbot, window)
    qtbot.waitUntil(lambda: window._rail.item("customers").accessibleName().find("2") >= 0, timeout=LONG)


def test_a_plain_book_has_no_password_to_lock_it_with(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    from app.book import create_book

    create_book(str(tmp_path / "plain.book"), "F", "ann").close()
    program.start(str(tmp_path / "plain.book"), "ann")
    qtbot.waitUntil(lambda: is_open(program) and bool(program.window and program.window.pages), timeout=LONG)
    assert program.window is not None and not program.window.actions_here.has("file.lock")
    QApplication.processEvents()
