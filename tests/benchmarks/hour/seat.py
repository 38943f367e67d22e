"""Somebody's seat before the window: it is opened on a book, keys are pressed, and one waits as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.book import Book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from tests.benchmarks.hour.colleague import Colleague
from ui.desk import Desk
from ui.garbage import Garbage
from ui.qt import make_app
from ui.window import Window

Key, Held = Qt.Key, Qt.KeyboardModifier
_SIZE = (1440, 900)
_GLANCE = 10
_QUIET_SECONDS = 0.09
_PATIENCE_SECONDS = 60.0


class Seat:
    """The window, and hands on its keys."""

    def __init__(self, window: Window, desk: Desk, colleague: Colleague) -> None:
        self.window, self.desk, self.colleague = window, desk, colleague
        self.page = window.pages["customers"]

    def press(self, key: Qt.Key, times: int = 1, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
        """A key, to whatever has the keyboard."""
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.window, key, held)

    def type(self, words: str) -> None:
        """Letters, to whatever has the keyboard."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, words)

    def find(self, name: str) -> QWidget | None:
        """A visible part of the window by its name."""
        return next((one for one in self.window.findChildren(QWidget, name) if one.isVisible()), None)

    def settle(self) -> None:
        """Until all answers have come and nothing new was asked for a moment; in a real loop, so that what is to be
        deleted is deleted."""
        loop, glance = QEventLoop(), QTimer(interval=_GLANCE)
        begun = quiet_since = monotonic()

        def look() -> None:
            nonlocal quiet_since
            now = monotonic()
            if not self.desk.idle():
                quiet_since = now
            if now - quiet_since > _QUIET_SECONDS or now - begun > _PATIENCE_SECONDS:
                loop.quit()

        glance.timeout.connect(look)
        glance.start()
        loop.exec()
        glance.stop()

    def close_what_is_open(self) -> None:
        """Menus and dialogs that stand open."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for name in ("keys", "team.assign_dialog", "correct", "journal.confirm", "team.dialog"):
            if (dialog := self.find(name)) is not None:
                QTest.keyClick(dialog, Key.Key_Escape)


@contextmanager
def seated(book: Book, other: Colleague) -> Iterator[Seat]:
    """A window on this book, with all its pages built; the desk's own memory stays as it was."""
    garbage = Garbage(make_app())
    desk = Desk(book)
    with TemporaryDirectory() as folder:
        file = DeskFile(Path(folder) / "desk.json")
        window = Window(file)
        window.resize(*_SIZE)
        window.show_book(desk, Memory(file, Drafts(Path(folder), desk.location), desk.location))
        window.build_all()
        window.show()
        window.activateWindow()
        seat = Seat(window, desk, other)
        seat.settle()
        garbage.begin()
        yield seat
        window.close()
        desk.close()
        garbage.end()
